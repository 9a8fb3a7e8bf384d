-- title: Cross-overs between sectors
-- title_nl: Cross-overs tussen sectoren
-- description: How many clusters of a sector the documents link with another sector. A matrix, told
--   row by row; pairs without a cluster are left out.
-- description_nl: Hoeveel clusters van een sector de documenten met een andere sector verbinden. Een
--   matrix, rij voor rij verteld; paren zonder cluster staan er niet in.
-- reads: clusters, cluster_links, sectors
-- field: sector_id | Sector | Sector | clusters.sector_id
-- field: sector | Name of the sector | Naam van de sector | sectors.name
-- field: linked_sector_id | Linked sector | Verbonden sector | cluster_links.linked_sector_id
-- field: linked_sector | Name of the linked sector | Naam van de verbonden sector | sectors.name
-- field: clusters | Number of clusters | Aantal clusters | integer
WITH pairs AS (
    SELECT
        clusters.sector_id AS sector_id,
        link.linked_sector_id AS linked_sector_id,
        COUNT(DISTINCT clusters.id) AS number
    FROM cluster_links AS link
    JOIN clusters ON clusters.id = link.cluster_id
    GROUP BY clusters.sector_id, link.linked_sector_id
)
SELECT
    pairs.sector_id AS sector_id,
    own.name AS sector,
    pairs.linked_sector_id AS linked_sector_id,
    other.name AS linked_sector,
    pairs.number AS clusters
FROM pairs
JOIN sectors AS own ON own.id = pairs.sector_id
JOIN sectors AS other ON other.id = pairs.linked_sector_id
ORDER BY sector_id, linked_sector_id
