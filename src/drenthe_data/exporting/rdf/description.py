"""Describing the whole: VoID and DCAT, with who made it, under which licence, from what."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from drenthe_data.exporting.rdf.graph import Graph
from drenthe_data.exporting.rdf.tables import RdfTables, labels
from drenthe_data.exporting.rdf.terms import TYPE, Iri, is_address, known, name_part, text, typed

_MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(T[0-9:.]+(?:Z|[+-][0-9]{2}:[0-9]{2})?)?")
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"


def add_description(
    graph: Graph,
    tables: RdfTables,
    files: Mapping[str, str],
    shapes: str,
) -> None:
    """Add the description of the dataset, as the first thing of the graph.

    Args:
        graph: The graph.
        tables: The tables.
        files: Address and media type of each file with all triples.
        shapes: Address of the file with the shapes.
    """
    raw = tables.package.raw
    iri = tables.names.dataset()
    graph.classes(iri, (known("void:Dataset"), known("dcat:Dataset"), known("prov:Entity")))
    titles = labels(raw, "title") or (text(tables.package.name),)
    graph.texts(iri, known("dct:title"), titles)
    graph.texts(iri, known("dct:description"), labels(raw, "description"))
    graph.add(iri, known("dct:identifier"), text(tables.package.name))
    if tables.package.version:
        graph.add(iri, known("dcat:version"), text(tables.package.version))
        graph.add(iri, known("owl:versionInfo"), text(tables.package.version))
    _add_moment(graph, iri, raw)
    for word in _list(raw, "keywords"):
        if isinstance(word, str) and word:
            graph.add(iri, known("dcat:keyword"), text(word))
    for licence in _list(raw, "licenses"):
        path = licence.get("path") if isinstance(licence, dict) else None
        if isinstance(path, str) and is_address(path):
            graph.add(iri, known("dct:license"), Iri(path))
    homepage = raw.get("homepage")
    if isinstance(homepage, str) and is_address(homepage):
        graph.add(iri, known("foaf:homepage"), Iri(homepage))
    if is_address(shapes):
        graph.add(iri, known("dct:conformsTo"), Iri(shapes))
    for address in files:
        graph.add(iri, known("void:dataDump"), Iri(address))
        graph.add(iri, known("dcat:distribution"), Iri(f"{address}#distribution"))
    for address, media_type in files.items():
        part = Iri(f"{address}#distribution")
        graph.classes(part, (known("dcat:Distribution"),))
        graph.add(part, known("dcat:accessURL"), Iri(address))
        graph.add(part, known("dcat:downloadURL"), Iri(address))
        graph.add(part, known("dcat:mediaType"), Iri(_MEDIA_TYPES + media_type))


def _list(raw: Mapping[str, Any], key: str) -> list[Any]:
    found = raw.get(key)
    return found if isinstance(found, list) else []


def _add_moment(graph: Graph, iri: Iri, raw: Mapping[str, Any]) -> None:
    found = _MOMENT.fullmatch(str(raw.get("created") or ""))
    if found is not None:
        graph.add(iri, known("dct:issued"), typed(found[1], "date"))


def add_sources(graph: Graph, tables: RdfTables, evidence: Mapping[str, Any]) -> None:
    """Say which documents the whole was taken from."""
    iri = tables.names.dataset()
    name = evidence.get("resource")
    if isinstance(name, str) and name in tables.tables:
        graph.add(iri, known("prov:wasDerivedFrom"), *tables[name].subjects)
        return
    for source in _list(tables.package.raw, "sources"):
        path = source.get("path") if isinstance(source, dict) else None
        if isinstance(path, str) and is_address(path):
            graph.add(iri, known("prov:wasDerivedFrom"), Iri(path))


def add_statistics(graph: Graph, tables: RdfTables) -> None:
    """Add the size of the whole and of each table, and the vocabularies that are used.

    This comes last: the number of triples is that of the finished graph.
    """
    iri = tables.names.dataset()
    for table in tables:
        part = Iri(f"{iri}{'~' if '#' in iri else '#'}{name_part(table.name)}")
        graph.add(iri, known("void:classPartition"), part)
        graph.add(part, known("void:class"), table.iri)
        graph.add(part, known("void:entities"), typed(str(table.height), "integer"))
        if table.subjects:
            graph.add(iri, known("void:exampleResource"), table.subjects[0])
    said = {name for things in graph.things.values() for name in things}
    said |= {
        value
        for things in graph.things.values()
        for value in things.get(TYPE, ())
        if isinstance(value, Iri)
    }
    for prefix in sorted(graph.prefixes):
        start = graph.prefixes[prefix]
        is_own = start.startswith(tables.names.base)
        if not is_own and any(name.startswith(start) for name in said):
            graph.add(iri, known("void:vocabulary"), Iri(start))
    graph.add(iri, known("void:uriSpace"), text(tables.names.base + "/"))
    graph.add(iri, known("void:triples"), typed(str(len(graph) + 1), "integer"))
