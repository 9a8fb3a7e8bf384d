"""Names of all things of a package: patterns of addresses, filled in safely."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from drenthe_data.exceptions import DataError
from drenthe_data.exporting.job import Job
from drenthe_data.exporting.rdf.terms import Iri, is_address, name_part, part
from drenthe_data.messages import nearest

# Of each kind of thing the pattern of its address; the profile may say others.
PATTERNS = {
    "row": "{base_url}/id/{table}/{key}",
    "class": "{base_url}/def/{table}",
    "property": "{base_url}/def/{table}.{field}",
    "code_list": "{base_url}/code/{list}",
    "code": "{base_url}/code/{list}/{code}",
    "passage": "{source}#line={before},{last}",
    "period": "{base_url}/period/{start}/{end}",
    "cube": "{base_url}/cube/{cube}",
    "shape": "{base_url}/shape/{table}",
    "dataset": "{base_url}/dataset",
}
_PLACE = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Names:
    """Gives the address of each thing.

    Attributes:
        base: Where the exports are on the web.
        patterns: Of each kind of thing its pattern.
    """

    base: str
    patterns: Mapping[str, str]

    def _fill(self, kind: str, **values: str) -> Iri:
        filled = {"base_url": self.base, **values}
        return Iri(_PLACE.sub(lambda found: filled[found[1]], self.patterns[kind]))

    def row(self, table: str, key: str) -> Iri:
        """Give the address of a row; the key is safe already."""
        return self._fill("row", table=name_part(table), key=key)

    def table_class(self, table: str) -> Iri:
        """Give the class of the rows of a table."""
        return self._fill("class", table=name_part(table))

    def property(self, table: str, *fields: str) -> Iri:
        """Give the property of a field, or of fields that are a key together."""
        return self._fill(
            "property", table=name_part(table), field="~".join(name_part(item) for item in fields)
        )

    def code_list(self, name: str) -> Iri:
        """Give the address of a list of codes."""
        return self._fill("code_list", list=part(name))

    def code(self, name: str, code: str) -> Iri:
        """Give the address of a code."""
        return self._fill("code", list=part(name), code=part(code) or "~")

    def passage(self, source: Iri, first: int, last: int) -> Iri:
        """Give the address of lines of a text; RFC 5147 counts the places between lines."""
        found = self._fill("passage", source="", before=str(first - 1), last=str(last))
        # An address has one fragment; where a row is one, the lines are a part of it.
        return Iri(source + (found.replace("#", "~") if "#" in source else found))

    def period(self, start: str, end: str) -> Iri:
        """Give the address of a period from a day to a day."""
        return self._fill("period", start=part(start), end=part(end))

    def cube(self, name: str, *parts: str) -> Iri:
        """Give the address of a cube, or of a part of it."""
        return Iri("/".join([self._fill("cube", cube=part(name)), *map(part, parts)]))

    def shape(self, table: str, *fields: str) -> Iri:
        """Give the address of the shape of a table or of a field of it."""
        return Iri(".".join([self._fill("shape", table=name_part(table)), *map(name_part, fields)]))

    def dataset(self) -> Iri:
        """Give the address of the whole."""
        return self._fill("dataset")

    def start(self, kind: str, last: str, **values: str) -> str:
        """Give what addresses of a kind begin with, when what differs stands at their end."""
        pattern = self.patterns[kind]
        if not pattern.endswith("{" + last + "}") or pattern.count("{" + last + "}") != 1:
            return ""
        filled = {"base_url": self.base, **values}
        cut = pattern.removesuffix("{" + last + "}")
        if set(_PLACE.findall(cut)) - set(filled):
            return ""
        return _PLACE.sub(lambda found: filled[found[1]], cut)


def names_of(job: Job) -> Names:
    """Give the names of an export, by the patterns of its profile.

    Raises:
        DataError: When the base URL or a pattern cannot make addresses.
    """
    base = quote(job.base_url, safe="/:?#[]@!$&'()*+,;=-._~%")
    if not is_address(base) or "#" in base or "?" in base:
        _wrong("base_url", job.base_url, "https://...")
    said = job.profile.settings.get("patterns", {})
    if not isinstance(said, dict):
        _wrong("settings.patterns", said, "[settings.patterns]")
    patterns = dict(PATTERNS)
    for kind, pattern in said.items():
        place = f"settings.patterns.{kind}"
        if kind not in PATTERNS:
            _wrong(place, kind, list(PATTERNS), nearest(kind, PATTERNS))
        needed = set(_PLACE.findall(PATTERNS[kind])) - {"base_url"}
        found = set(_PLACE.findall(pattern)) if isinstance(pattern, str) else set()
        filled = _PLACE.sub("x", str(pattern).replace("{base_url}", base))
        usable = is_address(filled)
        if kind == "passage":
            usable = str(pattern).startswith("{source}") and is_address(f"https://{filled}")
        if not isinstance(pattern, str) or found - {"base_url"} != needed or not usable:
            _wrong(place, pattern, PATTERNS[kind])
        patterns[kind] = pattern
    return Names(base, patterns)


def _wrong(place: str, value: object, expected: object, near: str = "") -> None:
    raise DataError(
        "bad-mapping",
        file="exports/rdf.toml",
        place=place,
        value=str(value),
        expected=expected,
        nearest=near,
    )
