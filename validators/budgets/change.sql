-- title: A printed difference between two years is what the amounts make it
-- title_nl: Een gedrukt verschil tussen twee jaren is wat de bedragen ervan maken
-- description: The difference of a budget line is the amount of the first year minus that of the
--   second. Each printed figure stands for the interval of half a unit of its last digit around it;
--   only when those intervals do not meet is the difference wrong. Where a year has an amount in
--   more than one stage, one of them has to fit.
-- description_nl: Het verschil van een begrotingsregel is het bedrag van het eerste jaar min dat van
--   het tweede. Elk gedrukt cijfer staat voor het interval van een halve eenheid van het laatste
--   cijfer eromheen; alleen als die intervallen elkaar niet raken, is het verschil fout. Heeft een
--   jaar bedragen in meer fasen, dan moet er een passen.
-- message: The difference {from_year}-{to_year} of "{label}" is printed as {printed}, but
--   {from_amount} - {to_amount} is {computed}. Correct the figure that was copied wrongly; if the
--   source itself does not fit, explain that in known_discrepancies.csv.
-- message_nl: Het verschil {from_year}-{to_year} van "{label}" staat er als {printed}, maar
--   {from_amount} - {to_amount} is {computed}. Verbeter het cijfer dat verkeerd is overgenomen; als
--   de bron zelf niet klopt, leg dat dan uit in known_discrepancies.csv.
-- severity: error
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
        old.amount_eur AS from_amount,
        new.amount_eur AS to_amount,
        old.amount_eur - new.amount_eur AS computed,
        change.half_unit + old.half_unit + new.half_unit AS tolerance
    FROM budget_changes AS change
    JOIN budget_amounts AS old
        ON old.budget_line_id = change.budget_line_id AND old.fiscal_year = change.from_year
    JOIN budget_amounts AS new
        ON new.budget_line_id = change.budget_line_id AND new.fiscal_year = change.to_year
),
fitting AS (
    SELECT DISTINCT budget_line_id, from_year, to_year
    FROM pairs
    WHERE printed - computed <= tolerance AND computed - printed <= tolerance
)
SELECT
    pairs.budget_line_id AS budget_line_id,
    pairs.from_year AS from_year,
    pairs.to_year AS to_year,
    MIN(line.label) AS label,
    MIN(pairs.printed) AS printed,
    MIN(pairs.from_amount) AS from_amount,
    MIN(pairs.to_amount) AS to_amount,
    MIN(pairs.computed) AS computed
FROM pairs
JOIN budget_lines AS line ON line.id = pairs.budget_line_id
LEFT JOIN fitting
    ON fitting.budget_line_id = pairs.budget_line_id
    AND fitting.from_year = pairs.from_year
    AND fitting.to_year = pairs.to_year
WHERE fitting.budget_line_id IS NULL
GROUP BY pairs.budget_line_id, pairs.from_year, pairs.to_year
