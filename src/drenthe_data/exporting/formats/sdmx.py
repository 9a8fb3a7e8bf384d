"""SDMX: data sets as SDMX-CSV 2.0, and a structure message in SDMX-ML 3.0 that describes them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from drenthe_data.exporting.job import Job
from drenthe_data.exporting.statistics import Code, Codelist, Component, DataSet, Statistics, Texts
from drenthe_data.writing import write_text

FOLDER = "sdmx"
_ROOT = "http://www.sdmx.org/resources/sdmxml/schemas/v3_0"
_URN = "urn:sdmx:org.sdmx.infomodel"
_SEMANTIC = re.compile(r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)")
# Codes may have more characters than the official schema lets a parent have.
_PARENT = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
# Characters that XML cannot have in any way.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_TYPES = {
    "boolean": "Boolean",
    "date": "GregorianDay",
    "datetime": "DateTime",
    "integer": "Long",
    "number": "Double",
    "year": "GregorianYear",
}
# A message must say when it was prepared; a package that does not say has the earliest time.
_EARLIEST = "1970-01-01T00:00:00Z"


def export(job: Job) -> list[Path]:
    """Write ``sdmx/structure.xml`` and ``sdmx/<data set>.csv``.

    Raises:
        DataError: When the tables cannot be written as the profile says.
    """
    settings = job.profile.settings
    found = Statistics(job.data, settings)
    writer = _Structure(job, str(settings.get("agency", "ZZZ")))
    files = []
    for dataset in found.datasets:
        target = job.folder / FOLDER / f"{dataset.id}.csv"
        write_text(target, _csv(dataset, writer.reference(dataset.id)))
        files.append(target)
    target = job.folder / FOLDER / "structure.xml"
    write_text(target, writer.message(found))
    return [*files, target]


def _csv(dataset: DataSet, structure: str) -> str:
    """Write the rows of a data set; what is not filled in is empty."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["STRUCTURE", "STRUCTURE_ID", "ACTION", *(c.id for c in dataset.components)])
    columns = [component.values for component in dataset.components]
    for row in zip(*columns, strict=True):
        writer.writerow(["dataflow", structure, "I", *row])
    return text.getvalue()


class _Structure:
    """Writes the structure message."""

    def __init__(self, job: Job, agency: str) -> None:
        self.job = job
        self.agency = agency
        version = job.data.version or ""
        self.version = version if _SEMANTIC.fullmatch(version) else "1.0.0"

    def reference(self, name: str) -> str:
        """Give how a structure is named in data."""
        return f"{self.agency}:{name}({self.version})"

    def message(self, found: Statistics) -> str:
        """Give the whole message."""
        raw = self.job.data.package.raw
        prepared = str(raw.get("created") or _EARLIEST)
        names = " ".join(
            f'xmlns:{short}="{_ROOT}/{name}"'
            for short, name in (("mes", "message"), ("str", "structure"), ("com", "common"))
        )
        lines = [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f"<mes:Structure {names}>",
            "<mes:Header>",
            f"<mes:ID>{_identifier(self.job.data.name)}</mes:ID>",
            "<mes:Test>false</mes:Test>",
            f"<mes:Prepared>{_escaped(prepared)}</mes:Prepared>",
            f"<mes:Sender id={quoteattr(_identifier(self.agency))}/>",
            "</mes:Header>",
            "<mes:Structures>",
        ]
        if found.datasets:
            lines += ["<str:Codelists>"]
            lines += [line for one in found.codelists.values() for line in self._codelist(one)]
            lines += ["</str:Codelists>", "<str:ConceptSchemes>"]
            lines += self._concepts(found.datasets)
            lines += ["</str:ConceptSchemes>", "<str:Dataflows>"]
            lines += [line for dataset in found.datasets for line in self._dataflow(dataset)]
            lines += ["</str:Dataflows>", "<str:DataStructures>"]
            lines += [line for dataset in found.datasets for line in self._data_structure(dataset)]
            lines += ["</str:DataStructures>"]
        lines += ["</mes:Structures>", "</mes:Structure>"]
        return "\n".join(lines) + "\n"

    def _head(self, name: str, *, partial: bool = True) -> str:
        is_partial = ' isPartial="false"' if partial else ""
        return (
            f"id={quoteattr(name)} agencyID={quoteattr(self.agency)} "
            f'version="{self.version}" isExternalReference="false"{is_partial}'
        )

    def _codelist(self, one: Codelist) -> Iterator[str]:
        yield f"<str:Codelist {self._head(one.id)}>"
        yield from _names(one.names)
        for code in _parents_first(one):
            yield f"<str:Code id={quoteattr(code.id)}>"
            yield from _names(code.names)
            if code.parent in one.codes and _PARENT.fullmatch(str(code.parent)):
                yield f"<str:Parent>{_escaped(str(code.parent))}</str:Parent>"
            yield "</str:Code>"
        yield "</str:Codelist>"

    def _concepts(self, datasets: Iterable[DataSet]) -> Iterator[str]:
        concepts = {
            component.id: component.names
            for dataset in reversed(list(datasets))
            for component in dataset.components
        }
        yield f"<str:ConceptScheme {self._head('CONCEPTS')}>"
        yield from _names({"en": "Concepts", "nl": "Begrippen"})
        for name in sorted(concepts):
            yield f"<str:Concept id={quoteattr(name)}>"
            yield from _names(concepts[name])
            yield "</str:Concept>"
        yield "</str:ConceptScheme>"

    def _dataflow(self, dataset: DataSet) -> Iterator[str]:
        yield f"<str:Dataflow {self._head(dataset.id, partial=False)}>"
        yield from _names(dataset.names)
        reference = self.reference(f"DSD_{dataset.id}")
        yield f"<str:Structure>{_URN}.datastructure.DataStructure={reference}</str:Structure>"
        yield "</str:Dataflow>"

    def _data_structure(self, dataset: DataSet) -> Iterator[str]:
        roles: dict[str, list[Component]] = {}
        for component in dataset.components:
            roles.setdefault(component.role, []).append(component)
        yield f"<str:DataStructure {self._head(f'DSD_{dataset.id}', partial=False)}>"
        yield from _names(dataset.names)
        yield "<str:DataStructureComponents>"
        yield '<str:DimensionList id="DimensionDescriptor">'
        for number, component in enumerate(roles.get("dimension", []), start=1):
            yield f'<str:Dimension id={quoteattr(component.id)} position="{number}">'
            yield from self._represented(component)
            yield "</str:Dimension>"
        for component in roles["time"]:
            yield f"<str:TimeDimension id={quoteattr(component.id)}>"
            yield self._identity(component)
            yield "<str:LocalRepresentation>"
            yield '<str:TextFormat textType="ObservationalTimePeriod"/>'
            yield "</str:LocalRepresentation>"
            yield "</str:TimeDimension>"
        yield "</str:DimensionList>"
        if "attribute" in roles:
            yield '<str:AttributeList id="AttributeDescriptor">'
            for component in roles["attribute"]:
                yield f'<str:Attribute id={quoteattr(component.id)} usage="optional">'
                yield from self._represented(component)
                yield "<str:AttributeRelationship>"
                yield from (
                    f"<str:Dimension>{_escaped(name)}</str:Dimension>" for name in component.at
                )
                if not component.at:
                    yield "<str:Observation/>"
                yield "</str:AttributeRelationship>"
                yield "</str:Attribute>"
            yield "</str:AttributeList>"
        yield '<str:MeasureList id="MeasureDescriptor">'
        for component in roles["measure"]:
            yield f'<str:Measure id={quoteattr(component.id)} usage="optional">'
            yield from self._represented(component)
            yield "</str:Measure>"
        yield "</str:MeasureList>"
        yield "</str:DataStructureComponents>"
        yield "</str:DataStructure>"

    def _identity(self, component: Component) -> str:
        concept = f"{self.reference('CONCEPTS')}.{component.id}"
        urn = f"{_URN}.conceptscheme.Concept={concept}"
        return f"<str:ConceptIdentity>{_escaped(urn)}</str:ConceptIdentity>"

    def _represented(self, component: Component) -> Iterator[str]:
        yield self._identity(component)
        yield "<str:LocalRepresentation>"
        if component.codelist is None:
            kind = _TYPES.get(component.type, "String")
            yield f'<str:TextFormat textType="{kind}"/>'
        else:
            urn = f"{_URN}.codelist.Codelist={self.reference(component.codelist)}"
            yield f"<str:Enumeration>{_escaped(urn)}</str:Enumeration>"
        yield "</str:LocalRepresentation>"


def _parents_first(one: Codelist) -> list[Code]:
    """Give the codes so that each comes after the one it lies under, else in their order."""
    done: dict[str, Code] = {}
    for code in one.codes.values():
        above: dict[str, Code] = {}
        at: Code | None = code
        while at is not None and at.id not in done and at.id not in above:
            above[at.id] = at
            at = one.codes.get(at.parent or "")
        for name in reversed(above):
            done[name] = above[name]
    return list(done.values())


def _names(names: Texts) -> Iterator[str]:
    for lang in sorted(names):
        yield f'<com:Name xml:lang="{lang}">{_escaped(names[lang])}</com:Name>'


def _identifier(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9_@$-]", "_", text)


def _escaped(text: str) -> str:
    """Escape a text for XML; characters that it cannot have are shown as unknown."""
    return escape(_NO_XML.sub("\ufffd", text), {"\r": "&#13;"})
