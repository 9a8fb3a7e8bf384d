-- title: A line has the direction of the line it adds up in
-- title_nl: Een regel heeft de richting van de regel waar hij in optelt
-- description: Lines of expenditure add up in expenditure, lines of income in income; only a
--   balance takes both.
-- description_nl: Lasten tellen op in lasten en baten in baten; alleen een saldo neemt beide.
-- message: "{label}" is {direction}, but "{parent_label}", where it adds up in, is
--   {parent_direction}. Make the two the same, or hang the line under another total.
-- message_nl: "{label}" is {direction}, maar "{parent_label}", waar deze regel in optelt, is
--   {parent_direction}. Maak ze gelijk, of hang de regel onder een ander totaal.
-- severity: error
-- reads: budget_lines
-- table: budget_lines
-- key: id
-- field: direction
SELECT
    line.id AS id,
    line.label AS label,
    line.direction AS direction,
    head.label AS parent_label,
    head.direction AS parent_direction
FROM budget_lines AS line
JOIN budget_lines AS head ON head.id = line.parent_id
WHERE head.direction <> 'balance' AND line.direction <> head.direction
