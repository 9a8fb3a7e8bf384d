-- title: A derivation fits the units of its figures
-- title_nl: Een afleiding past bij de eenheden van haar cijfers
-- description: Figures that are added, subtracted or compared have one unit. A sum or difference
--   has that unit too (a difference of percentages may be in percentage points); a share or
--   percentage change is in percent.
-- description_nl: Cijfers die worden opgeteld, afgetrokken of vergeleken, hebben één eenheid. Een
--   som of verschil heeft die eenheid ook (een verschil van procenten mag in procentpunten); een
--   aandeel of procentuele verandering is in procenten.
-- message: {value_id} has the unit {unit} and is the {operation} of figures in {first_unit}[[ and
--   {other_unit}]]. Correct the operands, the operation or the unit of the indicator.
-- message_nl: {value_id} heeft de eenheid {unit} en volgt met {operation} uit cijfers in
--   {first_unit}[[ en {other_unit}]]. Verbeter de uitgangscijfers, de bewerking of de eenheid van
--   de indicator.
-- severity: error
-- reads: derivations, indicator_values, indicators
-- table: derivations
-- key: value_id, operation
-- field: operation
WITH units AS (
    SELECT
        operand.value_id AS value_id,
        operand.operation AS operation,
        MIN(indicator.unit) AS first_unit,
        MAX(indicator.unit) AS last_unit
    FROM derivations_operands AS operand
    JOIN indicator_values AS part ON part.id = operand.item
    JOIN indicators AS indicator ON indicator.id = part.indicator_id
    GROUP BY operand.value_id, operand.operation
)
SELECT
    units.value_id AS value_id,
    units.operation AS operation,
    own.unit AS unit,
    units.first_unit AS first_unit,
    CASE WHEN units.last_unit <> units.first_unit THEN units.last_unit END AS other_unit
FROM units
JOIN indicator_values AS figure ON figure.id = units.value_id
JOIN indicators AS own ON own.id = figure.indicator_id
WHERE (units.operation <> 'ratio' AND units.first_unit <> units.last_unit)
    OR (units.operation IN ('share', 'percent-change') AND own.unit <> 'percent')
    OR (units.operation = 'sum' AND own.unit <> units.first_unit)
    OR (
        units.operation = 'difference'
        AND own.unit <> units.first_unit
        AND NOT (own.unit = 'percentage-point' AND units.first_unit = 'percent')
    )
