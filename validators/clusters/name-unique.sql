-- title: A cluster has a name of its own
-- title_nl: Een cluster heeft een eigen naam
-- description: No two names differ in upper and lower case only: most likely the same cluster was
--   entered twice. That no name occurs twice is a matter of the schema. SQLite compares only the
--   letters A to Z that way; the engine here takes all letters.
-- description_nl: Geen twee namen verschillen alleen in hoofdletters: waarschijnlijk is hetzelfde
--   cluster twee keer ingevoerd. Dat geen naam twee keer voorkomt, staat al in het schema. SQLite
--   let zo alleen op de letters A tot en met Z; het programma hier op alle letters.
-- message: "{name}" is also there as "{first_name}". Make one row of the two, or name each so that
--   they can be told apart.
-- message_nl: "{name}" staat er ook als "{first_name}". Maak er één rij van, of noem ze zo dat ze
--   te onderscheiden zijn.
-- severity: error
-- reads: clusters
-- table: clusters
-- key: id
-- field: name
WITH names AS (
    SELECT LOWER(name) AS lower_name, MIN(name) AS first_name
    FROM clusters
    GROUP BY LOWER(name)
)
SELECT own.id AS id, own.name AS name, names.first_name AS first_name
FROM clusters AS own
JOIN names ON names.lower_name = LOWER(own.name)
WHERE own.name <> names.first_name
