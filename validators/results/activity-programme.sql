-- title: A result belongs to the programme of its activity
-- title_nl: Een resultaat hoort bij het programma van zijn activiteit
-- description: Where a goal or result names an activity, both belong to the same programme.
-- description_nl: Waar een doel of resultaat een activiteit noemt, horen beide bij hetzelfde
--   programma.
-- message: {id} belongs to {programme_id}, but its activity {activity_id} to
--   {activity_programme_id}. Correct programme_id or activity_id.
-- message_nl: {id} hoort bij {programme_id}, maar de activiteit {activity_id} bij
--   {activity_programme_id}. Verbeter programme_id of activity_id.
-- severity: error
-- reads: results, activities
-- table: results
-- key: id
-- field: activity_id
SELECT
    own.id AS id,
    own.programme_id AS programme_id,
    own.activity_id AS activity_id,
    activity.programme_id AS activity_programme_id
FROM results AS own
JOIN activities AS activity ON activity.id = own.activity_id
WHERE activity.programme_id <> own.programme_id
