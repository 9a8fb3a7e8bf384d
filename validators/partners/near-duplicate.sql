-- title: Two partners do not have nearly the same name
-- title_nl: Twee partners heten niet bijna hetzelfde
-- description: Names and spellings of two partners that are equal but for capitals, accents,
--   blanks, punctuation, a legal form (Stichting, B.V.) or the words en, de and het are most likely
--   one organisation, entered twice. A line in known_discrepancies.csv explains two that are
--   different, with the two names as printed and computed.
-- description_nl: Namen en schrijfwijzen van twee partners die gelijk zijn op hoofdletters,
--   accenten, spaties, leestekens, een rechtsvorm (Stichting, B.V.) of de woorden en, de en het na,
--   zijn waarschijnlijk één organisatie die twee keer is ingevoerd. Een regel in
--   known_discrepancies.csv legt uit welke twee wel verschillen, met de twee namen als printed en
--   computed.
-- message: "{printed}" is nearly "{computed}", which is {other_id}. If they are one organisation,
--   make one partner of them and keep both spellings in partner_names.csv; if they are two, explain
--   that in known_discrepancies.csv.
-- message_nl: "{printed}" is bijna "{computed}", en dat is {other_id}. Als het één organisatie is,
--   maak er dan één partner van en houd beide schrijfwijzen in partner_names.csv; zijn het er twee,
--   leg dat dan uit in known_discrepancies.csv.
-- severity: warning
-- reads: partners, partner_names
-- table: partners
-- key: id
-- field: name
WITH names AS (
    SELECT id AS partner_id, name FROM partners
    UNION
    SELECT partner_id, name FROM partner_names
),
lower_a_to_i AS (
    SELECT
        partner_id,
        name,
        REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
        REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
        LOWER(name)
        , 'á', 'a'), 'à', 'a'), 'ä', 'a'), 'â', 'a'), 'å', 'a'), 'ã', 'a'), 'é', 'e')
        , 'è', 'e'), 'ë', 'e'), 'ê', 'e'), 'í', 'i'), 'ì', 'i'), 'ï', 'i'), 'î', 'i')
            AS plain
    FROM names
),
lower_n_to_u AS (
    SELECT
        partner_id,
        name,
        REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
        REPLACE(REPLACE(REPLACE(REPLACE(
        plain
        , 'ó', 'o'), 'ò', 'o'), 'ö', 'o'), 'ô', 'o'), 'ø', 'o'), 'õ', 'o'), 'ú', 'u')
        , 'ù', 'u'), 'ü', 'u'), 'û', 'u'), 'ç', 'c'), 'ñ', 'n')
            AS plain
    FROM lower_a_to_i
),
capitals AS (
    SELECT
        partner_id,
        name,
        REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
        REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
        REPLACE(REPLACE(REPLACE(REPLACE(
        plain
        , 'Á', 'a'), 'Ä', 'a'), 'Â', 'a'), 'Å', 'a'), 'É', 'e'), 'È', 'e'), 'Ë', 'e')
        , 'Ê', 'e'), 'Í', 'i'), 'Ï', 'i'), 'Î', 'i'), 'Ó', 'o'), 'Ö', 'o'), 'Ô', 'o')
        , 'Ø', 'o'), 'Ú', 'u'), 'Ü', 'u'), 'Û', 'u'), 'Ç', 'c'), 'Ñ', 'n')
            AS plain
    FROM lower_n_to_u
),
marks AS (
    SELECT
        partner_id,
        name,
        REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
        REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
        ' ' || plain || ' '
        , '.', ''), '''', ''), '’', ''), '-', ' '), '–', ' '), '/', ' '), '&', ' ')
        , '+', ' '), '(', ' '), ')', ' '), ',', ' '), ':', ' '), '"', ' ')
            AS plain
    FROM capitals
),
packed AS (
    SELECT
        partner_id,
        name,
        REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
        REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
        plain
        , ' en ', ' '), ' and ', ' '), ' und ', ' '), ' de ', ' '), ' het ', ' ')
        , ' the ', ' '), ' bv ', ' '), ' nv ', ' '), ' stichting ', ' ')
        , ' vereniging ', ' '), ' cooperatie ', ' '), ' gmbh ', ' '), ' ', '')
            AS plain
    FROM marks
)
SELECT
    own.partner_id AS id,
    MIN(own.name) AS printed,
    other.partner_id AS other_id,
    MIN(other.name) AS computed
FROM packed AS own
JOIN packed AS other ON other.plain = own.plain
WHERE other.partner_id < own.partner_id
    AND own.plain <> ''
    AND LOWER(other.name) <> LOWER(own.name)
GROUP BY own.partner_id, other.partner_id
