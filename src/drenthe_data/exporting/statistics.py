"""Tables as statistical data sets: which field is a dimension, the measure, an attribute.

What the model of SDMX asks is made here and written elsewhere: codes that are identifiers, periods
in its notation, keys that occur once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from drenthe_data.descriptor import Field
from drenthe_data.exceptions import DataError
from drenthe_data.loading import LoadedPackage

PROFILE = "exports/sdmx.toml"
_NO_CODE = re.compile(r"[^A-Za-z0-9_@-]")
_RANGE = re.compile(r"([0-9]{4})/([0-9]{4})")
_PERIOD = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")
Texts = dict[str, str]


@dataclass(frozen=True, slots=True)
class Code:
    """A code: its identifier, its names, and the code it lies under."""

    id: str
    names: Texts
    parent: str | None = None


@dataclass(slots=True)
class Codelist:
    """A list of codes; ``names`` are its own."""

    id: str
    names: Texts
    codes: dict[str, Code] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Component:
    """A column of a data set.

    Attributes:
        id: Its identifier.
        role: ``dimension``, ``time``, ``measure`` or ``attribute``.
        names: Its names.
        values: Its values, as they are written; empty where there is none.
        codelist: The identifier of its code list, if its values are codes.
        type: The type of Table Schema that its values have.
        at: The dimensions that an attribute belongs to; none when it is of the observation.
    """

    id: str
    role: str
    names: Texts
    values: list[str]
    codelist: str | None = None
    type: str = "string"
    at: tuple[str, ...] = ()


@dataclass(slots=True)
class DataSet:
    """A data set: a table with its columns in their roles."""

    id: str
    names: Texts
    components: list[Component]
    height: int


class Statistics:
    """The data sets and code lists of a package.

    Args:
        data: The package.
        settings: Those of the profile.

    Raises:
        DataError: When the profile names a field that is not there, or the rows cannot be told
            apart by the dimensions.
    """

    def __init__(self, data: LoadedPackage, settings: Mapping[str, Any]) -> None:
        self.data = data
        self.tables: Mapping[str, Mapping[str, str]] = settings.get("codelists", {})
        self.concepts: Mapping[str, Texts] = settings.get("concepts", {})
        self.codelists: dict[str, Codelist] = {}
        self.datasets = [
            self._dataset(described)
            for described in settings.get("datasets", [])
            if described["table"] in data.frames
        ]

    def _dataset(self, described: Mapping[str, Any]) -> DataSet:
        table = str(described["table"])
        frame = self.data.frames[table]
        dimensions = [
            self._coded(table, item, "dimension") for item in described.get("dimensions", [])
        ]
        time, time_field = self._column(table, str(described["time"]))
        periods = [_period(value, table, time_field.name) for value in time]
        dimensions += self._ordinal(described, dimensions, periods)
        keys = Counter(zip(*(item.values for item in dimensions), periods, strict=True))
        twice = next((key for key, count in keys.items() if count > 1), None)
        if twice is not None:
            raise DataError("sdmx-key", file=PROFILE, table=table, key=" ; ".join(twice))
        values, measured = self._column(table, str(described["measure"]))
        components = [
            *dimensions,
            Component("TIME_PERIOD", "time", self._names("TIME_PERIOD", time_field), periods),
            Component(
                "OBS_VALUE",
                "measure",
                self._names("OBS_VALUE", measured),
                [_text(value) for value in values],
                type=measured.type,
            ),
            *(self._coded(table, item, "attribute") for item in described.get("attributes", [])),
        ]
        return DataSet(str(described["id"]), _languages(described), components, frame.height)

    def _ordinal(
        self, described: Mapping[str, Any], dimensions: list[Component], periods: list[str]
    ) -> list[Component]:
        """Give the dimension that counts rows with the same key, if it is asked for."""
        if "ordinal" not in described:
            return []
        name = str(described["ordinal"])
        seen: Counter[tuple[str, ...]] = Counter()
        values = []
        for key in zip(*(item.values for item in dimensions), periods, strict=True):
            seen[key] += 1
            values.append(str(seen[key]))
        names = dict(self.concepts.get(name, {"en": name}))
        return [Component(name, "dimension", names, values, type="integer")]

    def _coded(self, table: str, described: Mapping[str, Any], role: str) -> Component:
        """Make a dimension or attribute; its values are codes when its field has a list."""
        name = str(described["id"])
        at = tuple(described.get("at", ()))
        if "unit_of" in described:
            _, item = self._column(table, str(described["unit_of"]))
            unit = str(item.raw.get("unit") or "")
            height = self.data.frames[table].height
            return Component(name, role, self._names(name, item), [unit] * height, at=at)
        path = str(described["field"])
        values, item = self._column(table, path)
        owner = self._owner(table, path)
        codelist = self._codelist(owner, item)
        if codelist is None:
            texts = [_text(value) for value in values]
            return Component(name, role, self._names(name, item), texts, type=item.type, at=at)
        empty = described.get("empty")
        if empty is not None:
            codelist.codes.setdefault(str(empty), Code(str(empty), _languages(described)))
        codes = []
        for value in values:
            if value is None and empty is None and role == "dimension":
                raise DataError("sdmx-empty", file=PROFILE, table=owner, field=item.name)
            codes.append(str(empty or "") if value is None else code_of(value))
        return Component(name, role, self._names(name, item), codes, codelist.id, item.type, at)

    def _owner(self, table: str, path: str) -> str:
        """Give the table that the last field of a path is of."""
        for step in path.split(">")[:-1]:
            table = self._target(table, step)
        return table

    def _target(self, table: str, name: str) -> str:
        """Give the table that a field refers to."""
        for key in self.data.package.resource(table).schema.foreign_keys:
            if key.fields == (name,) and (key.resource or table) in self.data.frames:
                return key.resource or table
        raise DataError("profile-field", file=PROFILE, table=table, field=f"{name}>")

    def _column(self, table: str, path: str) -> tuple[list[Any], Field]:
        """Give the values of a field, or of one that is reached over references."""
        first, *rest = path.split(">")
        item = self._field(table, first)
        values = self.data.frames[table][first].to_list()
        for name in rest:
            other = self._target(table, item.name)
            (key,) = next(
                key.reference_fields
                for key in self.data.package.resource(table).schema.foreign_keys
                if key.fields == (item.name,)
            )
            table, item = other, self._field(other, name)
            frame = self.data.frames[other]
            known = dict(zip(frame[key].to_list(), frame[name].to_list(), strict=True))
            values = [known.get(value) for value in values]
        return values, item

    def _field(self, table: str, name: str) -> Field:
        try:
            return self.data.package.resource(table).schema.field(name)
        except KeyError:
            raise DataError("profile-field", file=PROFILE, table=table, field=name) from None

    def _names(self, name: str, item: Field) -> Texts:
        """Give the names of a concept: those of the profile, else those of its field."""
        return dict(self.concepts.get(name) or {"en": item.label(), "nl": item.label("nl")})

    def _codelist(self, table: str, item: Field) -> Codelist | None:
        """Give the code list of a field: a table it refers to, or its categories."""
        for key in self.data.package.resource(table).schema.foreign_keys:
            other = key.resource or table
            if key.fields == (item.name,) and other in self.tables and other in self.data.frames:
                return self._table_codes(other, key.reference_fields[0])
        listed = item.raw.get("categories")
        if not isinstance(listed, list) or not listed:
            return None
        name = f"CL_{code_of(table)}_{code_of(item.name)}".upper()
        if name not in self.codelists:
            entries = [one if isinstance(one, dict) else {"value": one} for one in listed]
            codes = [
                Code(
                    code_of(one["value"]),
                    _named(one["value"], one.get("label"), one.get("label_nl")),
                )
                for one in entries
            ]
            names = {"en": item.label(), "nl": item.label("nl")}
            self.codelists[name] = Codelist(name, names, {code.id: code for code in codes})
        return self.codelists[name]

    def _table_codes(self, table: str, key: str) -> Codelist:
        """Make a code list of a table, once."""
        described = self.tables[table]
        name = str(described.get("id") or f"CL_{code_of(table)}".upper())
        if name in self.codelists:
            return self.codelists[name]
        frame, resource = self.data.frames[table], self.data.package.resource(table)
        columns = {
            part: self._column(table, described[part])[0]
            for part in ("en", "nl", "parent")
            if part in described
        }
        nothing: list[None] = [None] * frame.height
        found = Codelist(name, _named(table, resource.text("title"), resource.text("title", "nl")))
        rows: Iterable[tuple[Any, ...]] = zip(
            frame[key].to_list(),
            *(columns.get(part, nothing) for part in ("en", "nl", "parent")),
            strict=True,
        )
        for value, english, dutch, parent in rows:
            above = None if parent is None else code_of(parent)
            code = Code(code_of(value), _named(value, english, dutch), above)
            found.codes[code.id] = code
        self.codelists[name] = found
        return found


def code_of(value: object) -> str:
    """Give a value as an identifier of SDMX; other characters are written as ``$`` and two digits.

    So each value has a code of its own, and can be read back from it.
    """
    text = _text(value)
    found = _NO_CODE.sub(lambda one: "".join(f"${part:02X}" for part in one[0].encode()), text)
    return found or "$"


def _named(value: object, english: object, dutch: object) -> Texts:
    names = {lang: str(text) for lang, text in (("en", english), ("nl", dutch)) if text}
    return names or {"en": _text(value) or "-"}


def _languages(described: Mapping[str, Any]) -> Texts:
    return {lang: str(described[lang]) for lang in ("en", "nl") if lang in described} or {
        "en": str(described.get("id", "-"))
    }


def _text(value: object) -> str:
    """Write a value as SDMX-CSV has it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def _period(value: object, table: str, name: str) -> str:
    """Write a period: a year, a month, a day, or a range of years as its start and duration."""
    text = _text(value)
    found = _RANGE.fullmatch(text)
    if found and found[2] >= found[1]:
        return f"{found[1]}-01-01/P{int(found[2]) - int(found[1]) + 1}Y"
    if _PERIOD.fullmatch(text):
        return text
    raise DataError("sdmx-time", file=PROFILE, table=table, field=name, value=text)
