-- title: A share lies between 0 and 100 percent
-- title_nl: Een aandeel ligt tussen 0 en 100 procent
-- description: A part cannot be less than nothing or more than the whole. Judged are percentages of
--   an indicator whose name begins with "Aandeel" or whose identifier begins with aandeel-, and
--   those that derivations.csv computes as a share.
-- description_nl: Een deel is niet minder dan niets en niet meer dan het geheel. Dit geldt voor
--   percentages van een indicator waarvan de naam met "Aandeel" of de identificatie met aandeel-
--   begint, en voor die welke derivations.csv als aandeel (share) berekent.
-- message: {id} is a share of {share} percent; a share lies between 0 and 100. Correct the figure,
--   or give it an indicator that is no share.
-- message_nl: {id} is een aandeel van {share} procent; een aandeel ligt tussen 0 en 100. Verbeter
--   het cijfer, of geef het een indicator die geen aandeel is.
-- severity: error
-- reads: indicators, indicator_values, derivations
-- table: indicator_values
-- key: id
-- field: value
WITH shares AS (
    SELECT DISTINCT value_id
    FROM derivations
    WHERE operation = 'share'
)
SELECT
    own.id AS id,
    CASE WHEN own.value < 0 THEN own.value ELSE COALESCE(own.value_high, own.value) END AS share
FROM indicator_values AS own
JOIN indicators AS indicator ON indicator.id = own.indicator_id
LEFT JOIN shares ON shares.value_id = own.id
WHERE indicator.unit = 'percent'
    AND (
        shares.value_id IS NOT NULL
        OR indicator.id LIKE 'aandeel-%'
        OR LOWER(indicator.name) LIKE 'aandeel %'
    )
    AND (own.value < 0 OR own.value > 100 OR own.value_high > 100)
