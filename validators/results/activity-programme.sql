-- title: A result belongs to the programme of its activity
-- title_nl: Een resultaat hoort bij het programma van zijn activiteit
-- description: Where a goal or result names an activity, both belong to the same programme. Where a
--   document ties them across programmes, a line in known_discrepancies.csv explains it, with the
--   two programmes as printed and computed.
-- description_nl: Waar een doel of resultaat een activiteit noemt, horen beide bij hetzelfde
--   programma. Waar een document ze over programma's heen verbindt, legt een regel in
--   known_discrepancies.csv dat uit, met de twee programma's als printed en computed.
-- message: {id} belongs to {printed}, but its activity {activity_id} to {computed}. Correct
--   programme_id or activity_id; if the document says so, explain that in known_discrepancies.csv.
-- message_nl: {id} hoort bij {printed}, maar de activiteit {activity_id} bij {computed}. Verbeter
--   programme_id of activity_id; als het document dit zegt, leg dat dan uit in
--   known_discrepancies.csv.
-- severity: error
-- reads: results, activities
-- table: results
-- key: id
-- field: activity_id
SELECT
    own.id AS id,
    own.programme_id AS printed,
    own.activity_id AS activity_id,
    activity.programme_id AS computed
FROM results AS own
JOIN activities AS activity ON activity.id = own.activity_id
WHERE activity.programme_id <> own.programme_id
