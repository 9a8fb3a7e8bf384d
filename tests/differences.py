"""The differences with frictionless 5.21 that are meant, each with why, and a case that shows it.

``explain`` names the difference that accounts for one finding that only one of both has. The same
table makes ``docs/notes/differences.nl.md`` and ``differences.en.md`` (``python -m
tests.differences`` writes them; a test says when they are stale).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.differential import HEADER_CODES, Case, Compared, Found

Predicate = Callable[[Compared, str, Found], bool]
RAGGED = ("missing-cell", "extra-cell")
KEYS = ("unique-error", "primary-key", "foreign-key", "unique-key", "hierarchy-cycle")


@dataclass(frozen=True)
class Difference:
    """One difference.

    Attributes:
        name: What it is called.
        english: What differs and why, in English.
        dutch: The same in Dutch.
        explains: Whether it accounts for a finding of one side (``ours`` or ``theirs``).
        case: A package in which it shows.
        ours: What only we find in that package: code, row and field.
        theirs: What only frictionless finds there.
    """

    name: str
    english: str
    dutch: str
    explains: Predicate
    case: Case
    ours: tuple[tuple[str, int | None, int | None], ...] = ()
    theirs: tuple[tuple[str, int | None, int | None], ...] = ()


def one(*fields: Mapping[str, Any] | str, text: str | bytes, **schema: Any) -> Case:
    """Make a package of one table; a field that is only a name is a string."""
    described = [
        {"name": item, "type": "string"} if isinstance(item, str) else dict(item) for item in fields
    ]
    data = text if isinstance(text, bytes) else text.encode()
    return Case({"t": {"fields": described, **schema}}, {"t": data})


def typed(kind: str, text: str, **more: Any) -> Case:
    """Make a package of one column of a type, with one cell."""
    quoted = '"' + text.replace('"', '""') + '"'
    return one({"name": "a", "type": kind, **more}, text=f"a\n{quoted}\n")


def cell_reads(*kinds: str, form: str = "default", wrong: str) -> Predicate:
    """Make the predicate of a text that only frictionless takes for a value."""

    def explains(compared: Compared, side: str, item: Found) -> bool:
        described = compared.case.described(item)
        cell = compared.case.cell(item)
        return (
            side == "ours"
            and item.code == "type-error"
            and cell is not None
            and described.get("type", "any") in kinds
            and described.get("format", "default") == form
            and re.search(wrong, cell) is not None
        )

    return explains


def tables_of(compared: Compared, table: str) -> set[str]:
    """Give a table and those its keys point at."""
    schema = compared.case.schemas.get(table, {})
    found = {table}
    for key in schema.get("foreignKeys", []):
        found.add(key["reference"].get("resource") or table)
    return found


def both_have(compared: Compared, item: Found, codes: set[str] | tuple[str, ...]) -> bool:
    """Tell whether both tools have findings with some codes in the table or one it points at."""
    tables = tables_of(compared, item.table)
    return all(
        any(found.table in tables and found.code in codes for found in side)
        for side in (compared.we, compared.they)
    )


def has(side: frozenset[Found], item: Found, *codes: str) -> bool:
    """Tell whether one side has a finding with some code on the row of another finding."""
    return any((x.table, x.row) == (item.table, item.row) and x.code in codes for x in side)


def key_cells(compared: Compared, item: Found, key: list[str]) -> list[str]:
    """Give the texts of a key on the row of a finding; of a row that is too short, fewer."""
    names = [field["name"] for field in compared.case.schemas[item.table]["fields"]]
    rows = compared.case.tables[item.table]
    row = rows[(item.row or 1) - 1] if (item.row or 1) <= len(rows) else []
    return [row[names.index(name)] for name in key if names.index(name) < len(row)]


def is_missing(compared: Compared, table: str, name: str, cell: str) -> bool:
    """Tell whether a cell is one of the texts that a field calls missing."""
    schema = compared.case.schemas[table]
    field = next(field for field in schema["fields"] if field["name"] == name)
    return cell in field.get("missingValues", schema.get("missingValues", [""]))


def any_missing(compared: Compared, item: Found, key: list[str]) -> bool:
    """Tell whether a part of a key is missing on the row of a finding."""
    cells = key_cells(compared, item, key)
    return any(
        is_missing(compared, item.table, name, cell) for name, cell in zip(key, cells, strict=False)
    )


def primary_key(compared: Compared, item: Found) -> list[str]:
    """Give the primary key of the table of a finding."""
    return list(compared.case.schemas[item.table].get("primaryKey", []))


def half_empty_primary(compared: Compared, side: str, item: Found) -> bool:
    key = primary_key(compared, item)
    return side == "ours" and item.code == "primary-key" and any_missing(compared, item, key)


def empty_key_once(compared: Compared, side: str, item: Found) -> bool:
    return (
        side == "theirs"
        and item.code == "primary-key"
        and any_missing(compared, item, primary_key(compared, item))
        and has(compared.we, item, "constraint-error")
    )


def half_empty_foreign(compared: Compared, side: str, item: Found) -> bool:
    keys = compared.case.schemas[item.table].get("foreignKeys", [])
    return (
        side == "theirs"
        and item.code == "foreign-key"
        and any(any_missing(compared, item, key["fields"]) for key in keys)
    )


def key_columns(compared: Compared, item: Found) -> set[tuple[str, int]]:
    """Give the columns, by table and number, that a finding about a key or value compares."""
    schema = compared.case.schemas[item.table]
    keys: list[tuple[str, list[str]]] = []
    if item.field is not None:
        keys.append((item.table, [compared.case.described(item).get("name", "")]))
    if item.code == "primary-key":
        keys.append((item.table, primary_key(compared, item)))
    if item.code in ("foreign-key", "hierarchy-cycle"):
        for key in schema.get("foreignKeys", []):
            keys.append((item.table, key["fields"]))
            keys.append(
                (key["reference"].get("resource") or item.table, key["reference"]["fields"])
            )
    if item.code == "unique-key":
        keys += [(item.table, key) for key in schema.get("uniqueKeys", [])]
    columns = set()
    for table, names in keys:
        fields = [field["name"] for field in compared.case.schemas[table]["fields"]]
        columns |= {(table, fields.index(name) + 1) for name in names if name in fields}
    return columns


def after_a_misfit(compared: Compared, _: str, item: Found) -> bool:
    """A cell with a type error is no value: keys and limits are not judged on it."""
    misfits = [x for x in compared.we | compared.they if x.code == "type-error"]
    if item.code in KEYS:
        columns = key_columns(compared, item)
        return any((x.table, x.field) in columns for x in misfits)
    return item.code == "constraint-error" and any(
        (x.table, x.row, x.field) == (item.table, item.row, item.field) for x in misfits
    )


def one_side(side_wanted: str, code: str) -> Predicate:
    """Make the predicate of an error type that only one of both has."""
    return lambda _, side, item: side == side_wanted and item.code == code


def shifted(compared: Compared, _: str, item: Found) -> bool:
    tables = tables_of(compared, item.table)
    return any(x.table in tables and x.code == "quote-error" for x in compared.we)


def by_name(compared: Compared, _: str, item: Found) -> bool:
    return both_have(compared, item, HEADER_CODES | {"delimiter-error"})


def blanks_in_header(compared: Compared, side: str, item: Found) -> bool:
    labels = (compared.case.tables.get(item.table) or [[]])[0]
    has_blanks = any(label != label.strip() for label in labels)
    return has_blanks and side == "ours" and item.code in HEADER_CODES


def ragged_once(compared: Compared, side: str, item: Found) -> bool:
    both = compared.we & compared.they
    if side == "theirs" and has(both, item, *RAGGED) and item.code not in RAGGED:
        return True
    return item.code in KEYS and both_have(compared, item, RAGGED)


def blank_once(compared: Compared, side: str, item: Found) -> bool:
    return side == "theirs" and has(compared.we & compared.they, item, "blank-row")


def row_of_missing(compared: Compared, side: str, item: Found) -> bool:
    """A row of which every cell is missing, such as ``-,-``, or every cell empty."""
    rows = compared.case.tables.get(item.table, [])
    if item.row is None or item.row > len(rows):
        return False
    cells = rows[item.row - 1]
    names = [field["name"] for field in compared.case.schemas[item.table]["fields"]]
    all_missing = len(cells) == len(names) and all(
        is_missing(compared, item.table, name, cell)
        for name, cell in zip(names, cells, strict=False)
    )
    if side == "theirs" and item.code in KEYS and _after_empty_values(compared, item, names):
        return True
    if any(cells):
        return all_missing and (
            (side == "theirs" and item.code == "blank-row")
            or (side == "ours" and has(compared.they, item, "blank-row"))
        )
    if all_missing:
        return False
    return (side == "ours" and item.code == "blank-row") or (
        side == "theirs" and has(compared.we, item, "blank-row")
    )


def _after_empty_values(compared: Compared, item: Found, names: list[str]) -> bool:
    """Tell whether an earlier row is blank here, and a row of empty values there."""
    return any(
        len(cells) == len(names)
        and not any(cells)
        and not all(is_missing(compared, item.table, name, "") for name in names)
        for cells in compared.case.tables.get(item.table, [])[1 : (item.row or 1) - 1]
    )


def same_cell(compared: Compared, item: Found, pattern: str, *kinds: str) -> bool:
    cell = compared.case.cell(item)
    return (
        cell is not None
        and compared.case.described(item).get("type", "any") in kinds
        and re.search(pattern, cell) is not None
    )


def no_report(compared: Compared, _: str, __: Found) -> bool:
    return Found("", "no-report") in compared.they


def blank_header(compared: Compared, _: str, item: Found) -> bool:
    tables = tables_of(compared, item.table)
    return any(x.table in tables and x.code == "blank-header" for x in compared.we)


def empty_ragged(compared: Compared, side: str, item: Found) -> bool:
    rows = compared.case.tables.get(item.table, [])
    names = [field["name"] for field in compared.case.schemas[item.table]["fields"]]
    if item.row is None or item.row > len(rows) or len(rows[item.row - 1]) == len(names):
        return False
    cells = zip(names, rows[item.row - 1], strict=False)
    if not all(is_missing(compared, item.table, name, cell) for name, cell in cells):
        return False
    return (side == "ours" and item.code in RAGGED) or (
        side == "theirs"
        and has(compared.we, item, *RAGGED)
        and item.code in {"blank-row", "primary-key"}
    )


def kinds_of(compared: Compared, item: Found) -> set[str]:
    """Give the types of the columns that a finding compares."""
    return {
        compared.case.schemas[table]["fields"][number - 1].get("type", "any")
        for table, number in key_columns(compared, item)
    }


def zone(compared: Compared, _: str, item: Found) -> bool:
    is_value = same_cell(compared, item, "T", "datetime") and item.code == "constraint-error"
    return is_value or (item.code in KEYS and "datetime" in kinds_of(compared, item))


def nan_differs(compared: Compared, _: str, item: Found) -> bool:
    if item.code in ("unique-error", "constraint-error"):
        return same_cell(compared, item, "(?i)^nan$", "number")
    rows = compared.case.tables[item.table]
    row = rows[(item.row or 1) - 1] if (item.row or 1) <= len(rows) else []
    has_nan = any(re.fullmatch("(?i)nan", cell) for cell in row)
    return item.code in KEYS and has_nan and "number" in kinds_of(compared, item)


def one_column_blank(compared: Compared, _: str, item: Found) -> bool:
    rows = compared.case.tables.get(item.table, [])
    is_blank = (
        item.row is not None
        and item.row <= len(rows)
        and len(rows[item.row - 1]) == 1
        and not rows[item.row - 1][0].strip()
    )
    return is_blank and has(compared.we, item, "blank-row")


def anchored(compared: Compared, side: str, item: Found) -> bool:
    described = compared.case.described(item)
    pattern = described.get("constraints", {}).get("pattern", "")
    cell = compared.case.cell(item) or ""
    if item.code != "constraint-error" or side != "ours" or not pattern:
        return False
    return bool(re.match(f"^{pattern}$", cell)) and not re.fullmatch(pattern, cell)


INTEGER = {"name": "a", "type": "integer"}

# In this order: what accounts for a whole table before what accounts for one cell.
DIFFERENCES: tuple[Difference, ...] = (
    Difference(
        "exception",
        "frictionless ends with an exception instead of a report, for instance when it compares a "
        "datetime with a zone and one without. We always report.",
        "frictionless eindigt met een fout van het programma zelf in plaats van een rapport, "
        "bijvoorbeeld als het een datetime met en een zonder tijdzone vergelijkt. Wij geven altijd "
        "een rapport.",
        no_report,
        one(
            {"name": "a", "type": "datetime", "constraints": {"minimum": "2024-01-01T00:00:00"}},
            text="a\n2024-01-31T09:30:00Z\n",
        ),
        theirs=(("no-report", None, None),),
    ),
    Difference(
        "quotes",
        "A double quote in the wrong place is a finding on its line (RFC 4180), and the next line "
        "is read as a new row. frictionless says nothing; an open quote swallows the rest of the "
        "file.",
        "Een aanhalingsteken op een verkeerde plek is een bevinding op zijn regel (RFC 4180), en "
        "de volgende regel wordt weer als een rij gelezen. frictionless zegt niets; een "
        "aanhaling die "
        "openblijft slokt de rest van het bestand op.",
        shifted,
        one("a", "b", text='a,b\n1,"x\n2,y\n'),
        ours=(("quote-error", 2, None),),
    ),
    Difference(
        "blank-header",
        "A first line without names is a blank header, and nothing more is said of the table. "
        "frictionless reads the lines below it as rows, in the order of the schema.",
        "Een eerste regel zonder namen is een lege kop, en verder wordt van de tabel niets gezegd. "
        "frictionless leest de regels eronder als rijen, in de volgorde van het schema.",
        blank_header,
        one("a", text="\na\n\n"),
        ours=(("blank-header", 1, None),),
        theirs=(("blank-row", 3, None),),
    ),
    Difference(
        "blanks-in-header",
        "A blank before or after the name of a column belongs to the name, so that the column is "
        "not the one of the schema. frictionless takes it off.",
        "Een spatie voor of na de naam van een kolom hoort bij de naam, zodat het niet de kolom "
        "van het schema is. frictionless haalt haar weg.",
        blanks_in_header,
        one("a", "b", text="a, b\n1,x\n"),
        ours=(("extra-label", 1, 2), ("missing-label", 1, 2)),
    ),
    Difference(
        "header-by-name",
        "When the header has a fault, columns are matched with fields by their names, and each "
        "fault is said once. frictionless matches by place, so that one missing column makes "
        "errors in all columns after it.",
        "Als de kop een fout heeft, worden kolommen op naam bij de velden gezocht, en wordt elke "
        "fout een keer gezegd. frictionless gaat af op de plaats, zodat een ontbrekende kolom "
        "fouten geeft in alle kolommen erna.",
        by_name,
        one("a", INTEGER | {"name": "b"}, text="b,a\n1,x\n"),
        theirs=(("incorrect-label", 1, 2), ("type-error", 2, 2)),
    ),
    Difference(
        "empty-ragged-row",
        "A row with too few or too many cells is one even when all its cells are empty. "
        "frictionless calls it a blank row.",
        "Een rij met te weinig of te veel cellen is dat ook als al haar cellen leeg zijn. "
        "frictionless noemt het een lege rij.",
        empty_ragged,
        one("a", "b", text="a,b\n,,\n1,2\n"),
        ours=(("extra-cell", 2, None),),
        theirs=(("blank-row", 2, None),),
    ),
    Difference(
        "ragged-row-once",
        "Of a row with too few or too many cells only that is said: in which column its cells "
        "belong is not known. frictionless checks the cells from the left, and uses them as keys.",
        "Van een rij met te weinig of te veel cellen wordt alleen dat gezegd: in welke kolom haar "
        "cellen horen is niet bekend. frictionless controleert de cellen van links af, en gebruikt "
        "ze als sleutels.",
        ragged_once,
        one(INTEGER, "b", text="a,b\nx,1,2\n"),
        theirs=(("type-error", 2, 1),),
    ),
    Difference(
        "blank-row-once",
        "Of a blank row only that is said. frictionless also says that its key is empty.",
        "Van een lege rij wordt alleen dat gezegd. frictionless zegt ook dat haar sleutel leeg is.",
        blank_once,
        one("a", "b", text="a,b\n1,2\n,\n", primaryKey=["a"]),
        theirs=(("primary-key", 3, None),),
    ),
    Difference(
        "one-column-of-blanks",
        "In a table of one column a line of blanks only is a blank row. frictionless takes the "
        "blanks for a text.",
        "In een tabel van een kolom is een regel met alleen spaties een lege rij. frictionless "
        "ziet de spaties aan voor een tekst.",
        one_column_blank,
        one("a", text="a\nx\n  \n"),
        ours=(("blank-row", 3, None),),
    ),
    Difference(
        "row-of-missing-values",
        "A row is blank when it has no text. frictionless calls it blank when all its values are "
        "missing, such as - in each cell, and not when the empty text is a value, which can "
        "then be a key that a later row repeats.",
        "Een rij is leeg als er geen tekst in staat. frictionless noemt haar leeg als al haar "
        "waarden ontbreken, zoals - in elke cel, en niet als de lege tekst een waarde is, die dan "
        "een sleutel kan zijn die een latere rij herhaalt.",
        row_of_missing,
        one("a", "b", text="a,b\n-,-\n", missingValues=["", "-"]),
        theirs=(("blank-row", 2, None),),
    ),
    Difference(
        "part-of-key-empty",
        "Each part of a primary key must be filled (Table Schema: as in SQL, the fields cannot be "
        "null). frictionless only objects when all parts are empty (frictionless-py#1623).",
        "Elk deel van een primaire sleutel moet gevuld zijn (Table Schema: zoals in SQL mogen de "
        "velden niet leeg zijn). frictionless maakt pas bezwaar als alle delen leeg zijn "
        "(frictionless-py#1623).",
        half_empty_primary,
        one("a", "b", text="a,b\n1,\n", primaryKey=["a", "b"]),
        ours=(("primary-key", 2, None),),
    ),
    Difference(
        "empty-key-said-once",
        "An empty cell of a key that is also required is one finding, constraint-error. "
        "frictionless also gives primary-key.",
        "Een lege cel van een sleutel die ook verplicht is, is een bevinding, constraint-error. "
        "frictionless geeft ook primary-key.",
        empty_key_once,
        one(
            {"name": "a", "type": "string", "constraints": {"required": True}},
            "b",
            text="a,b\n,1\n",
            primaryKey=["a"],
        ),
        theirs=(("primary-key", 2, None),),
    ),
    Difference(
        "part-of-reference-empty",
        "A foreign key with an empty part points at nothing and is not checked, as in SQL. "
        "frictionless looks the other parts up with an empty one (datapackage#795).",
        "Een verwijzing met een leeg deel verwijst nergens naar en wordt niet gecontroleerd, zoals "
        "in SQL. frictionless zoekt de andere delen op met een leeg deel erbij (datapackage#795).",
        half_empty_foreign,
        one(
            "a",
            "b",
            "c",
            "d",
            text="a,b,c,d\n1,2,1,\n",
            foreignKeys=[{"fields": ["c", "d"], "reference": {"fields": ["a", "b"]}}],
        ),
        theirs=(("foreign-key", 2, None),),
    ),
    Difference(
        "unique-keys",
        "uniqueKeys (version 2) are checked; as in SQL, a key with an empty part equals no other. "
        "frictionless ignores them (frictionless-py#937).",
        "uniqueKeys (versie 2) worden gecontroleerd; zoals in SQL is een sleutel met een leeg deel "
        "aan geen andere gelijk. frictionless slaat ze over (frictionless-py#937).",
        one_side("ours", "unique-key"),
        one("a", text="a\nx\nx\n", uniqueKeys=[["a"]]),
        ours=(("unique-key", 3, 1),),
    ),
    Difference(
        "circles",
        "A row that hangs under itself by way of a foreign key to its own table is an error, "
        "hierarchy-cycle. frictionless does not look for it.",
        "Een rij die via een verwijzing naar haar eigen tabel onder zichzelf hangt is een fout, "
        "hierarchy-cycle. frictionless let daar niet op.",
        one_side("ours", "hierarchy-cycle"),
        one(
            "a",
            "b",
            text="a,b\n1,2\n2,1\n",
            foreignKeys=[{"fields": ["b"], "reference": {"fields": ["a"]}}],
        ),
        ours=(("hierarchy-cycle", 2, 2),),
    ),
    Difference(
        "blanks-around-numbers",
        "Blanks around a number do not belong to it, nor in a list of numbers. frictionless takes "
        "them off.",
        "Spaties om een getal horen er niet bij, ook niet in een lijst van getallen. frictionless "
        "haalt ze weg.",
        cell_reads("integer", "number", "list", wrong=r"(?:^|,)\s|\s(?:,|$)"),
        typed("integer", " 1"),
        ours=(("type-error", 2, 1),),
    ),
    Difference(
        "underscores-in-numbers",
        "1_0 is no number. frictionless reads it as 10, as Python does.",
        "1_0 is geen getal. frictionless leest het als 10, zoals Python.",
        cell_reads("integer", "number", wrong=r"[0-9]_"),
        typed("number", "1_0"),
        ours=(("type-error", 2, 1),),
    ),
    Difference(
        "digits-of-other-scripts",
        "Digits are 0 to 9. frictionless reads those of other scripts too.",
        "Cijfers zijn 0 tot en met 9. frictionless leest ook die van andere schriften.",
        cell_reads("integer", "number", wrong=r"[^\x00-\x7f]"),
        typed("integer", "٣"),
        ours=(("type-error", 2, 1),),
    ),
    Difference(
        "other-words-for-infinity",
        "The words for special numbers are NaN, INF and -INF, in capitals or not. frictionless "
        "reads Infinity and sNaN too, and signs before them.",
        "De woorden voor bijzondere getallen zijn NaN, INF en -INF, in hoofdletters of niet. "
        "frictionless leest ook Infinity en sNaN, en tekens ervoor.",
        cell_reads("number", wrong=r"(?i)infinity|\+inf|[+-]nan|snan"),
        typed("number", "Infinity"),
        ours=(("type-error", 2, 1),),
    ),
    Difference(
        "integers-of-64-bits",
        "Whole numbers of more than 64 bits are a type-error that says so; make such codes a "
        "string. frictionless reads them.",
        "Gehele getallen van meer dan 64 bits zijn een type-error die dat zegt; maak van zulke "
        "codes een string. frictionless leest ze.",
        cell_reads("integer", wrong=r"^[+-]?[0-9]{19,}$"),
        typed("integer", "9" * 20),
        ours=(("type-error", 2, 1),),
    ),
    Difference(
        "dates-with-all-digits",
        "A date is yyyy-mm-dd. frictionless takes 2024-1-1 too.",
        "Een datum is jjjj-mm-dd. frictionless neemt ook 2024-1-1.",
        cell_reads("date", wrong=r"^[0-9]{4}-(?:[0-9]-[0-9]{1,2}|[0-9]{1,2}-[0-9])$"),
        typed("date", "2024-1-1"),
        ours=(("type-error", 2, 1),),
    ),
    Difference(
        "moments",
        "A datetime has a T, a zone such as +01:00 or Z, and hours from 0 to 23. frictionless also "
        "takes another character for the T, +0100, and 24:00:00.",
        "Een datetime heeft een T, een tijdzone zoals +01:00 of Z, en uren van 0 tot 23. "
        "frictionless neemt ook een ander teken voor de T, +0100, en 24:00:00.",
        cell_reads("datetime", wrong=r"24:00|^.{10}[^T]|[+-][0-9]{4}$"),
        typed("datetime", "2024-01-31 09:30:00"),
        ours=(("type-error", 2, 1),),
    ),
    Difference(
        "times",
        "A time is hh:mm:ss, with hours from 0 to 23. frictionless also takes a zone, parts of a "
        "second, and 24:00:00.",
        "Een tijd is uu:mm:ss, met uren van 0 tot 23. frictionless neemt ook een tijdzone, delen "
        "van een seconde, en 24:00:00.",
        cell_reads("time", wrong=r"24:00|[Z.,+]"),
        typed("time", "09:30:00Z"),
        ours=(("type-error", 2, 1),),
    ),
    Difference(
        "years",
        "A year has four digits and is not 0000 (XML Schema). frictionless takes four characters "
        "that Python reads as a number, and 0000.",
        "Een jaar heeft vier cijfers en is niet 0000 (XML Schema). frictionless neemt vier tekens "
        "die Python als getal leest, en 0000.",
        cell_reads("year", wrong=r"^0000$|[^0-9]"),
        typed("year", "+202"),
        ours=(("type-error", 2, 1),),
    ),
    Difference(
        "months",
        "A yearmonth is yyyy-mm and not of the year 0000 (XML Schema). frictionless takes any two "
        "numbers with a hyphen between them.",
        "Een yearmonth is jjjj-mm en niet van het jaar 0000 (XML Schema). frictionless neemt elke "
        "twee getallen met een streepje ertussen.",
        cell_reads("yearmonth", wrong=r"^0000|^(?![0-9]{4}-[0-9]{2}$)"),
        typed("yearmonth", "2024-1"),
        ours=(("type-error", 2, 1),),
    ),
    Difference(
        "durations",
        "A duration is that of XML Schema. frictionless also takes weeks, a plus sign, decimal "
        "commas, decimals in any part and a T with nothing after it.",
        "Een duur is die van XML Schema. frictionless neemt ook weken, een plusteken, decimale "
        "komma's, decimalen in elk deel en een T met niets erachter.",
        cell_reads("duration", wrong=r"W|^\+|,|\.[0-9]+[YMDH]|^P$|T$"),
        typed("duration", "P1W"),
        ours=(("type-error", 2, 1),),
    ),
    Difference(
        "points",
        "A point is written lon,lat with at most one blank after the comma, and in JSON its parts "
        "are numbers. frictionless takes other blanks, and texts that hold a number.",
        "Een punt wordt geschreven als lon,lat met hoogstens een spatie na de komma, en in JSON "
        "zijn de delen getallen. frictionless neemt ook andere spaties, en teksten met een getal.",
        cell_reads("geopoint", wrong=r"^\s|\s,|,\s\s|\s$|_"),
        typed("geopoint", "1 ,2"),
        ours=(("type-error", 2, 1),),
    ),
    Difference(
        "json",
        "NaN and Infinity are not JSON. frictionless reads them, as Python does.",
        "NaN en Infinity zijn geen JSON. frictionless leest ze, zoals Python.",
        cell_reads("object", "array", "geojson", wrong="NaN|Infinity"),
        typed("array", "[NaN]"),
        ours=(("type-error", 2, 1),),
    ),
    Difference(
        "uuids",
        "A uuid is written with hyphens (RFC 9562). frictionless takes it without.",
        "Een uuid wordt met streepjes geschreven (RFC 9562). frictionless neemt hem zonder.",
        cell_reads("string", form="uuid", wrong="^[0-9A-Fa-f]{32}$"),
        typed("string", "123e4567e89b12d3a456426614174000", format="uuid"),
        ours=(("type-error", 2, 1),),
    ),
    Difference(
        "uris",
        "A URI has only the characters of RFC 3986 (others as %C3%A9). frictionless takes blanks, "
        "letters with accents and broken addresses such as http://[::bad.",
        "Een URI heeft alleen de tekens van RFC 3986 (andere als %C3%A9). frictionless neemt ook "
        "spaties, letters met accenten en kapotte adressen zoals http://[::bad.",
        cell_reads("string", form="uri", wrong=r"[^\x21-\x7e]|\[[^\]]*$"),
        typed("string", "http://[::bad", format="uri"),
        ours=(("type-error", 2, 1),),
    ),
    Difference(
        "base64",
        "Binary text is base64 throughout. frictionless leaves out characters that are not.",
        "Binaire tekst is helemaal base64. frictionless slaat tekens over die dat niet zijn.",
        cell_reads("string", form="binary", wrong=r"[^A-Za-z0-9+/=]"),
        typed("string", "Y Q==", format="binary"),
        ours=(("type-error", 2, 1),),
    ),
    Difference(
        "whole-patterns",
        "A pattern must match the whole value. frictionless puts ^ and $ around it, so that in "
        "x|y each side is held to one end only.",
        "Een patroon moet bij de hele waarde passen. frictionless zet er ^ en $ omheen, zodat in "
        "x|y elke kant maar aan een eind vastzit.",
        anchored,
        typed("string", "xz", constraints={"pattern": "x|y"}),
        ours=(("constraint-error", 2, 1),),
    ),
    Difference(
        "moments-without-a-zone",
        "A datetime without a zone counts as UTC, so that all of a column can be compared. To "
        "frictionless it never equals one with a zone.",
        "Een datetime zonder tijdzone telt als UTC, zodat alle waarden van een kolom te "
        "vergelijken zijn. Voor frictionless is hij nooit gelijk aan een met tijdzone.",
        zone,
        one(
            {"name": "a", "type": "datetime", "constraints": {"unique": True}},
            text="a\n2024-01-31T09:30:00\n2024-01-31T09:30:00Z\n",
        ),
        ours=(("unique-error", 3, 1),),
    ),
    Difference(
        "nan-equals-itself",
        "Where values are compared for being the same, NaN is the same as NaN. To frictionless it "
        "is not.",
        "Waar waarden worden vergeleken op gelijkheid, is NaN gelijk aan NaN. Voor frictionless is "
        "dat niet zo.",
        nan_differs,
        one(
            {"name": "a", "type": "number", "constraints": {"unique": True}},
            text="a\nNaN\nNaN\n",
        ),
        ours=(("unique-error", 3, 1),),
    ),
    Difference(
        "equal-durations",
        "Durations are equal when they last as long: P1Y and P12M, P1D and PT24H. To frictionless "
        "P1Y and P12M differ.",
        "Duren zijn gelijk als ze even lang zijn: P1Y en P12M, P1D en PT24H. Voor frictionless "
        "verschillen P1Y en P12M.",
        lambda compared, _, item: (
            (item.code in KEYS and "duration" in kinds_of(compared, item))
            or (item.code == "constraint-error" and same_cell(compared, item, "[YM]", "duration"))
        ),
        one(
            {"name": "a", "type": "duration", "constraints": {"unique": True}},
            text="a\nP1Y\nP12M\n",
        ),
        ours=(("unique-error", 3, 1),),
    ),
    Difference(
        "misfit-is-not-empty",
        "A cell that does not fit its type is said to be that, and no more: as a key it is neither "
        "empty nor missing in the other table. To frictionless it is an empty cell from there on.",
        "Van een cel die niet bij haar type past wordt dat gezegd, en meer niet: als sleutel is "
        "zij niet leeg en ontbreekt zij niet in de andere tabel. Voor frictionless is zij leeg.",
        after_a_misfit,
        one(INTEGER, "b", text="a,b\nx,1\n", primaryKey=["a"]),
        theirs=(("primary-key", 2, None),),
    ),
    Difference(
        "nul",
        "A NUL character is a finding on its line. frictionless reads it as a letter.",
        "Een NUL-teken is een bevinding op zijn regel. frictionless leest het als een letter.",
        one_side("ours", "nul-error"),
        one("a", "b", text=b"a,b\n1,x\0y\n"),
        ours=(("nul-error", 2, None),),
    ),
    Difference(
        "odd-bytes",
        "A byte that does not fit the encoding is a finding on its line, and the other lines are "
        "checked. frictionless leaves the table at the first.",
        "Een byte die niet bij de codering past is een bevinding op zijn regel, en de andere "
        "regels worden gecontroleerd. frictionless houdt met de tabel op bij de eerste.",
        lambda compared, _, item: (
            item.code != "source-error"
            and (item.table, "encoding-error") in {(x.table, x.code) for x in compared.they}
        ),
        one("a", "b", text=b"a,b\n1,\xe9\n2,3\n"),
        ours=(("encoding-error", 2, None),),
        theirs=(("encoding-error", None, None),),
    ),
    Difference(
        "file-that-cannot-be-read",
        "A file that does not exist, or is no text (UTF-16, a spreadsheet), is a source-error. "
        "frictionless calls it a scheme-error or an encoding-error.",
        "Een bestand dat niet bestaat, of geen tekst is (UTF-16, een rekenblad), is een "
        "source-error. frictionless noemt het scheme-error of encoding-error.",
        lambda _, __, item: item.code in {"source-error", "scheme-error"},
        Case({"t": {"fields": [{"name": "a"}]}}, {}),
        ours=(("source-error", None, None),),
        theirs=(("scheme-error", None, None),),
    ),
    Difference(
        "constraint-of-another-type",
        "A constraint that its type does not know is not evaluated, and the report says so; the "
        "rest of the table is checked. To frictionless the schema is wrong and nothing is checked. "
        "minimum and maximum of durations, jsonSchema and a pattern on other types than string are "
        "checked.",
        "Een voorwaarde die het type niet kent wordt niet beoordeeld, en het rapport zegt dat; de "
        "rest van de tabel wordt gecontroleerd. Voor frictionless is het schema fout en wordt "
        "niets gecontroleerd. minimum en maximum van een duration, jsonSchema en een pattern op "
        "andere "
        "typen dan string worden wel gecontroleerd.",
        one_side("theirs", "field-error"),
        typed("integer", "1", constraints={"minLength": 1}),
        theirs=(("field-error", None, None),),
    ),
)


def explain(compared: Compared, side: str, item: Found) -> str | None:
    """Name the difference that accounts for a finding of one side; nothing when none does."""
    for difference in DIFFERENCES:
        # What is said of no table, such as that there is no report, only the first can explain.
        if (item.table or difference is DIFFERENCES[0]) and difference.explains(
            compared, side, item
        ):
            return difference.name
    return None


HEADS = {
    "en": (
        "# Differences with frictionless",
        (
            "A check follows the specification of Table Schema. Where [frictionless]"
            "(https://framework.frictionlessdata.io) 5.21 does something else, it stands here: "
            "`tests/test_differential.py` checks the same packages with both and accepts no other "
            "difference, and each of these is shown by a test to be there."
        ),
    ),
    "nl": (
        "# Verschillen met frictionless",
        (
            "Een controle volgt de specificatie van Table Schema. Waar [frictionless]"
            "(https://framework.frictionlessdata.io) 5.21 iets anders doet, staat het hier: "
            "`tests/test_differential.py` controleert dezelfde pakketten met beide en staat geen "
            "ander "
            "verschil toe, en van elk hiervan laat een test zien dat het er is."
        ),
    ),
}
NOTES = Path(__file__).resolve().parents[1] / "docs" / "notes"


def page(lang: str) -> str:
    """Write the page about the differences in a language."""
    title, lead = HEADS[lang]
    parts = [title, "", lead, ""]
    for difference in DIFFERENCES:
        text = difference.dutch if lang == "nl" else difference.english
        parts += [f"- **{difference.name}**. {text}"]
    return "\n".join(parts) + "\n"


def main() -> None:
    """Write the pages."""
    for lang in HEADS:
        (NOTES / f"differences.{lang}.md").write_text(page(lang), encoding="utf-8")


if __name__ == "__main__":
    main()
