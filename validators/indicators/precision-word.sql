-- title: The precision is that of the printed words
-- title_nl: De precisie is die van de gedrukte woorden
-- description: Where the print gives a precision (circa, ongeveer, zo'n: about; minimaal, ten
--   minste: at-least; maximaal, tot: at-most; ruim, meer dan: more-than; bijna, krap: almost), the
--   column precision says the same. A print without such a word leaves the precision free, because
--   the sentence around it may give one.
-- description_nl: Waar de gedrukte tekst een precisie geeft (circa, ongeveer, zo'n: about;
--   minimaal, ten minste: at-least; maximaal, tot: at-most; ruim, meer dan: more-than; bijna, krap:
--   almost), zegt de kolom precision hetzelfde. Zonder zo'n woord is de precisie vrij, omdat de zin
--   eromheen er een kan geven.
-- message: precision of {id} is {stated}, but "{as_printed}" says {printed_precision}. Correct
--   precision, or as_printed.
-- message_nl: precision van {id} is {stated}, maar "{as_printed}" zegt {printed_precision}.
--   Verbeter precision, of as_printed.
-- severity: error
-- reads: indicator_values
-- table: indicator_values
-- key: id
-- field: precision
SELECT id, as_printed, precision AS stated, printed_precision
FROM indicator_values
WHERE printed_precision <> precision
