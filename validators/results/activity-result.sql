-- title: An activity and the result it contributes to belong together
-- title_nl: Een activiteit en het resultaat waar ze aan bijdraagt, horen bij elkaar
-- description: The two belong to the same programme. And where a result has only one activity, in
--   activity_id, activity_results may not give it others without that one.
-- description_nl: De twee horen bij hetzelfde programma. En waar een resultaat een activiteit heeft
--   in activity_id, mag activity_results er geen andere aan geven zonder die ene.
-- message: {activity_id} and {result_id} do not fit together:[[ the activity belongs to
--   {computed}, the result to {printed}.]][[ the result names {named} as its activity, which is
--   not among those listed here.]] Correct the row, or the programme or activity of the result.
-- message_nl: {activity_id} en {result_id} passen niet bij elkaar:[[ de activiteit hoort bij
--   {computed}, het resultaat bij {printed}.]][[ het resultaat noemt {named} als activiteit, en die
--   staat hier niet bij.]] Verbeter de rij, of het programma of de activiteit van het resultaat.
-- severity: error
-- reads: activity_results, activities, results
-- table: activity_results
-- key: activity_id, result_id
-- field: result_id
WITH pairs AS (
    SELECT
        own.activity_id AS activity_id,
        own.result_id AS result_id,
        activity.programme_id AS activity_programme,
        result.programme_id AS result_programme,
        result.activity_id AS named
    FROM activity_results AS own
    JOIN activities AS activity ON activity.id = own.activity_id
    JOIN results AS result ON result.id = own.result_id
)
SELECT
    activity_id,
    result_id,
    activity_programme AS computed,
    result_programme AS printed,
    NULL AS named
FROM pairs
WHERE activity_programme <> result_programme
UNION ALL
SELECT
    pairs.activity_id AS activity_id,
    pairs.result_id AS result_id,
    NULL AS computed,
    NULL AS printed,
    pairs.named AS named
FROM pairs
LEFT JOIN activity_results AS same
    ON same.result_id = pairs.result_id AND same.activity_id = pairs.named
WHERE pairs.named IS NOT NULL
    AND same.result_id IS NULL
    AND pairs.activity_programme = pairs.result_programme
