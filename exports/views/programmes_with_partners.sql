-- title: Programmes with their partners
-- title_nl: Programma's met hun partners
-- description: A row per programme and partner, with the programme above it, its period and its
--   owner. A programme of which no document names a partner has one row, without a partner.
-- description_nl: Een rij per programma en partner, met het programma erboven, de periode en de
--   eigenaar. Een programma waarvan geen document een partner noemt, heeft één rij, zonder partner.
-- reads: programmes, programme_partners, partners
-- field: programme_id | Programme | Programma | programmes.id
-- field: programme | Name of the programme | Naam van het programma | programmes.name
-- field: part_of | Part of | Onderdeel van | programmes.name
-- field: kind | Kind of programme | Soort programma | programmes.kind
-- field: level | Level | Niveau | programmes.level
-- field: period_start | First year | Eerste jaar | programmes.period_start
-- field: period_end | Last year | Laatste jaar | programmes.period_end
-- field: owner | Owner | Eigenaar | partners.name
-- field: partner_id | Partner | Partner | programme_partners.partner_id
-- field: partner | Name of the partner | Naam van de partner | partners.name
-- field: role | Role | Rol | programme_partners.role
-- field: role_nl | Role, in Dutch | Rol, in woorden | string
WITH roles AS (
    SELECT code, label_nl
    FROM _codes
    WHERE table_name = 'programme_partners' AND field_name = 'role'
)
SELECT
    programmes.id AS programme_id,
    programmes.name AS programme,
    above.name AS part_of,
    programmes.kind AS kind,
    programmes.level AS level,
    programmes.period_start AS period_start,
    programmes.period_end AS period_end,
    owners.name AS owner,
    link.partner_id AS partner_id,
    partners.name AS partner,
    link.role AS role,
    roles.label_nl AS role_nl
FROM programmes
LEFT JOIN programmes AS above ON above.id = programmes.parent_id
LEFT JOIN partners AS owners ON owners.id = programmes.owner_id
LEFT JOIN programme_partners AS link ON link.programme_id = programmes.id
LEFT JOIN partners ON partners.id = link.partner_id
LEFT JOIN roles ON roles.code = link.role
ORDER BY programme_id, partner_id
