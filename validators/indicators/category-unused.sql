-- title: A category is used
-- title_nl: Een categorie wordt gebruikt
-- description: Categories exist to break figures down. One that no figure has may stand in the
--   table by mistake, or figures lack it. Places and sectors are not judged: those tables are
--   complete lists.
-- description_nl: Categorieën bestaan om cijfers uit te splitsen. Een die geen cijfer heeft, staat
--   misschien per vergissing in de tabel, of ontbreekt bij cijfers. Plaatsen en sectoren tellen
--   niet mee: dat zijn volledige lijsten.
-- message: no figure has the category "{name}". Give it to the figures it belongs to, or take it
--   out.
-- message_nl: geen cijfer heeft de categorie "{name}". Geef haar aan de cijfers waar ze bij hoort,
--   of haal haar weg.
-- severity: warning
-- reads: categories, indicator_values
-- table: categories
-- key: id
-- field: id
SELECT own.id AS id, own.name AS name
FROM categories AS own
LEFT JOIN indicator_values AS figure ON figure.category_id = own.id
WHERE figure.id IS NULL
