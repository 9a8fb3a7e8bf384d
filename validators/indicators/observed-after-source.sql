-- title: An observation is not from after its document
-- title_nl: Een waarneming is niet van na haar document
-- description: A document cannot have observed what happened after it: the period of an observed
--   figure begins no later than the year the document was published, or, where that is not known,
--   the last year of its period. What lies ahead is a target, an estimate or a forecast.
-- description_nl: Een document kan niet hebben waargenomen wat erna gebeurde: de periode van een
--   waargenomen cijfer begint niet later dan het jaar waarin het document is uitgegeven of, als dat
--   onbekend is, het laatste jaar van zijn periode. Wat vooruit ligt, is een streefwaarde (target),
--   schatting (estimate) of verwachting (forecast).
-- message: {id} is observed in {period}, but its document {source_id} is of {source_year}. Make it
--   a target, an estimate or a forecast, or correct the period.
-- message_nl: {id} is waargenomen (observed) in {period}, maar het document {source_id} is van
--   {source_year}. Maak er target, estimate of forecast van, of verbeter de periode.
-- severity: error
-- reads: indicator_values, sources
-- table: indicator_values
-- key: id
-- field: kind
SELECT
    own.id AS id,
    own.period AS period,
    own.source_id AS source_id,
    COALESCE(source.published_year, source.period_end) AS source_year
FROM indicator_values AS own
JOIN sources AS source ON source.id = own.source_id
WHERE own.kind = 'observed'
    -- Compared as texts, so that a period of another form (which is reported) stops no query.
    AND SUBSTR(own.period, 1, 4) BETWEEN '1000' AND '9999'
    AND SUBSTR(own.period, 1, 4)
        > CAST(COALESCE(source.published_year, source.period_end) AS VARCHAR)
