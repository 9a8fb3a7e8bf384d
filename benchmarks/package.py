"""The description of the generated package: schemas, rules and their examples.

The tables are cut down from those of Drenthe, and hold what Table Schema can ask: seven types, all
constraints of texts and numbers, keys of one and of several fields, keys to other tables and to the
own table. The rules have the form of those in ``validators/``.
"""

from __future__ import annotations

from typing import Any

IDENTIFIER = "[a-z0-9]+(-[a-z0-9]+)*"

Field = dict[str, Any]
Schema = dict[str, Any]


def _field(name: str, kind: str = "string", **constraints: Any) -> Field:
    """Describe a field; ``form`` is its format, all other words are constraints."""
    form = constraints.pop("form", None)
    field: Field = {"name": name, "type": kind}
    if form:
        field["format"] = form
    if constraints:
        field["constraints"] = constraints
    return field


def _reference(fields: list[str], table: str, target: list[str]) -> dict[str, Any]:
    return {"fields": fields, "reference": {"resource": table, "fields": target}}


def _identifier(name: str, *, required: bool = True) -> Field:
    constraints: dict[str, Any] = {"pattern": IDENTIFIER, "maxLength": 80}
    return _field(name, **({"required": True} | constraints if required else constraints))


def schemas(*, is_printed: bool = False) -> dict[str, Schema]:
    """Give the schema of each table, parents first.

    Args:
        is_printed: Whether the amounts name the column that holds them as they were printed, so
            that the two are compared.
    """
    amount = _field("amount_eur", "integer", required=True, minimum=-(10**12), maximum=10**12)
    if is_printed:
        amount["printedIn"] = "as_printed"
    tables: dict[str, Schema] = {
        "places": {
            "fields": [
                _identifier("id"),
                _field("name", required=True, unique=True, minLength=1, maxLength=100),
                _field("kind", required=True, enum=["province", "municipality", "town"]),
                _identifier("parent_id", required=False),
                _field("latitude", "number", minimum=50, maximum=54),
                _field("longitude", "number", minimum=3, maximum=8),
            ],
            "primaryKey": ["id"],
            "foreignKeys": [_reference(["parent_id"], "", ["id"])],
        },
        "partners": {
            "fields": [
                _identifier("id"),
                _field("name", required=True, unique=True, minLength=3, maxLength=150),
                _field("short_name", minLength=1, maxLength=12),
                _field(
                    "kind",
                    required=True,
                    enum=["government", "education-research", "business", "network", "other"],
                ),
                _field("is_collective", "boolean", required=True),
                _identifier("place_id", required=False),
                _field("register_number", unique=True, pattern="[0-9]{8}"),
                _field("uri", form="uri"),
                _field("staff", "integer", minimum=0, maximum=1_000_000),
                _field("turnover", "number", minimum=0),
                _field("note", maxLength=400),
            ],
            "primaryKey": ["id"],
            "foreignKeys": [_reference(["place_id"], "places", ["id"])],
        },
        "programmes": {
            "fields": [
                _identifier("id"),
                _identifier("parent_id", required=False),
                _field("name", required=True, minLength=3, maxLength=200),
                _field("level", required=True, enum=["provincial", "northern", "national"]),
                _field("period_start", "date"),
                _field("period_end", "date"),
                _identifier("owner_id", required=False),
                _field("share", "number", minimum=0, maximum=1),
                _field("reference", "any"),
            ],
            "primaryKey": ["id"],
            "uniqueKeys": [["name", "level"]],
            "foreignKeys": [
                _reference(["parent_id"], "", ["id"]),
                _reference(["owner_id"], "partners", ["id"]),
            ],
        },
        "budget_lines": {
            "fields": [
                _identifier("id"),
                _identifier("programme_id"),
                _identifier("parent_id", required=False),
                _field("label", required=True, minLength=1, maxLength=200),
                _field("kind", required=True, enum=["item", "total"]),
            ],
            "primaryKey": ["id"],
            "foreignKeys": [
                _reference(["programme_id"], "programmes", ["id"]),
                _reference(["parent_id"], "", ["id"]),
            ],
        },
        "budget_years": {
            "fields": [
                _field("fiscal_year", "year", required=True, minimum=1900, maximum=2100),
                _field("stage", required=True, enum=["actual", "budget"]),
                _field("is_closed", "boolean", required=True),
                _field("decided_on", "date"),
            ],
            "primaryKey": ["fiscal_year", "stage"],
        },
        "indicators": {
            "fields": [
                _identifier("id"),
                _field("name", required=True, unique=True, maxLength=200),
                _field("unit", required=True, enum=["count", "jobs", "eur", "percent"]),
                _identifier("programme_id", required=False),
                _field("target", "any"),
            ],
            "primaryKey": ["id"],
            "foreignKeys": [_reference(["programme_id"], "programmes", ["id"])],
        },
        "budget_amounts": {
            "fields": [
                _identifier("budget_line_id"),
                _field("fiscal_year", "year", required=True, minimum=1900, maximum=2100),
                _field("stage", required=True, enum=["actual", "budget"]),
                amount,
                _field("as_printed", required=True, minLength=1, maxLength=40),
                _field("booked_on", "date", minimum="1990-01-01"),
            ],
            "primaryKey": ["budget_line_id", "fiscal_year", "stage"],
            "foreignKeys": [
                _reference(["budget_line_id"], "budget_lines", ["id"]),
                _reference(["fiscal_year", "stage"], "budget_years", ["fiscal_year", "stage"]),
            ],
        },
        "indicator_values": {
            "fields": [
                _field("id", pattern="v[0-9]+"),
                _identifier("indicator_id"),
                _identifier("place_id", required=False),
                _field("year", "year", minimum=1900, maximum=2100),
                _field("kind", required=True, enum=["observed", "target", "estimate", "forecast"]),
                _field("value", "number", required=True),
                _field("value_high", "number"),
                _field("is_final", "boolean"),
                _field("note", maxLength=200),
            ],
            "primaryKey": ["id"],
            "foreignKeys": [
                _reference(["indicator_id"], "indicators", ["id"]),
                _reference(["place_id"], "places", ["id"]),
            ],
        },
    }
    for schema in tables.values():
        schema["missingValues"] = [""]
    return tables


RULES: dict[str, str] = {
    "budgets/sum.sql": """\
-- title: A total equals the sum of its lines
-- title_nl: Een totaal is de som van zijn regels
-- description: In each year and stage the amount of a total must equal the sum of its lines.
-- description_nl: In elk jaar en stadium moet het bedrag van een totaal de som van de regels zijn.
-- message: {budget_line_id} in {fiscal_year} ({stage}) is {printed}, but its lines add up to
--   {computed}: a difference of {difference}. Correct the amount that is wrong.
-- message_nl: {budget_line_id} in {fiscal_year} ({stage}) is {printed}, maar de regels tellen op
--   tot {computed}: een verschil van {difference}. Verbeter het bedrag dat fout is.
-- severity: error
-- reads: budget_lines, budget_amounts
-- table: budget_amounts
-- key: budget_line_id, fiscal_year, stage
-- field: amount_eur
WITH sums AS (
    SELECT
        line.parent_id AS parent_id,
        part.fiscal_year AS fiscal_year,
        part.stage AS stage,
        SUM(part.amount_eur) AS computed
    FROM budget_amounts AS part
    JOIN budget_lines AS line ON line.id = part.budget_line_id
    WHERE line.parent_id IS NOT NULL
    GROUP BY line.parent_id, part.fiscal_year, part.stage
)
SELECT
    total.budget_line_id AS budget_line_id,
    total.fiscal_year AS fiscal_year,
    total.stage AS stage,
    total.amount_eur AS printed,
    sums.computed AS computed,
    total.amount_eur - sums.computed AS difference
FROM budget_amounts AS total
JOIN sums
    ON sums.parent_id = total.budget_line_id
    AND sums.fiscal_year = total.fiscal_year
    AND sums.stage = total.stage
WHERE total.amount_eur <> sums.computed
""",
    "indicators/value-range.sql": """\
-- title: A range runs from low to high
-- title_nl: Een bereik loopt van laag naar hoog
-- description: Where a second value is given, it is the end of the range and not below the first.
-- description_nl: Een tweede waarde is het eind van het bereik en niet lager dan de eerste.
-- message: {id} runs from {low} to {high}. Swap the two, or correct the one that is wrong.
-- message_nl: {id} loopt van {low} tot {high}. Wissel de twee om, of verbeter wat fout is.
-- severity: error
-- reads: indicator_values
-- table: indicator_values
-- key: id
-- field: value_high
SELECT
    own.id AS id,
    own.value AS low,
    own.value_high AS high
FROM indicator_values AS own
WHERE own.value > own.value_high
""",
    "programmes/period-order.sql": """\
-- title: A programme ends after it began
-- title_nl: Een programma eindigt nadat het begon
-- description: The end of the period must not lie before its start.
-- description_nl: Het eind van de periode mag niet voor het begin liggen.
-- message: {id} ends on {period_end}, before it begins on {period_start}. Correct one of the two.
-- message_nl: {id} eindigt op {period_end}, voor het begint op {period_start}. Verbeter een van
--   de twee.
-- severity: error
-- reads: programmes
-- table: programmes
-- key: id
-- field: period_end
SELECT
    own.id AS id,
    own.period_start AS period_start,
    own.period_end AS period_end
FROM programmes AS own
WHERE own.period_end < own.period_start
""",
}

EXAMPLES: dict[str, str] = {
    "budgets/sum.toml": '''\
[[example]]
title = "A total that is ten too high in one of two years"
title_nl = "Een totaal dat in een van twee jaren tien te hoog is"
finds = ["t;2026;budget"]

[example.tables]
budget_lines = """
id,parent_id
t,
a,t
b,t
"""
budget_amounts = """
budget_line_id,fiscal_year,stage,amount_eur
t,2026,budget,1010
a,2026,budget,600
b,2026,budget,400
t,2027,budget,1000
a,2027,budget,600
b,2027,budget,400
"""
''',
    "indicators/value-range.toml": '''\
[[example]]
title = "A range that runs down, one that runs up, and a single value"
title_nl = "Een bereik dat daalt, een dat stijgt, en een enkele waarde"
finds = ["v1"]

[example.tables]
indicator_values = """
id,value,value_high
v1,8.5,8.4
v2,8.5,9
v3,8.5,
"""
''',
    "programmes/period-order.toml": '''\
[[example]]
title = "A period that ends a day before it begins"
title_nl = "Een periode die een dag voor het begin eindigt"
finds = ["p1"]

[example.tables]
programmes = """
id,period_start,period_end
p1,2026-02-01,2026-01-31
p2,2026-02-01,2026-02-01
p3,2026-02-01,
"""
''',
}
