-- title: A cluster is not linked to itself
-- title_nl: Een cluster is niet met zichzelf verbonden
-- description: A link has two ends; a row with the same cluster at both is a slip.
-- description_nl: Een verband heeft twee kanten; een rij met aan beide hetzelfde cluster is een
--   vergissing.
-- message: {cluster_id} is linked to itself. Put the other cluster in linked_cluster_id, or take
--   the row out.
-- message_nl: {cluster_id} is met zichzelf verbonden. Zet het andere cluster in linked_cluster_id,
--   of haal de rij weg.
-- severity: error
-- reads: cluster_links
-- table: cluster_links
-- key: cluster_id, linked_cluster_id, linked_sector_id
-- field: linked_cluster_id
SELECT cluster_id, linked_cluster_id, linked_sector_id
FROM cluster_links
WHERE cluster_id = linked_cluster_id
