-- title: A programme is not linked to itself
-- title_nl: Een programma is niet met zichzelf verbonden
-- description: A link has two ends; a row with the same programme at both is a slip.
-- description_nl: Een verband heeft twee kanten; een rij met aan beide hetzelfde programma is een
--   vergissing.
-- message: {programme_id} is linked to itself. Put the other programme in related_programme_id, or
--   take the row out.
-- message_nl: {programme_id} is met zichzelf verbonden. Zet het andere programma in
--   related_programme_id, of haal de rij weg.
-- severity: error
-- reads: programme_links
-- table: programme_links
-- key: programme_id, related_programme_id, relation
-- field: related_programme_id
SELECT programme_id, related_programme_id, relation
FROM programme_links
WHERE programme_id = related_programme_id
