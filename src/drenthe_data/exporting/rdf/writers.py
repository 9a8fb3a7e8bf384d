"""Writing triples as Turtle, N-Triples and JSON-LD.

The order is that of the graph (N-Triples: sorted), only shapes have things without a
name, and nothing depends on chance or time: the same graph gives the same bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from drenthe_data.exporting.rdf.graph import Graph, Said
from drenthe_data.exporting.rdf.terms import TYPE, XSD, Iri, Items, Node, Term

# Also what readers that split lines as Python does would take for the end of a line.
_SPECIAL = re.compile(
    r'[\x00-\x1f"\\\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufdd0-\ufdef\ufffe\uffff]'
)
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
# What can be a short name for the beginning of addresses.
PREFIX = re.compile(r"[A-Za-z](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_LOCAL = re.compile(
    r"[A-Za-z0-9_](?:(?:[A-Za-z0-9_.-]|%[0-9A-F]{2})*(?:[A-Za-z0-9_-]|%[0-9A-F]{2}))?"
)
_BARE = {
    XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    XSD + "decimal": re.compile(r"[+-]?[0-9]+\.[0-9]+"),
    XSD + "boolean": re.compile(r"true|false"),
}
# What JSON programs keep exactly.
_SAFE_INTEGER = 1 << 53


def _escaped(found: re.Match[str]) -> str:
    character = found.group()
    return _SHORT.get(character) or f"\\u{ord(character):04X}"


def _quoted(text: str) -> str:
    return f'"{_SPECIAL.sub(_escaped, text)}"'


class _Names:
    """Shortens addresses by prefixes, each once."""

    def __init__(self, prefixes: dict[str, str]) -> None:
        # The longest beginning goes first.
        self._starts = sorted(prefixes.items(), key=lambda item: (-len(item[1]), item[0]))
        self._known: dict[str, str] = {}
        self.used: set[str] = set()

    def short(self, name: str) -> str | None:
        """Give ``prefix:local``, if there is one."""
        found = self._known.get(name)
        if found is None:
            found = self._known[name] = self._find(name)
        return found or None

    def _find(self, name: str) -> str:
        for prefix, start in self._starts:
            if name.startswith(start):
                local = name[len(start) :]
                if _LOCAL.fullmatch(local):
                    self.used.add(prefix)
                    return f"{prefix}:{local}"
                return ""
        return ""


def turtle(graph: Graph) -> Iterator[str]:
    """Give Turtle, thing by thing."""
    names = _Names(graph.prefixes)
    # First all is written, to know which prefixes are used.
    blocks = [_block(thing, said, names) for thing, said in graph.things.items()]
    for prefix in sorted(names.used):
        yield f"@prefix {prefix}: <{graph.prefixes[prefix]}> .\n"
    for block in blocks:
        yield "\n" + block


def _block(thing: Iri, said: Said, names: _Names) -> str:
    term = partial(_turtle_term, names=names)
    lines = [
        f"{'a' if name == TYPE else term(name)} {', '.join(map(term, values))}"
        for name, values in _types_first(said)
    ]
    body = " ;\n    ".join(lines)
    return f"{term(thing)} {body} .\n"


def _types_first(said: Said) -> list[tuple[Iri, dict[Term, None]]]:
    return sorted(said.items(), key=lambda item: item[0] != TYPE)


def _turtle_term(term: Term, names: _Names) -> str:
    if isinstance(term, Items):
        return f"( {' '.join(_turtle_term(item, names) for item in term.items)} )"
    if isinstance(term, Node):
        said = (
            f"{_turtle_term(name, names)} {_turtle_term(item, names)}" for name, item in term.said
        )
        return f"[ {' ; '.join(said)} ]"
    if isinstance(term, Iri):
        return names.short(term) or f"<{term}>"
    if term.language:
        return f"{_quoted(term.text)}@{term.language}"
    if term.datatype == XSD + "string":
        return _quoted(term.text)
    bare = _BARE.get(term.datatype)
    if bare is not None and bare.fullmatch(term.text):
        return term.text
    datatype = names.short(term.datatype) or f"<{term.datatype}>"
    return f"{_quoted(term.text)}^^{datatype}"


def ntriples(graph: Graph) -> Iterator[str]:
    """Give N-Triples, sorted. The graph has no lists and no things without a name."""
    yield from sorted(
        f"<{thing}> <{name}> {_plain_term(value)} .\n" for thing, name, value in graph.triples()
    )


def _plain_term(term: Term) -> str:
    if isinstance(term, Items | Node):
        raise TypeError("N-Triples are written without lists")
    if isinstance(term, Iri):
        return f"<{term}>"
    if term.language:
        return f"{_quoted(term.text)}@{term.language}"
    if term.datatype == XSD + "string":
        return _quoted(term.text)
    return f"{_quoted(term.text)}^^<{term.datatype}>"


def jsonld(graph: Graph) -> Iterator[str]:
    """Give JSON-LD 1.1, a thing on a line; the context says the type of each property's values.

    The graph has no lists and no things without a name.
    """
    names = _Names(graph.prefixes)
    kinds = _kinds(graph)
    nodes = [_node(thing, said, names, kinds) for thing, said in graph.things.items()]
    terms = {
        _short(name, names): kind
        for name, kind in sorted(_coercions(kinds, names).items())
        if name != TYPE
    }
    prefixes = {prefix: graph.prefixes[prefix] for prefix in sorted(names.used)}
    context = ",\n".join(
        f"    {_json(key)}: {_json(value)}" for key, value in {**prefixes, **terms}.items()
    )
    yield '{\n  "@context": {\n' + context + '\n  },\n  "@graph": [\n'
    for number, node in enumerate(nodes):
        yield ("    " if number == 0 else ",\n    ") + _json(node)
    yield "\n  ]\n}\n"


def _json(value: object) -> str:
    # Signs that JSON allows but that break lines for some readers are escaped.
    written = json.dumps(value, ensure_ascii=False)
    return _SPECIAL.sub(
        lambda found: found.group() if found.group() in '"\\' else f"\\u{ord(found.group()):04x}",
        written,
    )


def _short(name: str, names: _Names) -> str:
    return names.short(name) or name


# What all values of a property have in common: ("id",), ("type", datatype), ("language", tag).
_Kind = tuple[str, ...]


def _kind_of(term: Term) -> _Kind:
    if isinstance(term, Items | Node):
        raise TypeError("JSON-LD is written without lists")
    if isinstance(term, Iri):
        return ("id",)
    return ("language", term.language) if term.language else ("type", term.datatype)


def _kinds(graph: Graph) -> dict[Iri, _Kind]:
    """Give what all values of each property have in common; nothing when they differ."""
    found: dict[Iri, _Kind] = {}
    for said in graph.things.values():
        for name, values in said.items():
            for value in values:
                kind = _kind_of(value)
                if found.setdefault(name, kind) != kind:
                    found[name] = ()
    return found


def _coercions(kinds: dict[Iri, _Kind], names: _Names) -> dict[Iri, dict[str, str]]:
    found = {}
    for name, kind in kinds.items():
        if kind == ("id",):
            found[name] = {"@id": str(name), "@type": "@id"}
        elif kind[:1] == ("language",):
            found[name] = {"@id": str(name), "@language": kind[1]}
        elif kind[:1] == ("type",) and kind[1] not in _NATIVE:
            found[name] = {"@id": str(name), "@type": _short(kind[1], names)}
    return found


_NATIVE = (XSD + "string", XSD + "integer", XSD + "boolean")


def _node(thing: Iri, said: Said, names: _Names, kinds: dict[Iri, _Kind]) -> dict[str, Any]:
    node: dict[str, Any] = {"@id": _short(thing, names)}
    for name, values in _types_first(said):
        if name == TYPE:
            written: list[Any] = [_short(str(value), names) for value in values]
            key = "@type"
        else:
            written = [_json_value(value, kinds[name], names) for value in values]
            key = _short(name, names)
        node[key] = written[0] if len(written) == 1 else written
    return node


def _json_value(term: Term, kind: _Kind, names: _Names) -> Any:
    if isinstance(term, Items | Node):
        raise TypeError("JSON-LD is written without lists")
    if isinstance(term, Iri):
        short = _short(term, names)
        return short if kind else {"@id": short}
    if term.language:
        return term.text if kind else {"@value": term.text, "@language": term.language}
    if term.datatype == XSD + "string":
        return term.text
    if term.datatype == XSD + "boolean":
        return term.text == "true"
    if term.datatype == XSD + "integer" and abs(int(term.text)) < _SAFE_INTEGER:
        return int(term.text)
    if kind and term.datatype not in _NATIVE:
        return term.text
    return {"@value": term.text, "@type": _short(term.datatype, names)}
