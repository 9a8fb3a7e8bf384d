-- title: A spelling is not the name of another partner
-- title_nl: Een schrijfwijze is niet de naam van een andere partner
-- description: A spelling that leads to one partner while it is the full name of another sends
--   readers to the wrong organisation. SQLite compares only the letters A to Z that way; the engine
--   here takes all letters.
-- description_nl: Een schrijfwijze die naar de ene partner leidt terwijl ze de volledige naam van
--   een andere is, stuurt lezers naar de verkeerde organisatie. SQLite let zo alleen op de letters
--   A tot en met Z; het programma hier op alle letters.
-- message: "{name}" leads to {partner_id}, but it is the full name of {other_id}. Make one partner
--   of the two, or give the spelling to {other_id}.
-- message_nl: "{name}" leidt naar {partner_id}, maar is de volledige naam van {other_id}. Maak er
--   één partner van, of geef de schrijfwijze aan {other_id}.
-- severity: error
-- reads: partners, partner_names
-- table: partner_names
-- key: name
-- field: partner_id
WITH folded AS (
    SELECT id, LOWER(name) AS plain FROM partners
)
SELECT own.name AS name, own.partner_id AS partner_id, other.id AS other_id
FROM partner_names AS own
JOIN folded AS partner ON partner.id = own.partner_id
JOIN folded AS other ON other.plain = LOWER(own.name)
WHERE other.id <> partner.id AND other.plain <> partner.plain
