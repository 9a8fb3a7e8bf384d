-- title: A total without any line to add up
-- title_nl: Een totaal zonder regels om op te tellen
-- description: A subtotal or total has an amount in a year and stage in which none of its lines
--   has one, so that nothing supports it and no sum is compared with it.
-- description_nl: Een subtotaal of totaal heeft een bedrag in een jaar en stadium waarin geen
--   enkele regel ervan een bedrag heeft; niets onderbouwt het dan en er wordt niets vergeleken.
-- message: "{label}" has {printed} in {fiscal_year} ({stage}), but none of its lines has an amount
--   in that year and stage. Add the amounts of its lines, or take this one out.
-- message_nl: "{label}" heeft {printed} in {fiscal_year} ({stage}), maar geen van de regels heeft
--   een bedrag in dat jaar en stadium. Voeg de bedragen van de regels toe, of haal dit bedrag weg.
-- severity: error
-- reads: budget_lines, budget_amounts
-- table: budget_amounts
-- key: budget_line_id, fiscal_year, stage
-- field: amount_eur
WITH parts AS (
    SELECT
        line.parent_id AS parent_id,
        part.fiscal_year AS fiscal_year,
        part.stage AS stage,
        COUNT(part.amount_eur) AS line_count
    FROM budget_amounts AS part
    JOIN budget_lines AS line ON line.id = part.budget_line_id
    WHERE line.parent_id IS NOT NULL
    GROUP BY line.parent_id, part.fiscal_year, part.stage
)
SELECT
    total.budget_line_id AS budget_line_id,
    total.fiscal_year AS fiscal_year,
    total.stage AS stage,
    head.label AS label,
    total.amount_eur AS printed
FROM budget_amounts AS total
JOIN budget_lines AS head ON head.id = total.budget_line_id
LEFT JOIN parts
    ON parts.parent_id = total.budget_line_id
    AND parts.fiscal_year = total.fiscal_year
    AND parts.stage = total.stage
WHERE head.kind <> 'item' AND parts.line_count IS NULL
