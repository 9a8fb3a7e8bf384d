-- title: A subtotal or total has lines below it
-- title_nl: Een subtotaal of totaal heeft regels onder zich
-- description: A line that is called a subtotal or total must have at least one line that adds up
--   in it.
-- description_nl: In een regel die subtotaal of totaal heet, moet minstens één regel optellen.
-- message: "{label}" is a {kind}, but no line adds up in it. Give its lines this line as parent_id,
--   or make it an item.
-- message_nl: "{label}" is een {kind}, maar er telt geen regel in op. Geef de regels ervan deze
--   regel als parent_id, of maak er een post (item) van.
-- severity: error
-- reads: budget_lines
-- table: budget_lines
-- key: id
-- field: kind
SELECT head.id AS id, head.label AS label, head.kind AS kind
FROM budget_lines AS head
LEFT JOIN budget_lines AS line ON line.parent_id = head.id
WHERE head.kind <> 'item' AND line.id IS NULL
