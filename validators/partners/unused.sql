-- title: A partner that takes part in nothing
-- title_nl: Een partner die nergens aan meedoet
-- description: A note, not an error. The partner is in no cluster, programme or activity, owns no
--   programme and publishes no document. Documents do name organisations without saying that they
--   take part; but a row of cluster_partners, programme_partners or activity_partners may have been
--   forgotten.
-- description_nl: Een opmerking, geen fout. De partner zit in geen cluster, programma of
--   activiteit, is geen eigenaar van een programma en geeft geen document uit. Documenten noemen
--   wel organisaties zonder dat die meedoen; maar er kan een rij van cluster_partners,
--   programme_partners of activity_partners zijn vergeten.
-- message: "{name}" takes part in nothing. If a document says that it does, add that row.
-- message_nl: "{name}" doet nergens aan mee. Als een document zegt van wel, voeg dan die rij toe.
-- severity: note
-- reads: partners, cluster_partners, programme_partners, activity_partners, programmes, sources
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
)
SELECT own.id AS id, own.name AS name
FROM partners AS own
LEFT JOIN used ON used.id = own.id
WHERE used.id IS NULL
