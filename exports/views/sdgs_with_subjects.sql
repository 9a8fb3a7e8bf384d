-- title: Sustainable Development Goals and what serves them
-- title_nl: Duurzame ontwikkelingsdoelen en wat eraan bijdraagt
-- description: A row per goal and programme, cluster, activity or indicator, with its name and
--   whether the document says so or it was derived.
-- description_nl: Een rij per doel en programma, cluster, activiteit of indicator, met de naam en of
--   het document dit zelf zegt of het is afgeleid.
-- reads: sdg_links, sdgs, programmes, clusters, activities, indicators
-- field: sdg_id | Goal | Doel | sdg_links.sdg_id
-- field: sdg | Name of the goal | Naam van het doel | sdgs.name
-- field: sdg_en | Name in English | Naam in het Engels | sdgs.name_en
-- field: subject_table | Table | Tabel | sdg_links.subject_table
-- field: subject_id | Subject | Onderwerp | sdg_links.subject_id
-- field: subject | Name of the subject | Naam van het onderwerp | string
-- field: basis | Basis | Grond | sdg_links.basis
-- field: rationale | Rationale | Toelichting | sdg_links.rationale
-- field: source_id | Source | Bron | sdg_links.source_id
WITH subjects AS (
    SELECT 'programmes' AS subject_table, id, name AS subject FROM programmes
    UNION ALL
    SELECT 'clusters' AS subject_table, id, name AS subject FROM clusters
    UNION ALL
    SELECT 'activities' AS subject_table, id, title AS subject FROM activities
    UNION ALL
    SELECT 'indicators' AS subject_table, id, name AS subject FROM indicators
)
SELECT
    link.sdg_id AS sdg_id,
    sdgs.name AS sdg,
    sdgs.name_en AS sdg_en,
    link.subject_table AS subject_table,
    link.subject_id AS subject_id,
    subjects.subject AS subject,
    link.basis AS basis,
    link.rationale AS rationale,
    link.source_id AS source_id
FROM sdg_links AS link
JOIN sdgs ON sdgs.id = link.sdg_id
LEFT JOIN subjects
    ON subjects.subject_table = link.subject_table AND subjects.id = link.subject_id
ORDER BY sdg_id, subject_table, subject_id
