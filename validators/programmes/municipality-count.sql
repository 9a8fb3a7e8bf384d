-- title: No more municipalities take part than the document counts
-- title_nl: Er doen niet meer gemeenten mee dan het document telt
-- description: Where a document prints how many municipalities take part in a programme (an
--   indicator of the programme, in unit count, whose name begins with "Gemeenten"), the tables name
--   no more than that as its participants. Fewer is fine: documents give examples. Where a document
--   gives contradictory lists, a line in known_discrepancies.csv explains it.
-- description_nl: Waar een document drukt hoeveel gemeenten aan een programma meedoen (een indicator
--   van het programma, in eenheid count, waarvan de naam met "Gemeenten" begint), noemen de tabellen
--   er niet meer als deelnemer. Minder mag: documenten geven voorbeelden. Waar een document
--   tegenstrijdige lijsten geeft, legt een regel in known_discrepancies.csv dat uit.
-- message: {id} is printed as {printed}, but {computed} municipalities are named as participants of
--   {programme_id}. Correct the figure or programme_partners.csv; if the document contradicts itself,
--   explain that in known_discrepancies.csv.
-- message_nl: {id} staat er als {printed}, maar er staan {computed} gemeenten als deelnemer van
--   {programme_id}. Verbeter het cijfer of programme_partners.csv; als het document zichzelf
--   tegenspreekt, leg dat dan uit in known_discrepancies.csv.
-- severity: error
-- reads: indicators, indicator_values, programme_partners, partners
-- table: indicator_values
-- key: id
-- field: value
WITH named AS (
    SELECT own.programme_id AS programme_id, COUNT(DISTINCT own.partner_id) AS computed
    FROM programme_partners AS own
    JOIN partners AS partner ON partner.id = own.partner_id
    WHERE own.role = 'participant' AND partner.name LIKE 'Gemeente %'
    GROUP BY own.programme_id
)
SELECT
    figure.id AS id,
    named.programme_id AS programme_id,
    figure.value AS printed,
    named.computed AS computed
FROM indicator_values AS figure
JOIN indicators AS indicator ON indicator.id = figure.indicator_id
JOIN named ON named.programme_id = indicator.programme_id
WHERE indicator.unit = 'count'
    AND indicator.name LIKE 'Gemeenten %'
    AND named.computed > COALESCE(figure.value_high, figure.value)
