-- title: A partner has a spelling
-- title_nl: Een partner heeft een schrijfwijze
-- description: partner_names.csv holds at least one spelling of each partner, as a document prints
--   it. Without one the partner cannot be found in the lines that are cited.
-- description_nl: In partner_names.csv staat minstens één schrijfwijze van elke partner, zoals een
--   document die afdrukt. Anders is de partner niet te vinden in de regels waar naar wordt
--   verwezen.
-- message: "{name}" has no spelling in partner_names.csv. Add the name as the document prints it.
-- message_nl: "{name}" heeft geen schrijfwijze in partner_names.csv. Voeg de naam toe zoals het
--   document die afdrukt.
-- severity: error
-- reads: partners, partner_names
-- table: partners
-- key: id
-- field: id
SELECT own.id AS id, own.name AS name
FROM partners AS own
LEFT JOIN partner_names AS spelling ON spelling.partner_id = own.id
WHERE spelling.name IS NULL
