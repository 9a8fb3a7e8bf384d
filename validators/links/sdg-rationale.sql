-- title: A derived link says why
-- title_nl: Een afgeleid verband zegt waarom
-- description: Where no document states that something serves a goal, the link is our own, and the
--   column rationale explains it.
-- description_nl: Waar geen document zegt dat iets een doel dient, is het verband van onszelf, en
--   legt de kolom rationale het uit.
-- message: the link of {subject_id} with goal {sdg_id} is derived, and rationale is empty. Write
--   why, in Dutch; if a document states it, make it stated.
-- message_nl: het verband van {subject_id} met doel {sdg_id} is afgeleid (derived), en rationale is
--   leeg. Schrijf waarom; als een document het zegt, maak er dan stated van.
-- severity: error
-- reads: sdg_links
-- table: sdg_links
-- key: subject_table, subject_id, sdg_id
-- field: rationale
SELECT subject_table, subject_id, sdg_id
FROM sdg_links
WHERE basis = 'derived' AND rationale IS NULL
