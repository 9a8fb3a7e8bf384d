-- title: An activity does not end before it begins
-- title_nl: Een activiteit eindigt niet voor het begin
-- description: The first and the last year of a period may be the same; a last year before the
--   first one is a mistake.
-- description_nl: Het eerste en het laatste jaar van een periode mogen gelijk zijn; een laatste
--   jaar voor het eerste is een vergissing.
-- message: "{title}" begins in {period_start} and ends in {period_end}. Correct one of the two
--   years.
-- message_nl: "{title}" begint in {period_start} en eindigt in {period_end}. Verbeter een van de
--   twee jaren.
-- severity: error
-- reads: activities
-- table: activities
-- key: id
-- field: period_end
SELECT id, title, period_start, period_end
FROM activities
WHERE period_start > period_end
