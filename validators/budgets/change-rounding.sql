-- title: A printed difference that fits only within rounding
-- title_nl: Een gedrukt verschil dat alleen binnen de afronding past
-- description: A note, not an error. The difference between two years is not to the digit what the
--   printed amounts make it, but the figures may have been rounded before they were printed.
-- description_nl: Een opmerking, geen fout. Het verschil tussen twee jaren is niet op het cijfer
--   nauwkeurig wat de gedrukte bedragen ervan maken, maar de cijfers kunnen voor het drukken zijn
--   afgerond.
-- message: The difference {from_year}-{to_year} of "{label}" is printed as {printed} and the amounts
--   make it {computed}: that lies within rounding.
-- message_nl: Het verschil {from_year}-{to_year} van "{label}" staat er als {printed} en de bedragen
--   geven {computed}: dat valt binnen de afronding.
-- severity: note
-- reads: budget_changes, budget_amounts, budget_lines
-- table: budget_changes
-- key: budget_line_id, from_year, to_year
-- field: amount_eur
WITH pairs AS (
    SELECT
        change.budget_line_id AS budget_line_id,
        change.from_year AS from_year,
        change.to_year AS to_year,
        change.amount_eur AS printed,
        old.amount_eur - new.amount_eur AS computed,
        change.half_unit + old.half_unit + new.half_unit AS tolerance
    FROM budget_changes AS change
    JOIN budget_amounts AS old
        ON old.budget_line_id = change.budget_line_id AND old.fiscal_year = change.from_year
    JOIN budget_amounts AS new
        ON new.budget_line_id = change.budget_line_id AND new.fiscal_year = change.to_year
),
exact AS (
    SELECT DISTINCT budget_line_id, from_year, to_year FROM pairs WHERE printed = computed
)
SELECT
    pairs.budget_line_id AS budget_line_id,
    pairs.from_year AS from_year,
    pairs.to_year AS to_year,
    MIN(line.label) AS label,
    MIN(pairs.printed) AS printed,
    MIN(pairs.computed) AS computed
FROM pairs
JOIN budget_lines AS line ON line.id = pairs.budget_line_id
LEFT JOIN exact
    ON exact.budget_line_id = pairs.budget_line_id
    AND exact.from_year = pairs.from_year
    AND exact.to_year = pairs.to_year
WHERE exact.budget_line_id IS NULL
    AND pairs.printed - pairs.computed <= pairs.tolerance
    AND pairs.computed - pairs.printed <= pairs.tolerance
GROUP BY pairs.budget_line_id, pairs.from_year, pairs.to_year
