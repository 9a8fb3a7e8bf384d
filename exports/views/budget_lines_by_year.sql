-- title: Budget lines by year
-- title_nl: Begrotingsregels per jaar
-- description: Every line of every budget with its amount in each year, the line it adds up in and
--   the lines of the document where it stands.
-- description_nl: Elke regel van elke begroting met het bedrag in elk jaar, de regel waarin zij
--   optelt en de regels van het document waar zij staat.
-- reads: budget_lines, budget_amounts, programmes
-- field: source_id | Source | Bron | budget_amounts.source_id
-- field: programme_id | Programme | Programma | budget_lines.programme_id
-- field: programme | Name of the programme | Naam van het programma | programmes.name
-- field: budget_line_id | Budget line | Begrotingsregel | budget_amounts.budget_line_id
-- field: label | Label | Omschrijving | budget_lines.label
-- field: kind | Kind of line | Soort regel | budget_lines.kind
-- field: direction | Direction | Richting | budget_lines.direction
-- field: category | Economic category | Economische categorie | budget_lines.category
-- field: adds_up_in | Adds up in | Telt op in | budget_lines.label
-- field: fiscal_year | Fiscal year | Begrotingsjaar | budget_amounts.fiscal_year
-- field: stage | Stage | Stadium | budget_amounts.stage
-- field: amount_eur | Amount (euro) | Bedrag (euro) | budget_amounts.amount_eur
-- field: as_printed | As printed | Zoals gedrukt | budget_amounts.as_printed
-- field: source_lines | Lines in the source | Regels in de bron | budget_amounts.source_lines
SELECT
    amount.source_id AS source_id,
    line.programme_id AS programme_id,
    programmes.name AS programme,
    amount.budget_line_id AS budget_line_id,
    line.label AS label,
    line.kind AS kind,
    line.direction AS direction,
    line.category AS category,
    parent.label AS adds_up_in,
    amount.fiscal_year AS fiscal_year,
    amount.stage AS stage,
    amount.amount_eur AS amount_eur,
    amount.as_printed AS as_printed,
    amount.source_lines AS source_lines
FROM budget_amounts AS amount
JOIN budget_lines AS line ON line.id = amount.budget_line_id
JOIN programmes ON programmes.id = line.programme_id
LEFT JOIN budget_lines AS parent ON parent.id = line.parent_id
ORDER BY budget_line_id, fiscal_year, stage
