-- title: A figure in years is a length of time or a year
-- title_nl: Een cijfer in jaren is een duur of een jaartal
-- description: The unit year is used for how long something takes (above 0, at most 200) and for
--   the year in which it happens (1000 to 2100). Anything else is most likely another unit: a
--   warning.
-- description_nl: De eenheid year staat voor hoe lang iets duurt (meer dan 0, hoogstens 200) en
--   voor het jaar waarin het gebeurt (1000 tot en met 2100). Al het andere is waarschijnlijk een
--   andere eenheid: daarom een waarschuwing.
-- message: {id} is {figure} with the unit year: neither a length of time nor a year. Correct the
--   figure, or the unit of the indicator.
-- message_nl: {id} is {figure} met de eenheid year: dat is geen duur en geen jaartal. Verbeter het
--   cijfer, of de eenheid van de indicator.
-- severity: warning
-- reads: indicators, indicator_values
-- table: indicator_values
-- key: id
-- field: value
SELECT own.id AS id, own.value AS figure, indicator.unit AS unit
FROM indicator_values AS own
JOIN indicators AS indicator ON indicator.id = own.indicator_id
WHERE indicator.unit = 'year'
    AND (own.value = 0 OR (own.value > 200 AND own.value < 1000) OR own.value > 2100)
