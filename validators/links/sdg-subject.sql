-- title: What a Sustainable Development Goal is linked to exists
-- title_nl: Waar een duurzaam ontwikkelingsdoel bij hoort, bestaat
-- description: subject_id is the identifier of a row of the table that subject_table names.
-- description_nl: subject_id is de identificatie van een rij van de tabel die subject_table noemt.
-- message: "{subject_id}" is not in {subject_table}.csv.[[ It is in {found_in}.csv.]] Correct
--   subject_id or subject_table.
-- message_nl: "{subject_id}" staat niet in {subject_table}.csv.[[ Het staat in {found_in}.csv.]]
--   Verbeter subject_id of subject_table.
-- severity: error
-- reads: sdg_links, programmes, clusters, activities, indicators
-- table: sdg_links
-- key: subject_table, subject_id, sdg_id
-- field: subject_id
WITH subjects AS (
    SELECT 'programmes' AS subject_table, id FROM programmes
    UNION ALL
    SELECT 'clusters' AS subject_table, id FROM clusters
    UNION ALL
    SELECT 'activities' AS subject_table, id FROM activities
    UNION ALL
    SELECT 'indicators' AS subject_table, id FROM indicators
),
places AS (
    SELECT id, MIN(subject_table) AS found_in
    FROM subjects
    GROUP BY id
)
SELECT
    own.subject_table AS subject_table,
    own.subject_id AS subject_id,
    own.sdg_id AS sdg_id,
    places.found_in AS found_in
FROM sdg_links AS own
LEFT JOIN subjects
    ON subjects.subject_table = own.subject_table AND subjects.id = own.subject_id
LEFT JOIN places ON places.id = own.subject_id
WHERE subjects.id IS NULL
