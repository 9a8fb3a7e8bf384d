-- title: Clusters with their partners
-- title_nl: Clusters met hun partners
-- description: A row per cluster and partner, with names instead of identifiers. A cluster of which
--   no document names a partner has one row, without a partner.
-- description_nl: Een rij per cluster en partner, met namen in plaats van identificaties. Een cluster
--   waarvan geen document een partner noemt, heeft één rij, zonder partner.
-- reads: clusters, cluster_partners, partners, places, sectors
-- field: cluster_id | Cluster | Cluster | clusters.id
-- field: cluster | Name of the cluster | Naam van het cluster | clusters.name
-- field: sector | Sector | Sector | sectors.name
-- field: kind | Kind of cluster | Soort cluster | clusters.kind
-- field: kind_nl | Kind of cluster, in Dutch | Soort cluster, in woorden | string
-- field: place | Place | Plaats | places.name
-- field: status | Status | Status | clusters.status
-- field: partner_id | Partner | Partner | cluster_partners.partner_id
-- field: partner | Name of the partner | Naam van de partner | partners.name
-- field: partner_kind | Kind of partner | Soort partner | partners.kind
-- field: role | Role | Rol | cluster_partners.role
-- field: role_nl | Role, in Dutch | Rol, in woorden | string
WITH kinds AS (
    SELECT code, label_nl FROM _codes WHERE table_name = 'clusters' AND field_name = 'kind'
),
roles AS (
    SELECT code, label_nl FROM _codes WHERE table_name = 'cluster_partners' AND field_name = 'role'
)
SELECT
    clusters.id AS cluster_id,
    clusters.name AS cluster,
    sectors.name AS sector,
    clusters.kind AS kind,
    kinds.label_nl AS kind_nl,
    places.name AS place,
    clusters.status AS status,
    link.partner_id AS partner_id,
    partners.name AS partner,
    partners.kind AS partner_kind,
    link.role AS role,
    roles.label_nl AS role_nl
FROM clusters
JOIN sectors ON sectors.id = clusters.sector_id
LEFT JOIN kinds ON kinds.code = clusters.kind
LEFT JOIN places ON places.id = clusters.place_id
LEFT JOIN cluster_partners AS link ON link.cluster_id = clusters.id
LEFT JOIN partners ON partners.id = link.partner_id
LEFT JOIN roles ON roles.code = link.role
ORDER BY cluster_id, partner_id, role
