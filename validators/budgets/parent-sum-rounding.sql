-- title: A total that fits its lines only within rounding
-- title_nl: Een totaal dat alleen binnen de afronding klopt
-- description: A note, not an error. The total differs from the sum of its lines, but by no more than
--   the rounding of the printed figures explains.
-- description_nl: Een opmerking, geen fout. Het totaal verschilt van de som van zijn regels, maar
--   niet meer dan de afronding van de gedrukte bedragen verklaart.
-- message: "{label}" in {fiscal_year} ({stage}) is printed as {printed} and its {line_count} lines
--   add up to {computed}: the difference of {difference} lies within rounding.
-- message_nl: "{label}" in {fiscal_year} ({stage}) staat er als {printed} en de {line_count} regels
--   tellen op tot {computed}: het verschil van {difference} valt binnen de afronding.
-- severity: note
-- reads: budget_lines, budget_amounts
-- table: budget_amounts
-- key: budget_line_id, fiscal_year, stage
-- field: amount_eur
WITH sums AS (
    SELECT
        line.parent_id AS parent_id,
        part.fiscal_year AS fiscal_year,
        part.stage AS stage,
        SUM(part.amount_eur) AS computed,
        SUM(part.half_unit) AS half_units,
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
    total.amount_eur AS printed,
    sums.computed AS computed,
    total.amount_eur - sums.computed AS difference,
    sums.line_count AS line_count
FROM budget_amounts AS total
JOIN budget_lines AS head ON head.id = total.budget_line_id
JOIN sums
    ON sums.parent_id = total.budget_line_id
    AND sums.fiscal_year = total.fiscal_year
    AND sums.stage = total.stage
WHERE total.amount_eur <> sums.computed
    AND ABS(total.amount_eur - sums.computed) <= total.half_unit + sums.half_units
