-- title: A result belongs to the programme of its activity, or to one it is linked with
-- title_nl: Een resultaat hoort bij het programma van zijn activiteit, of bij een verbonden programma
-- description: Where a goal or result names an activity, both belong to the same programme, or the
--   two programmes are linked in programme_links.csv, or one is a part of the other: documents tell
--   what a related programme wants within the action that takes part in it. Anything else can be
--   explained in known_discrepancies.csv, with the two programmes as printed and computed.
-- description_nl: Waar een doel of resultaat een activiteit noemt, horen beide bij hetzelfde
--   programma, of zijn de twee programma's verbonden in programme_links.csv, of is het een een deel
--   van het ander: documenten vertellen wat een verwant programma wil bij de actie die eraan
--   meedoet. Iets anders kan worden uitgelegd in known_discrepancies.csv, met de twee programma's
--   als printed en computed.
-- message: {id} belongs to {printed}, but its activity {activity_id} to {computed}, and the two are
--   not linked. Correct programme_id or activity_id, or add the link to programme_links.csv; if the
--   document says so, explain that in known_discrepancies.csv.
-- message_nl: {id} hoort bij {printed}, maar de activiteit {activity_id} bij {computed}, en die twee
--   zijn niet verbonden. Verbeter programme_id of activity_id, of voeg het verband toe aan
--   programme_links.csv; als het document dit zegt, leg dat dan uit in known_discrepancies.csv.
-- severity: error
-- reads: results, activities, programmes, programme_links
-- table: results
-- key: id
-- field: activity_id
WITH connected AS (
    SELECT programme_id AS one, related_programme_id AS other FROM programme_links
    UNION
    SELECT related_programme_id AS one, programme_id AS other FROM programme_links
    UNION
    SELECT id AS one, parent_id AS other FROM programmes WHERE parent_id IS NOT NULL
    UNION
    SELECT parent_id AS one, id AS other FROM programmes WHERE parent_id IS NOT NULL
)
SELECT
    own.id AS id,
    own.programme_id AS printed,
    own.activity_id AS activity_id,
    activity.programme_id AS computed
FROM results AS own
JOIN activities AS activity ON activity.id = own.activity_id
LEFT JOIN connected
    ON connected.one = own.programme_id AND connected.other = activity.programme_id
WHERE activity.programme_id <> own.programme_id AND connected.one IS NULL
