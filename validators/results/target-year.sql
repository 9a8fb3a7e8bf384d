-- title: The target year is the last year of the target value
-- title_nl: Het streefjaar is het laatste jaar van de streefwaarde
-- description: A goal or result that names both a year and a figure says the same year twice:
--   target_year, and the last year of the period of the figure.
-- description_nl: Een doel of resultaat met een jaar en een cijfer noemt dat jaar twee keer: als
--   target_year, en als het laatste jaar van de periode van het cijfer.
-- message: target_year of {id} is {target_year}, but the period of {indicator_value_id} is
--   {period}. Correct one of the two.
-- message_nl: target_year van {id} is {target_year}, maar de periode van {indicator_value_id} is
--   {period}. Verbeter een van de twee.
-- severity: error
-- reads: results, indicator_values
-- table: results
-- key: id
-- field: target_year
SELECT
    own.id AS id,
    own.target_year AS target_year,
    own.indicator_value_id AS indicator_value_id,
    figure.period AS period
FROM results AS own
JOIN indicator_values AS figure ON figure.id = own.indicator_value_id
WHERE CAST(own.target_year AS VARCHAR) <> CASE
    WHEN figure.period LIKE '%/%' THEN SUBSTR(figure.period, 6, 4)
    ELSE SUBSTR(figure.period, 1, 4)
END
