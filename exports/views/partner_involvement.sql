-- title: What each partner takes part in
-- title_nl: Waar elke partner aan meedoet
-- description: A row per partner with the number of clusters, programmes and activities in which the
--   documents name it.
-- description_nl: Een rij per partner met het aantal clusters, programma's en activiteiten waarbij de
--   documenten hem noemen.
-- reads: partners, places, cluster_partners, programme_partners, activity_partners
-- field: partner_id | Partner | Partner | partners.id
-- field: partner | Name of the partner | Naam van de partner | partners.name
-- field: kind | Kind of partner | Soort partner | partners.kind
-- field: kind_nl | Kind of partner, in Dutch | Soort partner, in woorden | string
-- field: is_collective | Collective | Verzamelnaam | partners.is_collective
-- field: place | Place | Plaats | places.name
-- field: clusters | Number of clusters | Aantal clusters | integer
-- field: programmes | Number of programmes | Aantal programma's | integer
-- field: activities | Number of activities | Aantal activiteiten | integer
WITH kinds AS (
    SELECT code, label_nl FROM _codes WHERE table_name = 'partners' AND field_name = 'kind'
),
in_clusters AS (
    SELECT partner_id, COUNT(DISTINCT cluster_id) AS number
    FROM cluster_partners
    GROUP BY partner_id
),
in_programmes AS (
    SELECT partner_id, COUNT(DISTINCT programme_id) AS number
    FROM programme_partners
    GROUP BY partner_id
),
in_activities AS (
    SELECT partner_id, COUNT(DISTINCT activity_id) AS number
    FROM activity_partners
    GROUP BY partner_id
)
SELECT
    partners.id AS partner_id,
    partners.name AS partner,
    partners.kind AS kind,
    kinds.label_nl AS kind_nl,
    partners.is_collective AS is_collective,
    places.name AS place,
    COALESCE(in_clusters.number, 0) AS clusters,
    COALESCE(in_programmes.number, 0) AS programmes,
    COALESCE(in_activities.number, 0) AS activities
FROM partners
LEFT JOIN kinds ON kinds.code = partners.kind
LEFT JOIN places ON places.id = partners.place_id
LEFT JOIN in_clusters ON in_clusters.partner_id = partners.id
LEFT JOIN in_programmes ON in_programmes.partner_id = partners.id
LEFT JOIN in_activities ON in_activities.partner_id = partners.id
ORDER BY partner_id
