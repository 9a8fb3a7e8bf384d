-- title: A line has the years of the line it adds up in
-- title_nl: Een regel heeft de jaren van de regel waar hij in optelt
-- description: For each year and stage in which a subtotal or total has an amount, each of its
--   lines must have one too; a printed dash is entered as 0. A missing amount would make the sum
--   look right or wrong by accident.
-- description_nl: Voor elk jaar en stadium waarin een subtotaal of totaal een bedrag heeft, moet
--   elke regel ervan er ook een hebben; een gedrukt streepje wordt ingevoerd als 0. Door een
--   ontbrekend bedrag zou de som toevallig goed of fout lijken.
-- message: "{label}" has no amount for {fiscal_year} ({stage}), but "{parent_label}", where it adds
--   up in, has one. Add the row to budget_amounts.csv; enter a printed dash as 0.
-- message_nl: "{label}" heeft geen bedrag voor {fiscal_year} ({stage}), maar "{parent_label}", waar
--   deze regel in optelt, wel. Voeg de rij toe aan budget_amounts.csv; voer een gedrukt streepje in
--   als 0.
-- severity: error
-- reads: budget_lines, budget_amounts
-- table: budget_lines
-- key: id
-- field: id
SELECT
    line.id AS id,
    line.label AS label,
    head.label AS parent_label,
    total.fiscal_year AS fiscal_year,
    total.stage AS stage
FROM budget_lines AS line
JOIN budget_lines AS head ON head.id = line.parent_id
JOIN budget_amounts AS total ON total.budget_line_id = head.id
LEFT JOIN budget_amounts AS own
    ON own.budget_line_id = line.id
    AND own.fiscal_year = total.fiscal_year
    AND own.stage = total.stage
WHERE own.budget_line_id IS NULL
