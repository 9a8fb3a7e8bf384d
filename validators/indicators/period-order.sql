-- title: A period runs forwards
-- title_nl: Een periode loopt vooruit
-- description: In a period such as 2016/2019 the second year comes after the first. A single year
--   is written once.
-- description_nl: In een periode zoals 2016/2019 komt het tweede jaar na het eerste. Eén jaar wordt
--   één keer geschreven.
-- message: the period of {id} is "{period}": the second year must come after the first. Exchange
--   them, or write a single year once.
-- message_nl: de periode van {id} is "{period}": het tweede jaar moet na het eerste komen.
--   Verwissel ze, of schrijf één jaar één keer.
-- severity: error
-- reads: indicator_values
-- table: indicator_values
-- key: id
-- field: period
SELECT id, period
FROM indicator_values
WHERE period LIKE '%/%' AND SUBSTR(period, 6, 4) <= SUBSTR(period, 1, 4)
