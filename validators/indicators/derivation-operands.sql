-- title: A derivation has the operands its operation needs
-- title_nl: Een afleiding heeft de uitgangscijfers die haar bewerking nodig heeft
-- description: A difference, percentage change, ratio or share has exactly two operands, a sum,
--   complement or multiplier at least two; a figure does not follow from itself.
-- description_nl: Een verschil, procentuele verandering, verhouding of aandeel heeft precies twee
--   uitgangscijfers, een som, rest of multiplier minstens twee; een cijfer volgt niet uit zichzelf.
-- message: the {operation} of {value_id} has {operand_count} operand(s), or follows from itself. A sum,
--   complement or multiplier needs two or more others, every other operation exactly two.
-- message_nl: de bewerking {operation} van {value_id} heeft {operand_count} uitgangscijfer(s), of volgt
--   uit zichzelf. Een som, rest of multiplier heeft er twee of meer andere nodig, elke andere
--   bewerking precies twee.
-- severity: error
-- reads: derivations
-- table: derivations
-- key: value_id, operation
-- field: operands
WITH counted AS (
    SELECT
        value_id,
        operation,
        COUNT(item) AS operand_count,
        SUM(CASE WHEN item = value_id THEN 1 ELSE 0 END) AS itself
    FROM derivations_operands
    GROUP BY value_id, operation
)
SELECT value_id, operation, operand_count
FROM counted
WHERE operand_count < 2
    OR itself > 0
    OR (operand_count > 2 AND operation NOT IN ('sum', 'complement', 'multiplier'))
