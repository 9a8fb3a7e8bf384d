"""RDF: all tables as linked data, in Turtle, N-Triples and JSON-LD, with SHACL shapes.

What tables and fields are called stands in ``exports/rdf/mapping.toml``, how things are named in
``exports/rdf.toml``. A package without a mapping gets classes and properties of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from drenthe_data.exporting.job import Job
from drenthe_data.exporting.rdf.codes import add_code_lists
from drenthe_data.exporting.rdf.cubes import add_cubes
from drenthe_data.exporting.rdf.description import add_description, add_sources, add_statistics
from drenthe_data.exporting.rdf.graph import Graph
from drenthe_data.exporting.rdf.mapping import RdfMapping, read_mapping
from drenthe_data.exporting.rdf.names import Names, names_of
from drenthe_data.exporting.rdf.rows import add_citations, add_rows, add_vocabulary
from drenthe_data.exporting.rdf.shapes import add_shapes
from drenthe_data.exporting.rdf.tables import RdfTables
from drenthe_data.exporting.rdf.terms import PREFIXES, SCHEMES, Iri, part
from drenthe_data.exporting.rdf.writers import PREFIX, jsonld, ntriples, turtle
from drenthe_data.exporting.typed import file_name
from drenthe_data.writing import atomic

_FOLDER = "rdf"
_SHAPES = "shapes.ttl"
_WRITERS: dict[str, Callable[[Graph], Iterator[str]]] = {
    ".ttl": turtle,
    ".nt": ntriples,
    ".jsonld": jsonld,
}


def export(job: Job) -> list[Path]:
    """Write ``rdf/<name>.ttl``, ``.nt`` and ``.jsonld`` with the same triples, ``rdf/shapes.ttl``.

    Raises:
        DataError: When the mapping or the patterns of names cannot be used.
    """
    graph, shapes = graphs(job)
    written = []
    for ending, write in _WRITERS.items():
        written.append(_write(job, f"{_stem(job)}{ending}", write(graph)))
    written.append(_write(job, _SHAPES, turtle(shapes)))
    return written


def graphs(job: Job) -> tuple[Graph, Graph]:
    """Give the graph of the package and that of its shapes."""
    names = names_of(job)
    start = names.start("property", "field", table="~")
    own = {"def": start.removesuffix("~.")} if start.endswith("~.") else {}
    mapping = read_mapping(job, own)
    tables = RdfTables(job.data, mapping, names)
    prefixes = _prefixes(tables, mapping, names, own)
    raw = job.data.package.raw
    evidence = raw.get("evidence") if isinstance(raw.get("evidence"), dict) else {}
    graph = Graph(prefixes)
    files = {
        _address(names, f"{_stem(job)}{ending}"): job.profile.media_type_of(Path(f"x{ending}"))
        for ending in _WRITERS
    }
    shapes_file = Iri(_address(names, _SHAPES))
    add_description(graph, tables, files, shapes_file)
    add_sources(graph, tables, evidence or {})
    add_vocabulary(graph, tables)
    add_code_lists(graph, tables)
    add_rows(graph, tables)
    add_cubes(graph, tables)
    add_citations(graph, tables, evidence or {})
    add_statistics(graph, tables)
    shapes = Graph(prefixes)
    add_shapes(shapes, tables, shapes_file)
    return graph, shapes


def _stem(job: Job) -> str:
    """Give the name of the files, which is never that of the shapes."""
    name = file_name(job.data.name)
    return f"{name}_" if f"{name}.ttl".casefold() == _SHAPES else name


def _address(names: Names, file: str) -> str:
    return f"{names.base}/{_FOLDER}/{part(file)}"


def _prefixes(
    tables: RdfTables, mapping: RdfMapping, names: Names, own: dict[str, str]
) -> dict[str, str]:
    """Give short names for what the addresses of the package begin with."""
    found = {**PREFIXES, **own, **mapping.prefixes}
    starts = [(table.name, names.start("row", "key", table=part(table.name))) for table in tables]
    starts += [(name, names.start("code", "code", list=part(name))) for name in tables.code_lists]
    for name, start in starts:
        if start and PREFIX.fullmatch(name) and name not in found and name not in SCHEMES:
            found[name] = start
    return {prefix: start for prefix, start in found.items() if start}


def _write(job: Job, name: str, pieces: Iterator[str]) -> Path:
    target = job.folder / _FOLDER / name
    with atomic(target) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(pieces)
    return target
