-- title: A programme has a name of its own
-- title_nl: Een programma heeft een eigen naam
-- description: No two programmes have the same name, also without regard to upper and lower case:
--   most likely a programme that two documents name was entered twice. Themes, challenges and
--   products may share a name such as "Duurzaamheid" when they are parts of different programmes.
--   SQLite compares only the letters A to Z that way; the engine here takes all letters.
-- description_nl: Geen twee programma's hebben dezelfde naam, ook zonder op hoofdletters te letten:
--   waarschijnlijk is een programma dat twee documenten noemen twee keer ingevoerd. Thema's,
--   opgaven en producten mogen een naam zoals "Duurzaamheid" delen als ze bij verschillende
--   programma's horen. SQLite let zo alleen op de letters A tot en met Z; het programma hier op
--   alle letters.
-- message: "{name}" is also the name of {first_id}. Make one row of the two, or name each so that
--   they can be told apart.
-- message_nl: "{name}" is ook de naam van {first_id}. Maak er één rij van, of noem ze zo dat ze te
--   onderscheiden zijn.
-- severity: error
-- reads: programmes
-- table: programmes
-- key: id
-- field: name
WITH folded AS (
    SELECT id, name, parent_id, kind, LOWER(name) AS plain FROM programmes
)
SELECT own.id AS id, own.name AS name, MIN(other.id) AS first_id
FROM folded AS own
JOIN folded AS other ON other.plain = own.plain
WHERE other.id < own.id
    AND (
        COALESCE(other.parent_id, '') = COALESCE(own.parent_id, '')
        OR (
            other.kind NOT IN ('theme', 'challenge', 'product')
            AND own.kind NOT IN ('theme', 'challenge', 'product')
        )
    )
GROUP BY own.id, own.name
