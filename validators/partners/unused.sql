-- title: A partner that no other table names
-- title_nl: Een partner die in geen andere tabel staat
-- description: The partner is in no cluster, programme or activity, owns no programme, publishes no
--   document and stands in no mention, so nothing says which document it comes from. Where a document
--   only names an organisation, a row of mentions says where.
-- description_nl: De partner zit in geen cluster, programma of activiteit, is geen eigenaar van een
--   programma, geeft geen document uit en heeft geen vermelding, zodat nergens staat uit welk
--   document hij komt. Waar een document een organisatie alleen noemt, zegt een rij van mentions
--   waar.
-- message: "{name}" takes part in nothing, and no document is cited for it. Add the row of
--   cluster_partners, programme_partners or activity_partners that was forgotten, or a row of
--   mentions with the lines that name it.
-- message_nl: "{name}" doet nergens aan mee, en er wordt geen document voor aangehaald. Voeg de rij
--   van cluster_partners, programme_partners of activity_partners toe die is vergeten, of een rij
--   van mentions met de regels die de organisatie noemen.
-- severity: warning
-- reads: partners, cluster_partners, programme_partners, activity_partners, programmes, sources,
--   mentions
-- table: partners
-- key: id
-- field: id
WITH used AS (
    SELECT partner_id AS id FROM cluster_partners
    UNION ALL
    SELECT partner_id AS id FROM programme_partners
    UNION ALL
    SELECT partner_id AS id FROM activity_partners
    UNION ALL
    SELECT owner_id AS id FROM programmes
    UNION ALL
    SELECT publisher_id AS id FROM sources
    UNION ALL
    SELECT subject_id AS id FROM mentions WHERE subject_table = 'partners'
)
SELECT own.id AS id, own.name AS name
FROM partners AS own
LEFT JOIN used ON used.id = own.id
WHERE used.id IS NULL
