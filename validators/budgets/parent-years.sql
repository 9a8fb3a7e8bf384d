-- title: A line has no years that its total lacks
-- title_nl: Een regel heeft geen jaren die zijn totaal mist
-- description: Where a line has an amount, the subtotal or total it adds up in must have one for
--   the same year and stage.
-- description_nl: Waar een regel een bedrag heeft, moet het subtotaal of totaal waar hij in optelt
--   er ook een hebben voor hetzelfde jaar en stadium.
-- message: "{parent_label}", where "{label}" adds up in, has no amount for {fiscal_year} ({stage}).
--   Add the row to budget_amounts.csv, or correct the year or stage of this one.
-- message_nl: "{parent_label}", waar "{label}" in optelt, heeft geen bedrag voor {fiscal_year}
--   ({stage}). Voeg de rij toe aan budget_amounts.csv, of verbeter het jaar of stadium van deze.
-- severity: error
-- reads: budget_lines, budget_amounts
-- table: budget_amounts
-- key: budget_line_id, fiscal_year, stage
SELECT
    own.budget_line_id AS budget_line_id,
    own.fiscal_year AS fiscal_year,
    own.stage AS stage,
    line.label AS label,
    head.label AS parent_label
FROM budget_amounts AS own
JOIN budget_lines AS line ON line.id = own.budget_line_id
JOIN budget_lines AS head ON head.id = line.parent_id
LEFT JOIN budget_amounts AS total
    ON total.budget_line_id = head.id
    AND total.fiscal_year = own.fiscal_year
    AND total.stage = own.stage
WHERE total.budget_line_id IS NULL
