-- title: What a document mentions exists, and its own row cites another document
-- title_nl: Wat een document vermeldt bestaat, en de eigen rij haalt een ander document aan
-- description: subject_id is the identifier of a row of the table that subject_table names. A
--   programme or cluster whose own row cites the same document needs no further mention: its
--   source_lines can hold more lines.
-- description_nl: subject_id is de identificatie van een rij van de tabel die subject_table noemt.
--   Een programma of cluster waarvan de eigen rij hetzelfde document aanhaalt, heeft geen andere
--   vermelding nodig: in source_lines passen meer regels.
-- message: "{subject_id}" of {subject_table}.csv[[ is not there; it is in {found_in}.csv.]][[ cites
--   {printed} itself: add the lines to that row and take this one away.]] Correct subject_id,
--   subject_table or source_id.
-- message_nl: "{subject_id}" van {subject_table}.csv[[ staat daar niet; het staat in
--   {found_in}.csv.]][[ haalt {printed} zelf al aan: voeg de regels toe aan die rij en haal deze
--   weg.]] Verbeter subject_id, subject_table of source_id.
-- severity: error
-- reads: mentions, partners, programmes, clusters
-- table: mentions
-- key: subject_table, subject_id, source_id
-- field: subject_id
WITH subjects AS (
    SELECT 'partners' AS subject_table, id, NULL AS source_id FROM partners
    UNION ALL
    SELECT 'programmes' AS subject_table, id, source_id FROM programmes
    UNION ALL
    SELECT 'clusters' AS subject_table, id, source_id FROM clusters
),
places AS (
    SELECT id, MIN(subject_table) AS found_in
    FROM subjects
    GROUP BY id
)
SELECT
    own.subject_table AS subject_table,
    own.subject_id AS subject_id,
    own.source_id AS source_id,
    COALESCE(places.found_in, 'no other file') AS found_in,
    NULL AS printed
FROM mentions AS own
LEFT JOIN subjects
    ON subjects.subject_table = own.subject_table AND subjects.id = own.subject_id
LEFT JOIN places ON places.id = own.subject_id
WHERE subjects.id IS NULL
UNION ALL
SELECT
    own.subject_table AS subject_table,
    own.subject_id AS subject_id,
    own.source_id AS source_id,
    NULL AS found_in,
    own.source_id AS printed
FROM mentions AS own
JOIN subjects
    ON subjects.subject_table = own.subject_table
    AND subjects.id = own.subject_id
    AND subjects.source_id = own.source_id
