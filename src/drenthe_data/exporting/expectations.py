"""Schemas and rules as expectations of Great Expectations, to be run on the SQLite export.

An expectation is a plain dictionary in the form of the files of that program, so that it need not
be installed to write them. What a schema says of one column becomes a column expectation; keys
between tables, types of cells and the rules of ``validators/`` become queries that return the rows
that are wrong. A rule stays as it is: what the engine offers it beside the tables (``half_unit``,
the items of lists) is put before it as relations.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from math import isfinite
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from drenthe_data.checks.printed import parse_figure
from drenthe_data.checks.rule_files import Rule
from drenthe_data.descriptor import Field, ForeignKey, Resource
from drenthe_data.loading import LoadedPackage

_SEVERITY = {"error": "critical", "warning": "warning", "note": "info"}
# What typeof() says of cells of a type; all others are text.
_STORED = {
    "integer": ("integer",),
    "year": ("integer",),
    "boolean": ("integer",),
    "number": ("real", "integer"),
}
# Cells for which these are true are no date or time. Adding nothing makes 30 February 2 March.
_NOT_TEMPORAL = {
    "date": "date({0}, '+0 days') IS NOT {0}",
    "datetime": "datetime({0}) IS NULL",
    "time": "time({0}) IS NULL",
    "yearmonth": "date({0} || '-01', '+0 days') IS NOT {0} || '-01'",
}
_TEMPORAL: dict[str, type[date | time]] = {"date": date, "time": time}
_SIGNS = {
    "minimum": (">=", "<"),
    "maximum": ("<=", ">"),
    "exclusiveMinimum": (">", "<="),
    "exclusiveMaximum": ("<", ">="),
}
# The columns by which a known discrepancy is recognised.
_FIGURES = ("printed", "computed")
# Names of columns that the program itself cannot read back from its conditions.
_UNREADABLE = re.compile(r'["\\\r\n]')
# Prints that need no reading one by one, as SQL: what is left of them, and then its decimals.
_BARE = "REPLACE(REPLACE(REPLACE(REPLACE({0}, '€', ''), '%', ''), ' ', ''), '-', '')"
_SIGN = "^(?:€ ?)?-?"
_WHOLE = r"(?:[0-9]{1,15}|[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,4})"


def quoted(name: str) -> str:
    """Quote an identifier for SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: object) -> str:
    """Write a value as SQL."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, int | float):
        return repr(value)
    return "'" + str(value).replace("'", "''") + "'"


@dataclass(slots=True)
class Suite:
    """The expectations of one table and one severity.

    Attributes:
        name: The table, with ``-warnings`` or ``-notes`` behind it for what is no error.
        table: The table.
        severity: ``error``, ``warning`` or ``note``.
        expectations: The expectations.
        not_evaluated: What the schema asks and these expectations do not see.
    """

    name: str
    table: str
    severity: str
    expectations: list[dict[str, Any]] = field(default_factory=list)
    not_evaluated: list[dict[str, str]] = field(default_factory=list)


class Suites:
    """Makes the suites of a package.

    Args:
        data: The package.
        rules: The rules on it.
        known: The known discrepancies: rows with ``rule``, ``key``, ``printed``, ``computed``.
        columns: Of each table the declared type of each column in the database.
        texts: What is expected, by check: ``en`` and ``nl``, with names in braces.
        language: The language of the descriptions, ``nl`` or ``en``; notes have both.
        base_url: What identifiers begin with.
    """

    def __init__(  # noqa: PLR0917
        self,
        data: LoadedPackage,
        rules: Iterable[Rule],
        known: Sequence[Mapping[str, str]],
        columns: Mapping[str, Mapping[str, str]],
        texts: Mapping[str, Mapping[str, str]],
        language: str,
        base_url: str,
    ) -> None:
        self.data = data
        self.rules = list(rules)
        self.known = known
        self.columns = columns
        self.texts = texts
        self.language = language
        self.base_url = base_url
        self.schemas = {item.name: item.schema for item in data.package.resources}
        self._made: dict[tuple[str, str], Suite] = {}

    def all(self) -> list[Suite]:
        """Give the suites by table; those without expectations are left out."""
        for resource in self.data.package.resources:
            self._structure(resource)
            for item in resource.schema.fields:
                self._field(resource, item)
            self._keys(resource)
            for item in resource.schema.fields:
                self._printed(resource, item)
        for rule in self.rules:
            self._rule(rule)
        for suite in self._made.values():
            for number, one in enumerate(suite.expectations):
                # The same package gives the same identifiers.
                one["id"] = str(uuid5(NAMESPACE_URL, f"{self.base_url}/gx/{suite.name}#{number}"))
                one["meta"]["number"] = number + 1
        return [suite for suite in self._made.values() if suite.expectations]

    def _suite(self, table: str, severity: str) -> Suite:
        ending = {"error": "", "warning": "-warnings", "note": "-notes"}[severity]
        key = (table, severity)
        # Pages show the name as it is.
        name = re.sub(r"[<>&\"]", lambda found: f"%{ord(found[0]):02X}", table)
        return self._made.setdefault(key, Suite(f"{name}{ending}", table, severity))

    def _add(
        self,
        table: str,
        code: str,
        kind: str,
        kwargs: Mapping[str, Any],
        *,
        fields: Sequence[str] = (),
        text: str = "",
        severity: str = "error",
        texts: Mapping[str, str] | None = None,
        **params: object,
    ) -> None:
        """Add an expectation.

        Args:
            table: The table that it is about.
            code: The check that finds the same.
            kind: The type of the expectation.
            kwargs: Its arguments.
            fields: The fields that it is about.
            text: Which text says what is expected, by default that of the code.
            severity: ``error``, ``warning`` or ``note``.
            texts: The texts themselves, instead of those of the settings.
            params: What the text names.
        """
        if "column" in kwargs and _UNREADABLE.search(kwargs["column"]):
            condition = _condition(kind, kwargs, table)
            kind, kwargs = (
                "unexpected_rows_expectation",
                {"unexpected_rows_query": escaped(condition)},
            )
        found = texts or {
            lang: _filled(self.texts.get(text or code, {}).get(lang, code), params)
            for lang in ("nl", "en")
        }
        self._suite(table, severity).expectations.append(
            {
                "type": kind,
                "kwargs": dict(kwargs),
                "severity": _SEVERITY[severity],
                "description": found[self.language],
                "notes": [f"nl: {found['nl']}", f"en: {found['en']}"],
                "meta": {"code": code, "table": table, "fields": list(fields), **found},
            }
        )

    def _query(self, table: str, code: str, query: str, **more: Any) -> None:
        """Add a query that returns rows that are wrong."""
        # The name of the table in a comment says to the program what the query is about.
        is_plain = table.isascii() and table.replace("_", "a").replace("-", "a").isalnum()
        head = "/* {batch} */ " if is_plain else ""
        kwargs = {"unexpected_rows_query": head + escaped(query)}
        self._add(table, code, "unexpected_rows_expectation", kwargs, **more)

    def _skip(self, table: str, item: Field, constraint: str) -> None:
        skipped = {"field": item.name, "type": item.type, "constraint": constraint}
        self._suite(table, "error").not_evaluated.append(skipped)

    def _structure(self, resource: Resource) -> None:
        names = resource.schema.names
        self._add(
            resource.name,
            "missing-label",
            "expect_table_columns_to_match_ordered_list",
            {"column_list": names},
            fields=names,
        )

    def _field(self, resource: Resource, item: Field) -> None:
        table, name = resource.name, item.name
        more: dict[str, Any] = {"fields": [name], "field": name}
        labels: dict[str, Any] = {"label": item.label(), "label_nl": item.label("nl")}
        declared = self.columns.get(table, {}).get(name)
        if declared:
            self._add(
                table,
                "type-error",
                "expect_column_values_to_be_of_type",
                {"column": name, "type_": declared},
                text="column-type",
                type=declared,
                **more,
                **labels,
            )
        wrong = _no_value(item)
        if wrong:
            self._query(
                table,
                "type-error",
                _rows(resource, [name], f"{_own(name)} IS NOT NULL AND ({wrong})"),
                type=item.type,
                **more,
                **labels,
            )
        if item.is_required or name in resource.schema.primary_key:
            code = "constraint-error" if item.is_required else "primary-key"
            self._add(
                table,
                code,
                "expect_column_values_to_not_be_null",
                {"column": name},
                text="required",
                **more,
                **labels,
            )
        asked = dict(item.asked)
        if sorted(map(str, asked.get("enum", ()))) == sorted(map(str, asked.get("categories", ()))):
            asked.pop("categories", None)
        for constraint, value in asked.items():
            if constraint != "required" and value not in (None, False):
                self._constraint(resource, item, constraint, value, {**more, **labels})

    def _constraint(
        self, resource: Resource, item: Field, name: str, value: Any, more: dict[str, Any]
    ) -> None:
        """Add what a constraint asks; one that cells of a database do not show is listed."""
        table, column = resource.name, {"column": item.name}
        if name == "unique":
            kind = "expect_column_values_to_be_unique"
            self._add(table, "unique-error", kind, column, text="unique", **more)
        elif name in ("enum", "categories"):
            if item.type not in ("string", "any", *_STORED, *_NOT_TEMPORAL):
                self._skip(table, item, name)
                return
            known = _stored_values(item, value)
            if known is None:
                self._skip(table, item, name)
                return
            shown = ", ".join(str(one) for one in known)
            self._add(
                table,
                "constraint-error",
                "expect_column_values_to_be_in_set",
                {**column, "value_set": known},
                text="enum",
                values=shown,
                **more,
            )
        elif name == "pattern" and item.type in ("string", "any"):
            self._add(
                table,
                "constraint-error",
                "expect_column_values_to_match_regex",
                {**column, "regex": rf"\A(?:{value})\Z"},
                text="pattern",
                pattern=value,
                **more,
            )
        elif name in _SIGNS:
            self._limit(resource, item, name, value, more)
        elif name in ("minLength", "maxLength") and item.type in ("string", "any"):
            side = "min_value" if name == "minLength" else "max_value"
            self._add(
                table,
                "constraint-error",
                "expect_column_value_lengths_to_be_between",
                {**column, side: value},
                text=name,
                length=value,
                **more,
            )
        else:
            self._skip(table, item, name)

    def _limit(
        self, resource: Resource, item: Field, name: str, value: Any, more: dict[str, Any]
    ) -> None:
        found = _stored_values(item, [value])
        if not found:
            self._skip(resource.name, item, name)
            return
        sign, wrong = _SIGNS[name]
        (limit,) = found
        common = {"text": "limit", "sign": sign, "limit": value, **more}
        if isinstance(limit, int | float):
            side = "min" if "inimum" in name else "max"
            kwargs: dict[str, Any] = {"column": item.name, f"{side}_value": limit}
            if name.startswith("exclusive"):
                kwargs[f"strict_{side}"] = True
            kind = "expect_column_values_to_be_between"
            self._add(resource.name, "constraint-error", kind, kwargs, **common)
            return
        # Dates and times are texts that sort as they are.
        condition = f"{_own(item.name)} {wrong} {literal(limit)}"
        query = _rows(resource, [item.name], condition)
        self._query(resource.name, "constraint-error", query, **common)

    def _keys(self, resource: Resource) -> None:
        table, schema = resource.name, resource.schema
        keys = [("primary-key", schema.primary_key)] if schema.primary_key else []
        keys += [("unique-key", key) for key in schema.unique_keys]
        for code, key in keys:
            more: dict[str, Any] = {"fields": key, "field": ", ".join(key), "text": "key"}
            if len(key) == 1:
                kind = "expect_column_values_to_be_unique"
                self._add(table, code, kind, {"column": key[0]}, **more)
            else:
                kwargs = {"column_list": list(key), "ignore_row_if": "any_value_is_missing"}
                self._add(table, code, "expect_compound_columns_to_be_unique", kwargs, **more)
        for reference in schema.foreign_keys:
            other = reference.resource or table
            if other not in self.schemas:
                continue
            self._query(
                table,
                "foreign-key",
                _orphans(resource, reference, other),
                fields=reference.fields,
                field=", ".join(reference.fields),
                other=other,
                other_field=", ".join(reference.reference_fields),
            )
            if other == table and len(reference.fields) == 1:
                self._query(
                    table,
                    "hierarchy-cycle",
                    _cycles(table, reference.reference_fields[0], reference.fields[0]),
                    fields=reference.fields,
                    field=reference.fields[0],
                )

    def _printed(self, resource: Resource, item: Field) -> None:
        """Add that a figure is what its print says, as far as the print is known here."""
        printed = item.printed_in
        names = resource.schema.names
        if printed is None or printed not in names:
            return
        relation = self._figures(resource, item)
        own, high = _own(item.name), f"{item.name}_high"
        upper = _own(high) if high in names else "NULL"
        key = [*resource.schema.primary_key, item.name, printed]
        shown = ", ".join(_own(name) for name in dict.fromkeys(key))
        body = (
            f"WITH figures AS ({relation})\nSELECT {shown}\nFROM {quoted(resource.name)} AS own\n"
            f"LEFT JOIN figures ON figures.printed = {_own(printed)}\n"
        )
        more: dict[str, Any] = {
            "fields": [item.name, printed],
            "field": item.name,
            "printed": printed,
        }
        self._query(
            resource.name,
            "printed-value",
            body
            + f"GROUP BY own.rowid\nHAVING COUNT(figures.printed) > 0 AND {own} IS NOT NULL AND "
            f"MAX(figures.low = {own} AND figures.high IS {upper}) = 0",
            **more,
        )
        self._query(
            resource.name,
            "printed-value",
            body + f"WHERE {_own(printed)} IS NOT NULL AND figures.printed IS NULL",
            text="printed-unknown",
            severity="warning",
            **more,
        )

    def _figures(self, resource: Resource, item: Field) -> str:
        """Give a query for what the prints of a field say.

        Plain figures are read by patterns, so that a changed print is read too; of all others
        that are in the table, what they say is listed.
        """
        printed = str(item.printed_in)
        frame = self.data.frames[resource.name]
        texts = sorted(frame[printed].cast(str).drop_nulls().unique().to_list())
        listed = []
        for text in texts:
            figure = None if _is_plain_print(text) else parse_figure(text)
            if figure is None:
                continue
            for value in (figure.low, *figure.alternatives):
                row = (text, value, figure.high, figure.half_unit)
                numbers = [None if part is None else float(part) for part in row[1:]]
                listed.append([text, *numbers, figure.precision])
        own = _own(printed)
        table = quoted(resource.name)
        bare = _BARE.format(own)
        plain = [
            (f"{_SIGN}{_WHOLE} ?%?$", f"CAST(REPLACE({bare}, '.', '') AS REAL)", 0.5),
            *(
                (
                    f"{_SIGN}{_WHOLE},[0-9]{{{places}}} ?%?$",
                    f"CAST(REPLACE(REPLACE({bare}, '.', ''), ',', '.') AS REAL)",
                    float(f"5e-{places + 1}"),
                )
                for places in range(1, 7)
            ),
        ]
        sign = f"CASE WHEN {own} LIKE '%-%' THEN -1 ELSE 1 END"
        parts = [
            f"SELECT DISTINCT {own} AS printed, {sign} * {value} AS low, NULL AS high, "
            f"{half} AS half_unit, NULL AS precision FROM main.{table} AS own "
            f"WHERE {own} REGEXP {literal(pattern)}"
            for pattern, value, half in plain
        ]
        if listed:
            rows = ", ".join(f"({', '.join(literal(one) for one in row)})" for row in listed)
            parts.append(f"VALUES {rows}")
        return "\nUNION ALL ".join(parts)

    def _rule(self, rule: Rule) -> None:
        query = self._with_relations(rule)
        matches = _known_matches(rule, self.known)
        more: dict[str, Any] = {
            "fields": [rule.field] if rule.field else [],
            "severity": rule.severity,
            "texts": {
                lang: f"{rule.text('title', lang)}. {rule.text('description', lang)}"
                for lang in ("nl", "en")
            },
        }
        if not matches:
            self._query(rule.table, rule.id, query, **more)
            return
        is_known = "\n    OR ".join(f"({match})" for _, match in matches)
        self._query(
            rule.table,
            rule.id,
            f"SELECT * FROM (\n{query}\n) AS found\nWHERE NOT COALESCE(\n    {is_known}, FALSE)",
            **more,
        )
        entries = "\nUNION ALL ".join(
            f"SELECT {literal(entry['key'])} AS known_key WHERE NOT EXISTS "
            f"(SELECT 1 FROM found WHERE {match})"
            for entry, match in matches
        )
        self._query(
            rule.table,
            "known-discrepancy-stale",
            f"WITH found AS (\n{query}\n)\n{entries}",
            rule=rule.id,
            fields=rule.key,
        )

    def _with_relations(self, rule: Rule) -> str:
        """Put before a rule the relations that the engine offers beside the tables."""
        relations: dict[str, str] = {}
        for name in dict.fromkeys((*rule.reads, rule.table)):
            schema = self.schemas.get(name)
            if schema is None:
                continue
            resource = self.data.package.resource(name)
            printed = [
                item
                for item in schema.fields
                if item.printed_in in schema.names
                and any(word in rule.query for word in ("half_unit", "printed_precision"))
            ]
            if printed:
                relations[name] = self._with_half_units(resource, printed)
            for item in schema.fields:
                own = f"{name}_{item.name}"
                if item.list_of is not None and own in rule.query:
                    relations[own] = _items(resource, item, item.list_of[2])
        if not relations:
            return rule.query
        before = ",\n".join(f"{quoted(name)} AS (\n{query}\n)" for name, query in relations.items())
        return f"WITH {before}\nSELECT * FROM (\n{rule.query}\n) AS broken"

    def _with_half_units(self, resource: Resource, printed: Sequence[Field]) -> str:
        columns, joins = ["own.*"], []
        for number, item in enumerate(printed):
            prefix = f"{item.name}_" if number else ""
            alias = f"print_{number}"
            columns += [
                f"{alias}.half_unit AS {quoted(prefix + 'half_unit')}",
                f"{alias}.precision AS {quoted(prefix + 'printed_precision')}",
            ]
            relation = (
                "SELECT printed, MAX(half_unit) AS half_unit, MAX(precision) AS precision FROM (\n"
                f"{self._figures(resource, item)}\n) GROUP BY printed"
            )
            joins.append(
                f"LEFT JOIN ({relation}) AS {alias} ON {alias}.printed = "
                f"{_own(str(item.printed_in))}"
            )
        # With the name of the schema it is the table and not this relation itself.
        return (
            f"SELECT {', '.join(columns)} FROM main.{quoted(resource.name)} AS own\n"
            + "\n".join(joins)
        )


def escaped(query: str) -> str:
    """Escape what the program and SQLAlchemy would take for places to be filled in."""
    return query.replace("{", "{{").replace("}", "}}").replace(":", r"\:")


def _filled(text: str, params: Mapping[str, object]) -> str:
    for name, value in params.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text


def _own(name: str) -> str:
    return f"own.{quoted(name)}"


def _rows(resource: Resource, names: Sequence[str], condition: str) -> str:
    """Give a query for the rows of a table for which a condition is true."""
    shown = dict.fromkeys([*resource.schema.primary_key, *names])
    columns = ", ".join(_own(name) for name in shown)
    return f"SELECT {columns}\nFROM {quoted(resource.name)} AS own\nWHERE {condition}"


def _no_value(item: Field) -> str:
    """Give the condition under which a filled cell is no value of the type of its field."""
    name = _own(item.name)
    stored = _STORED.get(item.type)
    if stored is not None:
        known = ", ".join(literal(kind) for kind in stored)
        condition = f"typeof({name}) NOT IN ({known})"
        return f"{condition} OR {name} NOT IN (0, 1)" if item.type == "boolean" else condition
    if item.type in _NOT_TEMPORAL:
        return _NOT_TEMPORAL[item.type].format(name)
    return ""


def _condition(kind: str, kwargs: Mapping[str, Any], table: str) -> str:
    """Give a query for the rows that a column expectation would find."""
    own = _own(kwargs["column"])
    low, high = kwargs.get("min_value"), kwargs.get("max_value")
    subject = f"length({own})" if "lengths" in kind else own
    if kind.endswith("of_type"):
        return (
            f"SELECT name, type FROM pragma_table_info({literal(table)}) "
            f"WHERE name = {literal(kwargs['column'])} AND type <> {literal(kwargs['type_'])}"
        )
    if kind.endswith("be_unique"):
        condition = (
            f"{own} IN (SELECT {own} FROM {quoted(table)} AS own WHERE {own} IS NOT NULL "
            f"GROUP BY {own} HAVING COUNT(*) > 1)"
        )
    elif kind.endswith("not_be_null"):
        condition = f"{own} IS NULL"
    elif kind.endswith("in_set"):
        condition = f"{own} NOT IN ({', '.join(literal(one) for one in kwargs['value_set'])})"
    elif kind.endswith("regex"):
        condition = f"NOT {own} REGEXP {literal(kwargs['regex'])}"
    elif low is not None:
        condition = f"{subject} {'<=' if kwargs.get('strict_min') else '<'} {literal(low)}"
    else:
        condition = f"{subject} {'>=' if kwargs.get('strict_max') else '>'} {literal(high)}"
    return f"SELECT {own} FROM {quoted(table)} AS own WHERE {condition}"


def _stored_values(item: Field, values: Iterable[Any]) -> list[Any] | None:
    """Give values of a schema as the database has them; nothing when that cannot be told."""
    found: list[Any] = []
    for value in values:
        if value in item.missing_values:
            continue
        try:
            found.append(_stored(item, value))
        except (TypeError, ValueError, OverflowError):
            return None
    return found


def _stored(item: Field, value: Any) -> Any:
    if item.type in ("integer", "year"):
        return int(value)
    if item.type == "number":
        number = float(value)
        if not isfinite(number):
            raise ValueError(value)
        return number
    if item.type == "boolean":
        if isinstance(value, bool):
            return int(value)
        return int({"true": True, "false": False}[str(value).lower()])
    if item.type in _TEMPORAL and item.format == "default":
        return _TEMPORAL[item.type].fromisoformat(str(value)).isoformat()
    if item.type in ("string", "any") and isinstance(value, str | int):
        return str(value)
    raise ValueError(value)


def _orphans(resource: Resource, key: ForeignKey, other: str) -> str:
    """Give a query for the rows whose key is not in the other table."""
    pairs = zip(key.fields, key.reference_fields, strict=True)
    same = " AND ".join(f"other.{quoted(there)} = {_own(here)}" for here, there in pairs)
    filled = " AND ".join(f"{_own(name)} IS NOT NULL" for name in key.fields)
    return _rows(
        resource,
        key.fields,
        f"{filled}\n    AND NOT EXISTS (SELECT 1 FROM {quoted(other)} AS other WHERE {same})",
    )


def _cycles(table: str, key: str, parent: str) -> str:
    """Give a query for the rows that hang under themselves."""
    name, own, above = quoted(table), quoted(key), quoted(parent)
    return (
        f"WITH RECURSIVE above (below, at) AS (\n"
        f"    SELECT {own}, {above} FROM {name} WHERE {above} IS NOT NULL\n    UNION\n"
        f"    SELECT above.below, own.{above} FROM above JOIN {name} AS own "
        f"ON own.{own} = above.at\n    WHERE own.{above} IS NOT NULL\n)\n"
        f"SELECT DISTINCT below AS {own} FROM above WHERE below = at"
    )


def _items(resource: Resource, item: Field, separator: str) -> str:
    """Give a query for the items of a field that lists keys."""
    key = "".join(f"{_own(name)}, " for name in resource.schema.primary_key)
    inside = json.dumps(separator, ensure_ascii=False)[1:-1]
    parts = f"REPLACE(json_quote({_own(item.name)}), {literal(inside)}, '\",\"')"
    return (
        f"SELECT {key}part.value AS item, part.key + 1 AS position\n"
        f"FROM main.{quoted(resource.name)} AS own, json_each('[' || {parts} || ']') AS part\n"
        f"WHERE {_own(item.name)} IS NOT NULL"
    )


def _is_plain_print(text: str) -> bool:
    return any(
        re.search(rf"{_SIGN}{_WHOLE}{decimals} ?%?$", text) for decimals in ("", r",[0-9]{1,6}")
    )


def _known_matches(
    rule: Rule, known: Iterable[Mapping[str, str]]
) -> list[tuple[Mapping[str, str], str]]:
    """Give the known discrepancies of a rule, each with the condition that finds it."""
    key = " || ';' || ".join(f"COALESCE(CAST({quoted(name)} AS TEXT), '')" for name in rule.key)
    return [
        (entry, " AND ".join([f"{key} = {literal(entry['key'])}", *_same_figures(entry)]))
        for entry in known
        if entry["rule"] == rule.id and all(name in rule.query for name in _FIGURES)
    ]


def _same_figures(entry: Mapping[str, str]) -> Iterator[str]:
    for name in _FIGURES:
        try:
            number = float(entry[name])
        except ValueError:
            yield f"CAST({name} AS TEXT) = {literal(entry[name])}"
        else:
            yield f"ABS({name} - {number!r}) < 0.000000001"
