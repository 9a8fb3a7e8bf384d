-- title: A difference between two years has the amounts of both
-- title_nl: Bij een verschil tussen twee jaren staan de bedragen van beide
-- description: A printed difference can be computed again only when the budget line has an amount
--   in both years.
-- description_nl: Een gedrukt verschil is alleen na te rekenen als de begrotingsregel in beide jaren
--   een bedrag heeft.
-- message: The difference {from_year}-{to_year} of {budget_line_id} cannot be computed again: there
--   is no amount for {missing}. Add it to budget_amounts.csv, or correct the year.
-- message_nl: Het verschil {from_year}-{to_year} van {budget_line_id} is niet na te rekenen: er is
--   geen bedrag voor {missing}. Voeg het toe aan budget_amounts.csv, of verbeter het jaar.
-- severity: error
-- reads: budget_changes, budget_amounts
-- table: budget_changes
-- key: budget_line_id, from_year, to_year
-- field: budget_line_id
WITH years AS (
    SELECT DISTINCT budget_line_id, fiscal_year FROM budget_amounts
)
SELECT
    change.budget_line_id AS budget_line_id,
    change.from_year AS from_year,
    change.to_year AS to_year,
    CASE WHEN old.fiscal_year IS NULL THEN change.from_year ELSE change.to_year END AS missing
FROM budget_changes AS change
LEFT JOIN years AS old
    ON old.budget_line_id = change.budget_line_id AND old.fiscal_year = change.from_year
LEFT JOIN years AS new
    ON new.budget_line_id = change.budget_line_id AND new.fiscal_year = change.to_year
WHERE old.fiscal_year IS NULL OR new.fiscal_year IS NULL
