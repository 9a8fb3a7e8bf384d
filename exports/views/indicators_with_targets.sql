-- title: Indicators with their targets
-- title_nl: Indicatoren met hun doelwaarden
-- description: A row per target. Beside it stands the latest observation or estimate of the same
--   indicator, place and category that the documents have, if there is one.
-- description_nl: Een rij per doelwaarde. Ernaast staat de laatste waarneming of schatting van
--   dezelfde indicator, plaats en indeling die de documenten hebben, als die er is.
-- reads: indicators, indicator_values, places, categories
-- field: indicator_id | Indicator | Indicator | indicator_values.indicator_id
-- field: indicator | Name of the indicator | Naam van de indicator | indicators.name
-- field: indicator_en | Name in English | Naam in het Engels | indicators.name_en
-- field: unit | Unit | Eenheid | indicators.unit
-- field: programme_id | Programme | Programma | indicators.programme_id
-- field: place | Place | Plaats | places.name
-- field: category | Category | Indeling | categories.name
-- field: target_id | Target | Doelwaarde | indicator_values.id
-- field: target_period | Period of the target | Periode van de doelwaarde | indicator_values.period
-- field: target | Value of the target | Waarde van het doel | indicator_values.value
-- field: target_high | Upper end of the target | Bovengrens van het doel | indicator_values.value_high
-- field: target_printed | Target as printed | Doel zoals gedrukt | indicator_values.as_printed
-- field: latest_id | Latest value | Laatste waarde | indicator_values.id
-- field: latest_period | Period of the latest value | Periode van de laatste waarde | indicator_values.period
-- field: latest | Latest value (number) | Laatste waarde (getal) | indicator_values.value
WITH measured AS (
    SELECT id, indicator_id, place_id, COALESCE(category_id, '') AS category, period, value
    FROM indicator_values
    WHERE kind IN ('observed', 'estimate')
),
last_periods AS (
    SELECT indicator_id, place_id, category, MAX(period) AS period
    FROM measured
    GROUP BY indicator_id, place_id, category
),
latest AS (
    SELECT
        measured.id AS id,
        measured.indicator_id AS indicator_id,
        measured.place_id AS place_id,
        measured.category AS category,
        measured.period AS period,
        measured.value AS value
    FROM measured
    JOIN last_periods
        ON last_periods.indicator_id = measured.indicator_id
        AND last_periods.place_id = measured.place_id
        AND last_periods.category = measured.category
        AND last_periods.period = measured.period
),
targets AS (
    SELECT
        id, indicator_id, place_id, COALESCE(category_id, '') AS category, period, value,
        value_high, as_printed
    FROM indicator_values
    WHERE kind = 'target'
)
SELECT
    targets.indicator_id AS indicator_id,
    indicators.name AS indicator,
    indicators.name_en AS indicator_en,
    indicators.unit AS unit,
    indicators.programme_id AS programme_id,
    places.name AS place,
    categories.name AS category,
    targets.id AS target_id,
    targets.period AS target_period,
    targets.value AS target,
    targets.value_high AS target_high,
    targets.as_printed AS target_printed,
    latest.id AS latest_id,
    latest.period AS latest_period,
    latest.value AS latest
FROM targets
JOIN indicators ON indicators.id = targets.indicator_id
JOIN places ON places.id = targets.place_id
LEFT JOIN categories ON categories.id = targets.category
LEFT JOIN latest
    ON latest.indicator_id = targets.indicator_id
    AND latest.place_id = targets.place_id
    AND latest.category = targets.category
ORDER BY target_id, latest_id
