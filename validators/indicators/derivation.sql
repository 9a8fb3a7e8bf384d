-- title: A figure that follows from other figures is what they make it
-- title_nl: Een cijfer dat uit andere cijfers volgt, is wat die ervan maken
-- description: A published difference, percentage, ratio, sum or share is computed again from the
--   figures it follows from. Each figure stands for the interval of half a unit of its last printed
--   digit around it; only when the interval of the published figure misses the computed one is it
--   wrong. Operands in order: difference a - b, percent-change (a - b) / b, ratio a / b, share a / b
--   in percent, leverage (a - b) / b, sum of all.
-- description_nl: Een gepubliceerd verschil, percentage, aandeel, een verhouding of som wordt
--   nagerekend uit de cijfers waar het uit volgt. Elk cijfer staat voor het interval van een halve
--   eenheid van het laatste gedrukte cijfer eromheen; alleen als het interval van het gepubliceerde
--   cijfer het berekende niet raakt, is het fout. Uitgangscijfers op volgorde: verschil a - b,
--   procentuele verandering (a - b) / b, verhouding a / b, aandeel a / b in procenten, hefboom (a - b) / b,
--   som van alle.
-- message: {value_id} is printed as {printed}, but the {operation} of {operands} is {computed}.
--   Correct the figure that was copied wrongly; if the source itself does not fit, explain that in
--   known_discrepancies.csv.
-- message_nl: {value_id} staat er als {printed}, maar de bewerking {operation} op {operands} geeft
--   {computed}. Verbeter het cijfer dat verkeerd is overgenomen; als de bron zelf niet klopt, leg dat
--   dan uit in known_discrepancies.csv.
-- severity: error
-- reads: derivations, indicator_values
-- table: derivations
-- key: value_id, operation
-- field: operands
WITH pairs AS (
    SELECT
        one.value_id AS value_id,
        one.operation AS operation,
        a.value AS a,
        b.value AS b,
        a.value - a.half_unit AS a_low,
        a.value + a.half_unit AS a_high,
        b.value - b.half_unit AS b_low,
        b.value + b.half_unit AS b_high
    FROM derivations_operands AS one
    JOIN derivations_operands AS two
        ON two.value_id = one.value_id AND two.operation = one.operation
    JOIN indicator_values AS a ON a.id = one.item
    JOIN indicator_values AS b ON b.id = two.item
    WHERE one.position = 1 AND two.position = 2 AND one.operation <> 'sum'
),
computed AS (
    SELECT value_id, operation, a - b AS computed, a_low - b_high AS low, a_high - b_low AS high
    FROM pairs
    WHERE operation = 'difference'
    UNION ALL
    SELECT
        value_id,
        operation,
        100 * (a / b - 1) AS computed,
        100 * (a_low / b_high - 1) AS low,
        100 * (a_high / b_low - 1) AS high
    FROM pairs
    WHERE operation = 'percent-change' AND b_low > 0
    UNION ALL
    SELECT value_id, operation, a / b AS computed, a_low / b_high AS low, a_high / b_low AS high
    FROM pairs
    WHERE operation = 'ratio' AND b_low > 0
    UNION ALL
    SELECT
        value_id,
        operation,
        100 * a / b AS computed,
        100 * a_low / b_high AS low,
        100 * a_high / b_low AS high
    FROM pairs
    WHERE operation = 'share' AND b_low > 0
    UNION ALL
    SELECT
        value_id,
        operation,
        a / b - 1 AS computed,
        a_low / b_high - 1 AS low,
        a_high / b_low - 1 AS high
    FROM pairs
    WHERE operation = 'leverage' AND b_low > 0
    UNION ALL
    SELECT
        operand.value_id AS value_id,
        operand.operation AS operation,
        SUM(part.value) AS computed,
        SUM(part.value - part.half_unit) AS low,
        SUM(part.value + part.half_unit) AS high
    FROM derivations_operands AS operand
    JOIN indicator_values AS part ON part.id = operand.item
    WHERE operand.operation = 'sum'
    GROUP BY operand.value_id, operand.operation
)
SELECT
    computed.value_id AS value_id,
    computed.operation AS operation,
    derivation.operands AS operands,
    figure.value AS printed,
    ROUND(computed.computed, 2) AS computed
FROM computed
JOIN derivations AS derivation
    ON derivation.value_id = computed.value_id AND derivation.operation = computed.operation
JOIN indicator_values AS figure ON figure.id = computed.value_id
WHERE figure.value - figure.half_unit > computed.high + 0.000000001
    OR figure.value + figure.half_unit < computed.low - 0.000000001
