-- title: A derivation takes each figure once
-- title_nl: Een afleiding neemt elk cijfer één keer
-- description: A sum that names a figure twice counts it double; a difference or ratio of a figure
--   with itself says nothing.
-- description_nl: Een som die een cijfer twee keer noemt, telt het dubbel; een verschil of
--   verhouding van een cijfer met zichzelf zegt niets.
-- message: the {operation} of {value_id} names {item} {times} times. Take it out, or put the figure
--   there that was meant.
-- message_nl: de bewerking {operation} van {value_id} noemt {item} {times} keer. Haal het weg, of
--   zet er het cijfer dat werd bedoeld.
-- severity: error
-- reads: derivations
-- table: derivations
-- key: value_id, operation
-- field: operands
SELECT value_id, operation, item, COUNT(position) AS times
FROM derivations_operands
GROUP BY value_id, operation, item
HAVING COUNT(position) > 1
