-- title: What is counted or measured is not below zero
-- title_nl: Wat is geteld of gemeten, is niet minder dan nul
-- description: Jobs, euros, hectares, years and ranks are zero or more. Only a change can be below
--   zero: a figure that derivations.csv computes as a difference, or an indicator whose name says
--   so (verandering, groei, toename, afname, stijging, daling, krimp, verschil, saldo).
--   Percentages, percentage points and ratios are left out.
-- description_nl: Banen, euro's, hectares, jaren en plaatsen op een ranglijst zijn nul of meer.
--   Alleen een verandering kan minder dan nul zijn: een cijfer dat derivations.csv als verschil
--   berekent, of een indicator waarvan de naam dat zegt (verandering, groei, toename, afname,
--   stijging, daling, krimp, verschil, saldo). Procenten, procentpunten en verhoudingen blijven
--   buiten beschouwing.
-- message: {id} is {figure} ({unit}), but "{name}" is not called a change. Correct the sign, or
--   name the indicator after the change it is, such as "Verandering van ...".
-- message_nl: {id} is {figure} ({unit}), maar "{name}" heet geen verandering. Verbeter het teken,
--   of noem de indicator naar de verandering die hij is, zoals "Verandering van ...".
-- severity: error
-- reads: indicators, indicator_values, derivations
-- table: indicator_values
-- key: id
-- field: value
WITH differences AS (
    SELECT DISTINCT value_id
    FROM derivations
    WHERE operation = 'difference'
)
SELECT own.id AS id, own.value AS figure, indicator.unit AS unit, indicator.name AS name
FROM indicator_values AS own
JOIN indicators AS indicator ON indicator.id = own.indicator_id
LEFT JOIN differences ON differences.value_id = own.id
WHERE own.value < 0
    AND indicator.unit NOT IN ('percent', 'percentage-point', 'ratio')
    AND differences.value_id IS NULL
    AND NOT (
        LOWER(indicator.name) LIKE '%verandering%'
        OR LOWER(indicator.name) LIKE '%groei%'
        OR LOWER(indicator.name) LIKE '%toename%'
        OR LOWER(indicator.name) LIKE '%afname%'
        OR LOWER(indicator.name) LIKE '%stijging%'
        OR LOWER(indicator.name) LIKE '%daling%'
        OR LOWER(indicator.name) LIKE '%krimp%'
        OR LOWER(indicator.name) LIKE '%verschil%'
        OR LOWER(indicator.name) LIKE '%saldo%'
    )
