-- title: A figure that follows from other figures is what they make it
-- title_nl: Een cijfer dat uit andere cijfers volgt, is wat die ervan maken
-- description: A published difference, percentage, ratio, sum or share is computed again from the
--   figures it follows from. Each figure stands for the interval of half a unit of its last printed
--   digit around it (a year is exact); only when the interval of the published figure misses the
--   computed one is it wrong. Operands in order: difference a - b, percent-change (a - b) / b, ratio a / b, share a / b
--   in percent, leverage (a - b) / b, sum of all, complement 100 minus all (shares that
--   add up to 100%), multiplier 1 plus all / 100 (jobs that follow from every hundred jobs).
-- description_nl: Een gepubliceerd verschil, percentage, aandeel, een verhouding of som wordt
--   nagerekend uit de cijfers waar het uit volgt. Elk cijfer staat voor het interval van een halve
--   eenheid van het laatste gedrukte cijfer eromheen (een jaar is precies); alleen als het interval van het gepubliceerde
--   cijfer het berekende niet raakt, is het fout. Uitgangscijfers op volgorde: verschil a - b,
--   procentuele verandering (a - b) / b, verhouding a / b, aandeel a / b in procenten, hefboom (a - b) / b,
--   som van alle, rest 100 min alle (aandelen die samen 100% zijn), multiplier 1 plus alle / 100
--   (banen die uit elke honderd banen voortkomen).
-- message: {value_id} is printed as {printed}, but the {operation} of {operands} is {computed}.
--   Correct the figure that was copied wrongly; if the source itself does not fit, explain that in
--   known_discrepancies.csv.
-- message_nl: {value_id} staat er als {printed}, maar de bewerking {operation} op {operands} geeft
--   {computed}. Verbeter het cijfer dat verkeerd is overgenomen; als de bron zelf niet klopt, leg dat
--   dan uit in known_discrepancies.csv.
-- severity: error
-- reads: derivations, indicator_values, indicators
-- table: derivations
-- key: value_id, operation
-- field: operands
WITH figures AS (
    SELECT
        figure.id AS id,
        figure.value AS value,
        CASE WHEN indicator.unit = 'year' THEN 0 ELSE figure.half_unit END AS half_unit
    FROM indicator_values AS figure
    LEFT JOIN indicators AS indicator ON indicator.id = figure.indicator_id
),
pairs AS (
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
    JOIN figures AS a ON a.id = one.item
    JOIN figures AS b ON b.id = two.item
    WHERE one.position = 1
        AND two.position = 2
        AND one.operation NOT IN ('sum', 'complement', 'multiplier')
),
totals AS (
    SELECT
        operand.value_id AS value_id,
        operand.operation AS operation,
        SUM(part.value) AS total,
        SUM(part.value - part.half_unit) AS total_low,
        SUM(part.value + part.half_unit) AS total_high
    FROM derivations_operands AS operand
    JOIN figures AS part ON part.id = operand.item
    WHERE operand.operation IN ('sum', 'complement', 'multiplier')
    GROUP BY operand.value_id, operand.operation
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
    SELECT value_id, operation, total AS computed, total_low AS low, total_high AS high
    FROM totals
    WHERE operation = 'sum'
    UNION ALL
    SELECT
        value_id,
        operation,
        100 - total AS computed,
        100 - total_high AS low,
        100 - total_low AS high
    FROM totals
    WHERE operation = 'complement'
    UNION ALL
    SELECT
        value_id,
        operation,
        1 + total / 100 AS computed,
        1 + total_low / 100 AS low,
        1 + total_high / 100 AS high
    FROM totals
    WHERE operation = 'multiplier'
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
JOIN figures AS figure ON figure.id = computed.value_id
WHERE figure.value - figure.half_unit > computed.high + 0.000000001
    OR figure.value + figure.half_unit < computed.low - 0.000000001
