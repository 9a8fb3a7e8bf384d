-- title: Goals and results with their figures
-- title_nl: Doelen en resultaten met hun cijfers
-- description: Every goal and intended result with its programme and activity, and where it is
--   quantified the figure with its unit.
-- description_nl: Elk doel en beoogd resultaat met het programma en de activiteit, en waar het is
--   gekwantificeerd het cijfer met de eenheid.
-- reads: results, programmes, activities, indicator_values, indicators
-- field: source_id | Source | Bron | results.source_id
-- field: programme_id | Programme | Programma | results.programme_id
-- field: programme | Name of the programme | Naam van het programma | programmes.name
-- field: activity_id | Activity | Activiteit | results.activity_id
-- field: activity | Title of the activity | Titel van de activiteit | activities.title
-- field: result_id | Result | Resultaat | results.id
-- field: kind | Kind of result | Soort resultaat | results.kind
-- field: result | Title of the result | Titel van het resultaat | results.title
-- field: target_year | Target year | Doeljaar | results.target_year
-- field: indicator | Name of the indicator | Naam van de indicator | indicators.name
-- field: unit | Unit | Eenheid | indicators.unit
-- field: value | Value (number) | Waarde (getal) | indicator_values.value
-- field: as_printed | As printed | Zoals gedrukt | indicator_values.as_printed
SELECT
    results.source_id AS source_id,
    results.programme_id AS programme_id,
    programmes.name AS programme,
    results.activity_id AS activity_id,
    activities.title AS activity,
    results.id AS result_id,
    results.kind AS kind,
    results.title AS result,
    results.target_year AS target_year,
    indicators.name AS indicator,
    indicators.unit AS unit,
    measured.value AS value,
    measured.as_printed AS as_printed
FROM results
JOIN programmes ON programmes.id = results.programme_id
LEFT JOIN activities ON activities.id = results.activity_id
LEFT JOIN indicator_values AS measured ON measured.id = results.indicator_value_id
LEFT JOIN indicators ON indicators.id = measured.indicator_id
ORDER BY result_id
