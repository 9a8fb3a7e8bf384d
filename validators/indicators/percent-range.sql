-- title: Nothing falls by more than 100 percent
-- title_nl: Niets daalt meer dan 100 procent
-- description: A change in percent can be more than 100, but not less than -100. A change in
--   percentage points lies between -100 and 100. Shares have a rule of their own.
-- description_nl: Een verandering in procenten kan meer dan 100 zijn, maar niet minder dan -100.
--   Een verandering in procentpunten ligt tussen -100 en 100. Aandelen hebben een eigen regel.
-- message: {id} is {figure} ({unit}). Percentages are -100 or more; percentage points lie between
--   -100 and 100. Correct the figure or the unit.
-- message_nl: {id} is {figure} ({unit}). Procenten zijn -100 of meer; procentpunten liggen tussen
--   -100 en 100. Verbeter het cijfer of de eenheid.
-- severity: error
-- reads: indicators, indicator_values
-- table: indicator_values
-- key: id
-- field: value
SELECT
    own.id AS id,
    CASE WHEN own.value < -100 THEN own.value ELSE COALESCE(own.value_high, own.value) END
        AS figure,
    indicator.unit AS unit
FROM indicator_values AS own
JOIN indicators AS indicator ON indicator.id = own.indicator_id
WHERE (indicator.unit IN ('percent', 'percentage-point') AND own.value < -100)
    OR (indicator.unit = 'percentage-point' AND COALESCE(own.value_high, own.value) > 100)
