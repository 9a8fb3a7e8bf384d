-- title: A cross-over names the sector of the linked cluster
-- title_nl: Een cross-over noemt de sector van het verbonden cluster
-- description: Where a cross-over names a cluster, linked_sector_id is the sector of that cluster.
-- description_nl: Waar een cross-over een cluster noemt, is linked_sector_id de sector van dat
--   cluster.
-- message: {linked_cluster_id} belongs to the sector {sector_id}, not to {linked_sector_id}.
--   Correct linked_sector_id, or the sector in clusters.csv.
-- message_nl: {linked_cluster_id} hoort bij de sector {sector_id}, niet bij {linked_sector_id}.
--   Verbeter linked_sector_id, of de sector in clusters.csv.
-- severity: error
-- reads: cluster_links, clusters
-- table: cluster_links
-- key: cluster_id, linked_cluster_id, linked_sector_id
-- field: linked_sector_id
SELECT
    own.cluster_id AS cluster_id,
    own.linked_cluster_id AS linked_cluster_id,
    own.linked_sector_id AS linked_sector_id,
    linked.sector_id AS sector_id
FROM cluster_links AS own
JOIN clusters AS linked ON linked.id = own.linked_cluster_id
WHERE linked.sector_id <> own.linked_sector_id
