-- title: A range runs upwards
-- title_nl: Een bereik loopt omhoog
-- description: value_high is the upper end of a printed range and lies above value. A figure that
--   is no range has no value_high.
-- description_nl: value_high is de bovenkant van een gedrukt bereik en ligt boven value. Een cijfer
--   dat geen bereik is, heeft geen value_high.
-- message: value_high of {id} is {value_high}, which is not above value, {low}. Exchange the two,
--   or leave value_high empty.
-- message_nl: value_high van {id} is {value_high} en dat is niet meer dan value, {low}. Verwissel
--   de twee, of laat value_high leeg.
-- severity: error
-- reads: indicator_values
-- table: indicator_values
-- key: id
-- field: value_high
SELECT id, value AS low, value_high
FROM indicator_values
WHERE value_high <= value
