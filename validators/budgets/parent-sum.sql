-- title: A subtotal or total equals the sum of its lines
-- title_nl: Een subtotaal of totaal is de som van zijn regels
-- description: In each year and stage the amount of a line that others add up in must equal the
--   sum of those others. Each figure stands for the interval of half a unit of its last printed
--   digit around it; only when the interval of the total misses that of the sum is it wrong.
-- description_nl: In elk jaar en stadium moet het bedrag van een regel waar andere in optellen
--   gelijk zijn aan de som van die andere. Elk bedrag staat voor het interval van een halve
--   eenheid van het laatste gedrukte cijfer eromheen; alleen als het interval van het totaal dat
--   van de som niet raakt, is het fout.
-- message: "{label}" in {fiscal_year} ({stage}) is printed as {printed}, but its {line_count}
--   lines add up to {computed}: a difference of {difference}.[[ Added up: {parts}.]] Correct the
--   line that was copied wrongly; if the source itself does not add up, explain that in
--   known_discrepancies.csv.
-- message_nl: "{label}" in {fiscal_year} ({stage}) staat er als {printed}, maar de {line_count}
--   regels tellen op tot {computed}: een verschil van {difference}.[[ Opgeteld: {parts}.]]
--   Verbeter de regel die verkeerd is overgenomen; als de bron zelf niet optelt, leg dat dan uit
--   in known_discrepancies.csv.
-- severity: error
-- reads: budget_lines, budget_amounts
-- table: budget_amounts
-- key: budget_line_id, fiscal_year, stage
-- field: amount_eur
-- detail: SELECT line.parent_id AS budget_line_id, part.fiscal_year, part.stage,
--   line.label AS label, part.amount_eur AS amount
--   FROM budget_amounts AS part JOIN budget_lines AS line ON line.id = part.budget_line_id
--   WHERE line.parent_id IS NOT NULL
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
WHERE ABS(total.amount_eur - sums.computed) > total.half_unit + sums.half_units
