-- title: Activities with their partners
-- title_nl: Activiteiten met hun partners
-- description: A row per activity and partner, with the programme it belongs to. An activity of which
--   no document names a partner has one row, without a partner.
-- description_nl: Een rij per activiteit en partner, met het programma waar zij bij hoort. Een
--   activiteit waarvan geen document een partner noemt, heeft één rij, zonder partner.
-- reads: activities, activity_partners, partners, programmes
-- field: source_id | Source | Bron | activities.source_id
-- field: programme_id | Programme | Programma | activities.programme_id
-- field: programme | Name of the programme | Naam van het programma | programmes.name
-- field: activity_id | Activity | Activiteit | activities.id
-- field: activity | Title of the activity | Titel van de activiteit | activities.title
-- field: period_start | First year | Eerste jaar | activities.period_start
-- field: period_end | Last year | Laatste jaar | activities.period_end
-- field: partner_id | Partner | Partner | activity_partners.partner_id
-- field: partner | Name of the partner | Naam van de partner | partners.name
-- field: role | Role | Rol | activity_partners.role
-- field: role_nl | Role, in Dutch | Rol, in woorden | string
WITH roles AS (
    SELECT code, label_nl FROM _codes WHERE table_name = 'activity_partners' AND field_name = 'role'
)
SELECT
    activities.source_id AS source_id,
    activities.programme_id AS programme_id,
    programmes.name AS programme,
    activities.id AS activity_id,
    activities.title AS activity,
    activities.period_start AS period_start,
    activities.period_end AS period_end,
    link.partner_id AS partner_id,
    partners.name AS partner,
    link.role AS role,
    roles.label_nl AS role_nl
FROM activities
JOIN programmes ON programmes.id = activities.programme_id
LEFT JOIN activity_partners AS link ON link.activity_id = activities.id
LEFT JOIN partners ON partners.id = link.partner_id
LEFT JOIN roles ON roles.code = link.role
ORDER BY activity_id, partner_id, COALESCE(role, '')
