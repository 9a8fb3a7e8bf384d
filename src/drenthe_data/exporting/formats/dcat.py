"""The catalogue of the package: DCAT-AP-NL 3.0 as Turtle, RDF/XML and JSON-LD."""

from __future__ import annotations

from pathlib import Path

from drenthe_data.exporting.job import Job
from drenthe_data.writing import write_text


def export(job: Job) -> list[Path]:
    """Write ``catalog.ttl``, ``catalog.rdf`` and ``catalog.jsonld``: the same three times.

    Raises:
        CatalogError: When the catalogue is not as DCAT-AP-NL asks.
    """
    from drenthe_data.exporting.catalog.build import build
    from drenthe_data.exporting.catalog.rdf import graph_of, json_ld, rdf_xml, turtle

    graph = graph_of(build(job).catalog)
    written = []
    for ending, write in {"ttl": turtle, "rdf": rdf_xml, "jsonld": json_ld}.items():
        target = job.folder / f"catalog.{ending}"
        write_text(target, write(graph))
        written.append(target)
    return written
