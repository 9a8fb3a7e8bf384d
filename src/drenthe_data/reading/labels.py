"""Matching the header of a table with the fields of its schema.

How strictly is up to the schema (``fieldsMatch`` of Table Schema 2). In all ways columns are
matched by name; in ``exact`` a wrong order is reported as well. As in frictionless, a field that
may be left out must be there all the same when its values are required.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from drenthe_data.descriptor import Field, Resource, Schema
from drenthe_data.findings import Finding
from drenthe_data.messages.names import Names

# The ways that let a file have more columns than the schema has fields, or fewer.
MAY_HAVE_MORE = frozenset({"subset", "partial"})
MAY_HAVE_FEWER = frozenset({"superset", "partial"})

# So many unknown labels get a proposal: a header of thousands is that of another table.
_MOST_LOOKED_FOR = 50
_SHOWN = {"\t": "tab", " ": "space"}


@dataclass(frozen=True, slots=True)
class LabelMatch:
    """What the header of a file says.

    Attributes:
        columns: Per column the name of its field; ``None`` for a column that is no field, and for
            the second column of a field.
        schema: The schema; of a table without one, a schema with a field per column.
        findings: What is wrong with the header.
        is_usable: Whether rows can be matched with fields.
    """

    columns: tuple[str | None, ...]
    schema: Schema
    findings: tuple[Finding, ...] = ()
    is_usable: bool = True

    @property
    def missing(self) -> list[str]:
        """The fields that no column holds."""
        return [name for name in self.schema.names if name not in self.columns]


def check_labels(
    labels: Sequence[str],
    resource: Resource,
    *,
    file: str | None = None,
    line: int | None = 1,
    row: int = 1,
) -> LabelMatch:
    """Match the labels of a header with the fields of a resource.

    Args:
        labels: The header; an empty text is a column without a name.
        resource: The resource; its schema, dialect and name count.
        file: The path of the file, when the resource has several.
        line: Line of the header in the file, from 1; none when the file has no lines.
        row: Row of the header, from 1.
    """
    check = _Check(labels, resource, file or resource.path, line, row)
    if any("\0" in label for label in labels):
        return LabelMatch((), resource.schema, (check.finding("nul-error"),), is_usable=False)
    if not resource.schema.fields:
        schema = schema_of(labels)
        findings = check.columns(schema.names, may_have_more=True)
        return LabelMatch(_first_of_each(labels), schema, tuple(findings))
    wrong_delimiter = check.delimiter()
    if wrong_delimiter is not None:
        return LabelMatch((None,), resource.schema, (wrong_delimiter,), is_usable=False)
    names = check.names
    match = resource.schema.fields_match
    found = list(check.columns(names, may_have_more=match in MAY_HAVE_MORE))
    if match == "partial" and not any(check.matched):
        found.append(check.finding("missing-label", "partial", value=_shown(labels)))
    found += check.absent()
    if match == "exact":
        found += check.order()
    return LabelMatch(_first_of_each(check.matched), resource.schema, tuple(found))


def match_without_header(resource: Resource, width: int) -> LabelMatch:
    """Match the columns of a table without header with the fields, in order.

    Args:
        resource: The resource.
        width: Number of cells of the first row; a table without schema gets as many fields.
    """
    schema = resource.schema
    if not schema.fields:
        schema = schema_of([f"field{number}" for number in range(1, width + 1)])
    return LabelMatch(tuple(schema.names), schema)


def schema_of(labels: Sequence[str]) -> Schema:
    """Make the schema of a table that has none: a field of any value per named column."""
    raw = [{"name": name, "type": "any"} for name in _first_of_each(labels) if name]
    fields = tuple(Field(str(item["name"]), "any", "default", {}, ("",), item) for item in raw)
    return Schema(fields, (), (), (), {"fields": raw, "fieldsMatch": "subset"}, "subset")


def _first_of_each(names: Sequence[str | None]) -> tuple[str | None, ...]:
    """Keep the first of each name; the place of the others, and of no name, holds ``None``."""
    seen: set[str] = set()
    kept: list[str | None] = []
    for name in names:
        kept.append(name if name and name not in seen else None)
        seen.add(name or "")
    return tuple(kept)


def _shown(labels: Sequence[str]) -> str:
    return ", ".join(labels)


class _Check:
    """One header beside one schema."""

    def __init__(
        self, labels: Sequence[str], resource: Resource, file: str, line: int | None, row: int
    ) -> None:
        self.labels = labels
        self.resource = resource
        self.place = Finding("", "error", file, resource.name, line, row)
        self.names = resource.schema.names
        self.match = resource.schema.fields_match
        fold = str if resource.dialect.header_case else str.casefold
        by_label = {fold(name): name for name in reversed(self.names)}
        # Per column the field it names, also when another column does so too.
        self.matched = [by_label.get(fold(label)) for label in labels]

    def finding(
        self,
        code: str,
        variant: str | None = None,
        *,
        field: str | None = None,
        number: int | None = None,
        value: str | None = None,
        **params: object,
    ) -> Finding:
        params = {"expected": self.names, **params}
        return replace(
            self.place,
            code=code,
            variant=variant,
            field=field,
            field_number=number,
            value=value,
            params=params,
        )

    def delimiter(self) -> Finding | None:
        """See whether the whole header is one label because another delimiter was used."""
        labels, names = self.labels, self.names
        if len(labels) != 1 or len(names) < 2 or self.matched[0] is not None:
            return None
        used = self.resource.delimiter
        for other in (";", "\t", ",", "|"):
            if other != used and labels[0].split(other)[0].strip('"') in names:
                value = _SHOWN.get(other, f'"{other}"')
                return self.finding(
                    "delimiter-error", value=value, expected=_SHOWN.get(used, f'"{used}"')
                )
        return None

    def columns(self, names: Sequence[str], *, may_have_more: bool) -> Iterator[Finding]:
        """Report columns without a name, with the name of another, or without a field."""
        absent = Names((name for name in names if name not in self.matched), _MOST_LOOKED_FOR)
        seen: set[str] = set()
        for number, (label, name) in enumerate(zip(self.labels, self.matched, strict=True), 1):
            known = name or label
            if not label:
                yield self.finding("blank-label", number=number, column=number)
            elif known in seen:
                yield self.finding("duplicate-label", field=known, number=number, value=label)
            elif name is None and not may_have_more:
                yield self.finding(
                    "extra-label",
                    "superset" if self.match == "superset" else None,
                    field=label,
                    number=number,
                    value=label,
                    nearest=absent.nearest(label),
                    schema=self.resource.schema_file,
                )
            seen.add(known)

    def absent(self) -> Iterator[Finding]:
        """Report fields without a column, as far as they may not be left out."""
        labels = zip(self.labels, self.matched, strict=True)
        extra = Names((label for label, name in labels if label and name is None), _MOST_LOOKED_FOR)
        key = self.resource.schema.primary_key
        for number, item in enumerate(self.resource.schema.fields, start=1):
            if item.name in self.matched:
                continue
            variant = "subset" if self.match == "subset" else None
            if self.match in MAY_HAVE_FEWER:
                if not item.is_required and item.name not in key:
                    continue
                variant = "required"
            yield self.finding(
                "missing-label",
                variant,
                field=item.name,
                number=number,
                nearest=extra.nearest(item.name),
            )

    def order(self) -> Iterator[Finding]:
        """Report the first column that does not stand where the schema has it."""
        present = list(dict.fromkeys(name for name in self.matched if name is not None))
        found = set(present)
        wanted = [name for name in self.names if name in found]
        for number, (label, name) in enumerate(zip(present, wanted, strict=True), start=1):
            if label != name:
                yield self.finding("incorrect-label", field=name, number=number, value=label)
                return
