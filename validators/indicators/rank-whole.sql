-- title: A rank is a whole number from 1
-- title_nl: Een plaats op een ranglijst is een geheel getal vanaf 1
-- description: A list has a first place, and no place between two others.
-- description_nl: Een ranglijst heeft een eerste plaats, en geen plaats tussen twee andere in.
-- message: {id} is a rank of {figure}; a rank is 1, 2, 3 and so on. Correct the figure, or the unit
--   of the indicator.
-- message_nl: {id} is plaats {figure} op een ranglijst; een plaats is 1, 2, 3 enzovoort. Verbeter
--   het cijfer, of de eenheid van de indicator.
-- severity: error
-- reads: indicators, indicator_values
-- table: indicator_values
-- key: id
-- field: value
SELECT own.id AS id, own.value AS figure
FROM indicator_values AS own
JOIN indicators AS indicator ON indicator.id = own.indicator_id
WHERE indicator.unit = 'rank' AND (own.value < 1 OR own.value <> ROUND(own.value, 0))
