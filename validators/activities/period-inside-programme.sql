-- title: An activity lies within the period of its programme
-- title_nl: Een activiteit ligt binnen de periode van haar programma
-- description: An activity does not begin before its programme or end after it. Documents do list
--   work that began earlier or goes on: a warning, which a line in known_discrepancies.csv can
--   explain, with the two periods as printed and computed.
-- description_nl: Een activiteit begint niet voor haar programma en eindigt niet erna. Documenten
--   noemen wel eens werk dat eerder begon of doorloopt: daarom een waarschuwing, die met een regel
--   in known_discrepancies.csv kan worden uitgelegd, met de twee periodes als printed en computed.
-- message: "{title}" runs {printed}, but its programme "{programme_name}" {computed}. Correct a
--   year or programme_id; if the document says so, explain that in known_discrepancies.csv.
-- message_nl: "{title}" loopt {printed}, maar het programma "{programme_name}" {computed}. Verbeter
--   een jaar of programme_id; als het document dit zegt, leg dat dan uit in
--   known_discrepancies.csv.
-- severity: warning
-- reads: activities, programmes
-- table: activities
-- key: id
-- field: period_end
WITH years AS (
    SELECT
        own.id AS id,
        own.title AS title,
        head.name AS programme_name,
        own.period_start AS own_start,
        own.period_end AS own_end,
        head.period_start AS head_start,
        head.period_end AS head_end
    FROM activities AS own
    JOIN programmes AS head ON head.id = own.programme_id
)
SELECT
    id,
    title,
    programme_name,
    COALESCE(CAST(own_start AS VARCHAR), '') || '-' || COALESCE(CAST(own_end AS VARCHAR), '')
        AS printed,
    COALESCE(CAST(head_start AS VARCHAR), '') || '-' || COALESCE(CAST(head_end AS VARCHAR), '')
        AS computed
FROM years
WHERE own_start < head_start
    OR own_end > head_end
    OR own_start > head_end
    OR own_end < head_start
