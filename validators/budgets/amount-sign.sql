-- title: Expenditure is zero or more, income is zero or less
-- title_nl: Lasten zijn nul of meer, baten zijn nul of minder
-- description: The budgets print income with a minus sign, so that a total is always a plain sum.
--   An amount with the other sign has most likely lost or gained a minus.
-- description_nl: De begrotingen drukken baten af met een minteken, zodat een totaal altijd een
--   gewone som is. Bij een bedrag met het andere teken is waarschijnlijk een minteken weggevallen
--   of te veel gezet.
-- message: "{label}" is {direction} and has {printed} in {fiscal_year} ({stage}). Expenditure must
--   be zero or more and income zero or less: correct the sign, or the direction in
--   budget_lines.csv.
-- message_nl: "{label}" is {direction} en heeft {printed} in {fiscal_year} ({stage}). Lasten
--   (expenditure) moeten nul of meer zijn en baten (income) nul of minder: verbeter het teken, of
--   de richting in budget_lines.csv.
-- severity: error
-- reads: budget_lines, budget_amounts
-- table: budget_amounts
-- key: budget_line_id, fiscal_year, stage
-- field: amount_eur
SELECT
    own.budget_line_id AS budget_line_id,
    own.fiscal_year AS fiscal_year,
    own.stage AS stage,
    line.label AS label,
    line.direction AS direction,
    own.amount_eur AS printed
FROM budget_amounts AS own
JOIN budget_lines AS line ON line.id = own.budget_line_id
WHERE (line.direction = 'expenditure' AND own.amount_eur < 0)
    OR (line.direction = 'income' AND own.amount_eur > 0)
