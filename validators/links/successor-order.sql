-- title: A successor does not begin before its predecessor
-- title_nl: Een opvolger begint niet voor zijn voorganger
-- description: In a link with the relation successor, related_programme_id is the programme that
--   came before.
-- description_nl: In een verband met de relatie successor is related_programme_id het programma dat
--   eraan voorafging.
-- message: {programme_id} begins in {own_start}, before its predecessor {related_programme_id},
--   which begins in {related_start}. Exchange the two, or correct a year.
-- message_nl: {programme_id} begint in {own_start}, voor de voorganger {related_programme_id}, die
--   in {related_start} begint. Verwissel de twee, of verbeter een jaar.
-- severity: error
-- reads: programme_links, programmes
-- table: programme_links
-- key: programme_id, related_programme_id, relation
-- field: related_programme_id
SELECT
    link.programme_id AS programme_id,
    link.related_programme_id AS related_programme_id,
    link.relation AS relation,
    own.period_start AS own_start,
    related.period_start AS related_start
FROM programme_links AS link
JOIN programmes AS own ON own.id = link.programme_id
JOIN programmes AS related ON related.id = link.related_programme_id
WHERE link.relation = 'successor' AND own.period_start < related.period_start
