-- title: A programme lies within the period of its parent
-- title_nl: Een programma ligt binnen de periode van het programma waar het bij hoort
-- description: A part of a programme does not begin before the whole or end after it. Documents do
--   say so now and then: a warning, which a line in known_discrepancies.csv can explain, with the
--   two periods as printed and computed.
-- description_nl: Een deel van een programma begint niet voor het geheel en eindigt niet erna.
--   Documenten zeggen dat soms toch: daarom een waarschuwing, die met een regel in
--   known_discrepancies.csv kan worden uitgelegd, met de twee periodes als printed en computed.
-- message: "{name}" runs {printed}, but "{parent_name}", which it is a part of, {computed}. Correct
--   a year or parent_id; if the document says so, explain that in known_discrepancies.csv.
-- message_nl: "{name}" loopt {printed}, maar "{parent_name}", waar het een deel van is, {computed}.
--   Verbeter een jaar of parent_id; als het document dit zegt, leg dat dan uit in
--   known_discrepancies.csv.
-- severity: warning
-- reads: programmes
-- table: programmes
-- key: id
-- field: period_end
WITH years AS (
    SELECT
        own.id AS id,
        own.name AS name,
        head.name AS parent_name,
        own.period_start AS own_start,
        own.period_end AS own_end,
        head.period_start AS head_start,
        head.period_end AS head_end
    FROM programmes AS own
    JOIN programmes AS head ON head.id = own.parent_id
)
SELECT
    id,
    name,
    parent_name,
    COALESCE(CAST(own_start AS VARCHAR), '') || '-' || COALESCE(CAST(own_end AS VARCHAR), '')
        AS printed,
    COALESCE(CAST(head_start AS VARCHAR), '') || '-' || COALESCE(CAST(head_end AS VARCHAR), '')
        AS computed
FROM years
WHERE own_start < head_start
    OR own_end > head_end
    OR own_start > head_end
    OR own_end < head_start
