-- title: Budget by programme and year
-- title_nl: Begroting per opgave en jaar
-- description: What is spent on and received for each programme or policy challenge in each year.
--   amount_eur adds up the single items; printed_eur is the subtotal or total that the document
--   itself prints. Where the two differ, the list of known discrepancies says why.
-- description_nl: Wat er per jaar aan elk programma of elke opgave wordt besteed en ervoor wordt
--   ontvangen. amount_eur telt de losse posten op; printed_eur is het subtotaal of totaal dat het
--   document zelf afdrukt. Waar die twee verschillen, zegt de lijst van bekende verschillen waarom.
-- reads: budget_lines, budget_amounts, programmes
-- field: source_id | Source | Bron | budget_lines.source_id
-- field: programme_id | Programme | Programma | budget_lines.programme_id
-- field: programme | Name of the programme | Naam van het programma | programmes.name
-- field: fiscal_year | Fiscal year | Begrotingsjaar | budget_amounts.fiscal_year
-- field: stage | Stage | Stadium | budget_amounts.stage
-- field: direction | Direction | Richting | budget_lines.direction
-- field: items | Number of items | Aantal posten | integer
-- field: amount_eur | Sum of the items (euro) | Som van de posten (euro) | budget_amounts.amount_eur
-- field: printed_eur | Total as printed (euro) | Gedrukt totaal (euro) | budget_amounts.amount_eur
WITH sums AS (
    SELECT
        line.source_id AS source_id,
        line.programme_id AS programme_id,
        amount.fiscal_year AS fiscal_year,
        amount.stage AS stage,
        line.direction AS direction,
        COUNT(*) AS items,
        SUM(amount.amount_eur) AS amount_eur
    FROM budget_amounts AS amount
    JOIN budget_lines AS line ON line.id = amount.budget_line_id
    WHERE line.kind = 'item'
    GROUP BY
        line.source_id, line.programme_id, amount.fiscal_year, amount.stage, line.direction
),
-- The highest line of a programme is the one that adds up in a line of another programme.
highest AS (
    SELECT
        line.programme_id AS programme_id,
        line.direction AS direction,
        amount.fiscal_year AS fiscal_year,
        amount.stage AS stage,
        SUM(amount.amount_eur) AS printed_eur
    FROM budget_amounts AS amount
    JOIN budget_lines AS line ON line.id = amount.budget_line_id
    JOIN budget_lines AS parent ON parent.id = line.parent_id
    WHERE line.kind <> 'item' AND parent.programme_id <> line.programme_id
    GROUP BY line.programme_id, line.direction, amount.fiscal_year, amount.stage
)
SELECT
    sums.source_id AS source_id,
    sums.programme_id AS programme_id,
    programmes.name AS programme,
    sums.fiscal_year AS fiscal_year,
    sums.stage AS stage,
    sums.direction AS direction,
    sums.items AS items,
    sums.amount_eur AS amount_eur,
    highest.printed_eur AS printed_eur
FROM sums
JOIN programmes ON programmes.id = sums.programme_id
LEFT JOIN highest
    ON highest.programme_id = sums.programme_id
    AND highest.direction = sums.direction
    AND highest.fiscal_year = sums.fiscal_year
    AND highest.stage = sums.stage
ORDER BY source_id, programme_id, fiscal_year, stage, direction
