-- title: A spelling stands for one partner
-- title_nl: Een schrijfwijze staat voor één partner
-- description: Each spelling is in the list once, without regard to upper and lower case, so that a
--   name in a document leads to one partner. SQLite compares only the letters A to Z that way; the
--   engine here takes all letters.
-- description_nl: Elke schrijfwijze staat één keer in de lijst, zonder op hoofdletters te letten,
--   zodat een naam in een document naar één partner leidt. SQLite let zo alleen op de letters A tot
--   en met Z; het programma hier op alle letters.
-- message: "{name}" is also there as "{first_name}". Keep one of the two.
-- message_nl: "{name}" staat er ook als "{first_name}". Laat een van de twee staan.
-- severity: error
-- reads: partner_names
-- table: partner_names
-- key: name
-- field: name
WITH names AS (
    SELECT LOWER(name) AS lower_name, MIN(name) AS first_name
    FROM partner_names
    GROUP BY LOWER(name)
)
SELECT own.name AS name, names.first_name AS first_name
FROM partner_names AS own
JOIN names ON names.lower_name = LOWER(own.name)
WHERE own.name <> names.first_name
