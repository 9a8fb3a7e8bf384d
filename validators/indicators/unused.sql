-- title: An indicator has values
-- title_nl: Een indicator heeft waarden
-- description: An indicator without any value says nothing; often its values were entered under
--   another one.
-- description_nl: Een indicator zonder waarden zegt niets; vaak zijn de waarden onder een andere
--   ingevoerd.
-- message: "{name}" has no values. Enter them in indicator_values.csv, or take the indicator out.
-- message_nl: "{name}" heeft geen waarden. Voer ze in in indicator_values.csv, of haal de indicator
--   weg.
-- severity: warning
-- reads: indicators, indicator_values
-- table: indicators
-- key: id
-- field: id
SELECT own.id AS id, own.name AS name
FROM indicators AS own
LEFT JOIN indicator_values AS figure ON figure.indicator_id = own.id
WHERE figure.id IS NULL
