-- title: An item has no lines below it
-- title_nl: Een post heeft geen regels onder zich
-- description: Only subtotals and totals are sums of other lines.
-- description_nl: Alleen subtotalen en totalen zijn de som van andere regels.
-- message: "{label}" is an item, but {line_count} line(s) add up in it. Make it a subtotal, or hang
--   those lines elsewhere.
-- message_nl: "{label}" is een post, maar er tellen {line_count} regel(s) in op. Maak er een
--   subtotaal van, of hang die regels ergens anders onder.
-- severity: error
-- reads: budget_lines
-- table: budget_lines
-- key: id
-- field: kind
WITH children AS (
    SELECT parent_id, COUNT(id) AS line_count
    FROM budget_lines
    WHERE parent_id IS NOT NULL
    GROUP BY parent_id
)
SELECT head.id AS id, head.label AS label, children.line_count AS line_count
FROM budget_lines AS head
JOIN children ON children.parent_id = head.id
WHERE head.kind = 'item'
