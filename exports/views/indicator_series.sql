-- title: Indicators through time
-- title_nl: Indicatoren door de tijd
-- description: Every published value of every indicator, with names of place and breakdown, its
--   unit, and what kind of value it is.
-- description_nl: Elke gepubliceerde waarde van elke indicator, met namen van plaats en indeling, de
--   eenheid, en wat voor waarde het is.
-- reads: indicators, indicator_values, places, categories
-- field: value_id | Value | Waarde | indicator_values.id
-- field: indicator_id | Indicator | Indicator | indicator_values.indicator_id
-- field: indicator | Name of the indicator | Naam van de indicator | indicators.name
-- field: indicator_en | Name in English | Naam in het Engels | indicators.name_en
-- field: unit | Unit | Eenheid | indicators.unit
-- field: unit_nl | Unit, in Dutch | Eenheid, in woorden | string
-- field: place | Place | Plaats | places.name
-- field: category | Category | Indeling | categories.name
-- field: period | Period | Periode | indicator_values.period
-- field: kind | Kind of value | Soort waarde | indicator_values.kind
-- field: kind_nl | Kind of value, in Dutch | Soort waarde, in woorden | string
-- field: value | Value (number) | Waarde (getal) | indicator_values.value
-- field: value_high | Upper end | Bovengrens | indicator_values.value_high
-- field: precision | Precision | Nauwkeurigheid | indicator_values.precision
-- field: as_printed | As printed | Zoals gedrukt | indicator_values.as_printed
-- field: source_id | Source | Bron | indicator_values.source_id
WITH units AS (
    SELECT code, label_nl FROM _codes WHERE table_name = 'indicators' AND field_name = 'unit'
),
kinds AS (
    SELECT code, label_nl FROM _codes WHERE table_name = 'indicator_values' AND field_name = 'kind'
)
SELECT
    measured.id AS value_id,
    measured.indicator_id AS indicator_id,
    indicators.name AS indicator,
    indicators.name_en AS indicator_en,
    indicators.unit AS unit,
    units.label_nl AS unit_nl,
    places.name AS place,
    categories.name AS category,
    measured.period AS period,
    measured.kind AS kind,
    kinds.label_nl AS kind_nl,
    measured.value AS value,
    measured.value_high AS value_high,
    measured.precision AS precision,
    measured.as_printed AS as_printed,
    measured.source_id AS source_id
FROM indicator_values AS measured
JOIN indicators ON indicators.id = measured.indicator_id
JOIN places ON places.id = measured.place_id
LEFT JOIN categories ON categories.id = measured.category_id
LEFT JOIN units ON units.code = indicators.unit
LEFT JOIN kinds ON kinds.code = measured.kind
ORDER BY value_id
