"""The official shapes of DCAT-AP-NL and DCAT-AP, run with pySHACL; they are not of this project.

They stand in ``dcat-ap-nl/`` of the folder that ``DRENTHE_DATA_SHARED`` names (by default
``shared`` beside the repository). They come from
github.com/Geonovum/DCAT-AP-NL30 and github.com/SEMICeu/DCAT-AP.
"""

from __future__ import annotations

import os
from collections import Counter
from functools import cache
from pathlib import Path

import pyshacl
import pytest
import rdflib

from tests.packages import ROOT

FOLDER = Path(os.environ.get("DRENTHE_DATA_SHARED", ROOT.parent / "shared")) / "dcat-ap-nl"
NL_301 = [
    "nl-3.0.1/dcat-ap-nl-SHACL.ttl",
    "nl-3.0.1/dcat-ap-nl-SHACL-klassebereik.ttl",
    "nl-3.0.1/dcat-ap-nl-SHACL-klassebereik-codelijsten.ttl",
]
NL_300 = [name.replace("3.0.1", "3.0.0") for name in NL_301]
EU = ["dcat-ap-3.0.1/shapes.ttl", "dcat-ap-3.0.1/range.ttl"]
EU_FULL = ["dcat-ap-3.0.1/dcat-ap-SHACL.ttl"]
CODE_LISTS = ["dcat-ap-3.0.1/mdr-vocabularies.shape.ttl"]
RECOMMENDED = [
    "nl-3.0.1/dcat-ap-nl-SHACL-aanbevolen.ttl",
    "dcat-ap-3.0.1/shapes_recommended.ttl",
]
HVD = ["hvd-3.0.0/hvd-SHACL-base.ttl"]
BACKGROUND = ["vocab/eu-vocab-excerpt.ttl", "vocab/background-typing.ttl"]
# Of the EU list of file types, but younger than the excerpt above.
YOUNGER = """
@prefix dct: <http://purl.org/dc/terms/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<http://publications.europa.eu/resource/authority/file-type/PARQUET>
  a dct:MediaTypeOrExtent, skos:Concept ; skos:prefLabel "Parquet"@en ;
  skos:inScheme <http://publications.europa.eu/resource/authority/file-type> .
"""
needs_shapes = pytest.mark.skipif(
    not FOLDER.is_dir(), reason=f"the official shapes are not in {FOLDER}"
)

Result = tuple[str, str, str]


@cache
def _shapes(names: tuple[str, ...]) -> rdflib.Graph:
    shacl = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    graph = rdflib.Graph()
    for name in names:
        graph.parse(FOLDER / name)
    # Two of the files name property shapes that they do not have, and pySHACL stops at those.
    for node, prop in list(graph.subject_objects(shacl.property)):
        if (prop, shacl.path, None) not in graph:
            graph.remove((node, shacl.property, prop))
    return graph


@cache
def _background() -> rdflib.Graph:
    graph = rdflib.Graph()
    for name in BACKGROUND:
        graph.parse(FOLDER / name)
    return graph.parse(data=YOUNGER, format="turtle")


def results(graph: rdflib.Graph, names: list[str]) -> Counter[Result]:
    """Give what shapes say of a graph: severity, property and kind of each result, counted.

    The lists of the EU are merged into the data: as an ontology graph pySHACL would take only
    their classes. What is said of them, and not of the graph, is left out.
    """
    shacl = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    data = rdflib.Graph()
    for part in (graph, _background()):
        for triple in part:
            data.add(triple)
    _, report, _ = pyshacl.validate(
        data,
        shacl_graph=_shapes(tuple(names)),
        inference="none",
        advanced=False,
        allow_warnings=True,
        allow_infos=True,
    )
    assert isinstance(report, rdflib.Graph)
    own = set(graph.subjects())
    found: Counter[Result] = Counter()
    for result in report.objects(None, shacl.result):
        if report.value(result, shacl.focusNode) not in own:
            continue
        parts = (shacl.resultSeverity, shacl.resultPath, shacl.sourceConstraintComponent)
        severity, path, kind = (str(report.value(result, part)) for part in parts)
        found[
            severity.rpartition("#")[2],
            path.replace("#", "/").rpartition("/")[2],
            kind.rpartition("#")[2].removesuffix("ConstraintComponent"),
        ] += 1
    return found


def violations(graph: rdflib.Graph, names: list[str]) -> Counter[Result]:
    """Give the violations only."""
    found = results(graph, names)
    return Counter({key: count for key, count in found.items() if key[0] == "Violation"})
