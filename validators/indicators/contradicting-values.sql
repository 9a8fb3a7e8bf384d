-- title: One figure is not printed with two values
-- title_nl: Eén cijfer is niet met twee waarden gedrukt
-- description: Values of one indicator for the same place, category, period and kind agree: each
--   stands for the interval of half a unit of its last printed digit around it, open above for "at
--   least" and "more than", open below for "at most" and "almost"; "about" agrees with anything.
--   Documents do contradict themselves and each other: a line in known_discrepancies.csv then
--   explains it.
-- description_nl: Waarden van één indicator voor dezelfde plaats, categorie, periode en soort zijn
--   het eens: elk staat voor het interval van een halve eenheid van het laatste gedrukte cijfer
--   eromheen, naar boven open bij "minimaal" en "ruim", naar onder open bij "maximaal" en "bijna";
--   "circa" is het met alles eens. Documenten spreken zichzelf en elkaar soms tegen: een regel in
--   known_discrepancies.csv legt dat dan uit.
-- message: {id} is printed as {printed}, but {other_id} gives {computed} for the same. Correct the
--   figure that was copied wrongly, or the period or category that tells them apart; if the sources
--   contradict each other, explain that in known_discrepancies.csv.
-- message_nl: {id} staat er als {printed}, maar {other_id} geeft voor hetzelfde {computed}. Verbeter
--   het cijfer dat verkeerd is overgenomen, of de periode of categorie die ze onderscheidt; als de
--   bronnen elkaar tegenspreken, leg dat dan uit in known_discrepancies.csv.
-- severity: error
-- reads: indicator_values, indicators
-- table: indicator_values
-- key: id
-- field: value
WITH ranges AS (
    SELECT
        id,
        indicator_id,
        place_id,
        COALESCE(category_id, '') AS category_id,
        period,
        kind,
        value,
        CASE
            WHEN precision IN ('at-most', 'almost') THEN -1e300
            ELSE value - half_unit
        END AS low,
        CASE
            WHEN precision IN ('at-least', 'more-than') THEN 1e300
            ELSE COALESCE(value_high, value) + half_unit
        END AS high
    FROM indicator_values
    WHERE precision <> 'about'
),
pairs AS (
    SELECT one.id AS id, one.value AS printed, MIN(two.id) AS other_id
    FROM ranges AS one
    JOIN ranges AS two
        ON two.indicator_id = one.indicator_id
        AND two.place_id = one.place_id
        AND two.category_id = one.category_id
        AND two.period = one.period
        AND two.kind = one.kind
    WHERE two.id > one.id AND (
            one.low > two.high - 0.000000001
            OR two.low > one.high - 0.000000001
        )
    GROUP BY one.id, one.value
)
SELECT
    pairs.id AS id,
    pairs.printed AS printed,
    pairs.other_id AS other_id,
    other.value AS computed,
    indicator.unit AS unit
FROM pairs
JOIN indicator_values AS other ON other.id = pairs.other_id
LEFT JOIN indicators AS indicator ON indicator.id = other.indicator_id
