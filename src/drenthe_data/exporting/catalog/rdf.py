"""A catalogue as RDF: Turtle, RDF/XML and JSON-LD, each with the same bytes every time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from drenthe_data.exporting.catalog import vocabulary
from drenthe_data.exporting.catalog.models import (
    Agent,
    Catalog,
    Contact,
    Dataset,
    Distribution,
    Place,
    Record,
    Standard,
)
from drenthe_data.exporting.catalog.values import mailto

if TYPE_CHECKING:
    from rdflib import Graph

NAMESPACES = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_WKT = "http://www.opengis.net/ont/geosparql#wktLiteral"


def graph_of(catalog: Catalog) -> Graph:
    """Give a catalogue as a graph. Nothing in it is without an address."""
    writer = _Writer()
    writer.catalog(catalog)
    return writer.graph()


class _Writer:
    """Collects triples; a value is an address, a literal, or texts by language."""

    def __init__(self) -> None:
        from rdflib import Literal, URIRef

        self.triples: set[tuple[Any, Any, Any]] = set()
        self._iri, self._literal = URIRef, Literal

    def graph(self) -> Graph:
        """Give the graph, its triples put in by order."""
        from rdflib import Graph

        graph = Graph(bind_namespaces="none")
        for prefix, namespace in NAMESPACES.items():
            graph.bind(prefix, namespace)
        for triple in sorted(self.triples, key=lambda item: tuple(part.n3() for part in item)):
            graph.add(triple)
        return graph

    def term(self, name: str) -> Any:
        """Give the address of a short name."""
        prefix, _, local = name.partition(":")
        return self._iri(NAMESPACES[prefix] + local)

    def add(self, subject: str, name: str, value: Any) -> None:
        """Add a triple whose object is made already."""
        self.triples.add((self._iri(subject), self.term(name), value))

    def kind(self, subject: str, *names: str) -> None:
        """Say what something is."""
        for name in names:
            self.add(subject, "rdf:type", self.term(name))

    def link(self, subject: str, name: str, *addresses: str | None) -> None:
        """Link to addresses."""
        for address in addresses:
            if address is not None:
                self.add(subject, name, self._iri(address))

    def texts(self, subject: str, name: str, texts: Mapping[str, str] | None) -> None:
        """Add texts with their languages."""
        for lang, text in (texts or {}).items():
            self.add(subject, name, self._literal(text, lang=lang))

    def value(self, subject: str, name: str, value: object, datatype: str | None = None) -> None:
        """Add a value with its datatype."""
        if value is None:
            return
        if isinstance(value, datetime):
            text, datatype = value.isoformat().replace("+00:00", "Z"), "xsd:dateTime"
        elif isinstance(value, date):
            text, datatype = value.isoformat(), "xsd:date"
        else:
            text = str(value)
        kind = None if datatype is None else self._iri(datatype)
        if datatype is not None and datatype.startswith("xsd:"):
            kind = self.term(datatype)
        self.add(subject, name, self._literal(text, datatype=kind, normalize=False))

    # The classes.

    def catalog(self, it: Catalog) -> None:
        """Add a catalogue with all that is in it."""
        self.kind(it.uri, "dcat:Catalog")
        self.texts(it.uri, "dct:title", it.title)
        self.texts(it.uri, "dct:description", it.description)
        self.link(it.uri, "dct:publisher", self.agent(it.publisher))
        self.link(it.uri, "dct:creator", self.agent(it.creator))
        self.link(it.uri, "dcat:contactPoint", self.contact(it.contact))
        self.languages(it.uri, it.language)
        self.licence(it.uri, it.licence)
        self.value(it.uri, "dct:issued", it.issued)
        self.value(it.uri, "dct:modified", it.modified)
        self.link(it.uri, "foaf:homepage", self.document(it.homepage))
        self.link(it.uri, "dct:spatial", *(self.place(place) for place in it.spatial))
        self.link(it.uri, "dcat:themeTaxonomy", it.theme_taxonomy)
        self.link(it.uri, "dcat:dataset", *(self.dataset(item) for item in it.datasets))
        self.link(it.uri, "dcat:record", *(self.record(item) for item in it.records))

    def dataset(self, it: Dataset) -> str:
        """Add a data set."""
        uri = it.uri
        self.kind(uri, "dcat:Dataset")
        self.texts(uri, "dct:title", it.title)
        self.texts(uri, "dct:description", it.description)
        self.value(uri, "dct:identifier", it.identifier, "xsd:anyURI")
        self.link(uri, "dct:publisher", self.agent(it.publisher))
        self.link(uri, "dct:creator", *(self.agent(item) for item in it.creator))
        self.link(uri, "dcat:contactPoint", self.contact(it.contact))
        self.link(uri, "dct:accessRights", vocabulary.eu("access-right", it.access_rights))
        self.link(uri, "dcat:theme", *(vocabulary.eu("data-theme", code) for code in it.themes))
        for lang, words in it.keywords.items():
            for word in words:
                self.texts(uri, "dcat:keyword", {lang: word})
        self.languages(uri, it.language)
        self.link(uri, "dct:spatial", *(self.place(place) for place in it.spatial))
        if it.temporal is not None:
            period = f"{uri}#period"
            self.kind(period, "dct:PeriodOfTime")
            self.value(period, "dcat:startDate", it.temporal.start)
            self.value(period, "dcat:endDate", it.temporal.end)
            self.link(uri, "dct:temporal", period)
        if it.frequency is not None:
            self.link(uri, "dct:accrualPeriodicity", vocabulary.eu("frequency", it.frequency))
        self.value(uri, "dct:issued", it.issued)
        self.value(uri, "dct:modified", it.modified)
        self.value(uri, "dcat:version", it.version)
        if it.status is not None:
            self.link(uri, "adms:status", vocabulary.eu("dataset-status", it.status))
        self.link(uri, "dct:conformsTo", *(self.standard(item) for item in it.conforms_to))
        self.link(uri, "foaf:page", *(self.document(page) for page in it.documentation))
        self.link(uri, "dcat:landingPage", *(self.document(page) for page in it.landing_page))
        self.link(uri, "dct:relation", *it.relation)
        self.link(uri, "dcatap:hvdCategory", *it.hvd_categories)
        self.legislation(uri, it.applicable_legislation)
        self.link(uri, "dcat:distribution", *(self.distribution(d) for d in it.distributions))
        return uri

    def distribution(self, it: Distribution) -> str:
        """Add a distribution."""
        uri = it.uri
        self.kind(uri, "dcat:Distribution")
        self.texts(uri, "dct:title", it.title)
        self.texts(uri, "dct:description", it.description)
        self.link(uri, "dcat:accessURL", it.access_url)
        self.link(uri, "dcat:downloadURL", it.download_url)
        if it.media_type is not None:
            address = vocabulary.iana(it.media_type)
            self.kind(address, "dct:MediaType")
            self.link(uri, "dcat:mediaType", address)
        if it.file_type is not None:
            self.link(uri, "dct:format", vocabulary.eu("file-type", it.file_type))
        self.value(uri, "dcat:byteSize", it.byte_size, "xsd:nonNegativeInteger")
        if it.sha256 is not None:
            checksum = f"{uri}#checksum"
            self.kind(checksum, "spdx:Checksum")
            algorithm = NAMESPACES["spdx"] + "checksumAlgorithm_sha256"
            self.link(checksum, "spdx:algorithm", algorithm)
            self.kind(algorithm, "spdx:ChecksumAlgorithm")
            self.value(checksum, "spdx:checksumValue", it.sha256, "xsd:hexBinary")
            self.link(uri, "spdx:checksum", checksum)
        self.licence(uri, it.licence)
        self.languages(uri, it.language)
        self.link(uri, "dct:conformsTo", *(self.standard(item) for item in it.conforms_to))
        if it.status is not None:
            self.link(uri, "adms:status", vocabulary.eu("distribution-status", it.status))
        if it.availability is not None:
            planned = vocabulary.eu("planned-availability", it.availability)
            self.link(uri, "dcatap:availability", planned)
        self.value(uri, "dct:issued", it.issued)
        self.value(uri, "dct:modified", it.modified)
        self.legislation(uri, it.applicable_legislation)
        return uri

    def record(self, it: Record) -> str:
        """Add what the catalogue says of an entry."""
        self.kind(it.uri, "dcat:CatalogRecord")
        self.link(it.uri, "foaf:primaryTopic", it.primary_topic)
        self.languages(it.uri, it.language)
        self.value(it.uri, "dct:modified", it.modified)
        self.value(it.uri, "dct:issued", it.issued)
        self.link(it.uri, "dct:conformsTo", self.standard(it.conforms_to))
        if it.status is not None:
            self.link(it.uri, "adms:status", vocabulary.eu("distribution-status", it.status))
        return it.uri

    # What they share.

    def agent(self, it: Agent) -> str:
        """Add an organisation."""
        self.kind(it.uri, "foaf:Agent")
        self.texts(it.uri, "foaf:name", it.name)
        if it.type is not None:
            self.link(it.uri, "dct:type", vocabulary.PUBLISHER_TYPE + it.type)
        return it.uri

    def contact(self, it: Contact) -> str:
        """Add a contact point."""
        self.kind(it.uri, "vcard:Kind", "vcard:Organization")
        self.texts(it.uri, "vcard:fn", it.name)
        self.link(it.uri, "vcard:hasEmail", mailto(it.email) if it.email else None)
        self.link(it.uri, "vcard:hasURL", it.url)
        phone = None if it.phone is None else "tel:" + quote("".join(it.phone.split()), safe="+()")
        self.link(it.uri, "vcard:hasTelephone", phone)
        return it.uri

    def place(self, it: Place) -> str:
        """Add an area."""
        self.kind(it.uri, "dct:Location")
        self.texts(it.uri, "skos:prefLabel", it.name)
        if it.bbox is not None:
            west, south, east, north = it.bbox
            corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
            text = ",".join(f"{_degrees(lon)} {_degrees(lat)}" for lon, lat in corners)
            self.value(it.uri, "dcat:bbox", f"POLYGON(({text}))", _WKT)
        if it.centroid is not None:
            text = " ".join(map(_degrees, it.centroid))
            self.value(it.uri, "dcat:centroid", f"POINT({text})", _WKT)
        return it.uri

    def standard(self, it: Standard) -> str:
        """Add a standard or schema."""
        self.kind(it.uri, "dct:Standard")
        self.texts(it.uri, "dct:title", it.title)
        return it.uri

    def document(self, address: str) -> str:
        """Add a web page."""
        self.kind(address, "foaf:Document")
        return address

    def languages(self, subject: str, codes: Iterable[str]) -> None:
        """Link to languages."""
        self.link(subject, "dct:language", *(vocabulary.eu("language", code) for code in codes))

    def licence(self, subject: str, address: str) -> None:
        """Link to a licence."""
        self.kind(address, "dct:LicenseDocument")
        self.link(address, "dct:type", vocabulary.LICENCE_URIS[address])
        self.link(subject, "dct:license", address)

    def legislation(self, subject: str, addresses: Iterable[str]) -> None:
        """Link to laws."""
        for address in addresses:
            self.kind(address, "eli:LegalResource")
            self.link(subject, "dcatap:applicableLegislation", address)


def _degrees(value: float) -> str:
    """Write degrees without an exponent."""
    text = f"{Decimal(repr(value)):f}"
    return text.removesuffix(".0")


def turtle(graph: Graph) -> str:
    """Write a graph as Turtle."""
    return graph.serialize(format="longturtle")


def rdf_xml(graph: Graph) -> str:
    """Write a graph as RDF/XML, subject by subject.

    The writer of rdflib puts properties in an order that differs from run to run.
    """
    from rdflib import Literal

    lines = ['<?xml version="1.0" encoding="utf-8"?>', "<rdf:RDF"]
    lines += [f"  xmlns:{key}={quoteattr(space)}" for key, space in sorted(NAMESPACES.items())]
    lines[-1] += ">"
    for subject in sorted(set(graph.subjects()), key=str):
        lines.append(f"  <rdf:Description rdf:about={quoteattr(str(subject))}>")
        for name, value in sorted(graph.predicate_objects(subject), key=_order):
            tag = _short(str(name))
            if not isinstance(value, Literal):
                lines.append(f"    <{tag} rdf:resource={quoteattr(str(value))}/>")
                continue
            about = f" xml:lang={quoteattr(value.language)}" if value.language else ""
            if value.datatype is not None:
                about = f" rdf:datatype={quoteattr(str(value.datatype))}"
            # A parser would read a bare CR as LF.
            text = escape(str(value), {"\r": "&#13;"})
            lines.append(f"    <{tag}{about}>{text}</{tag}>")
        lines.append("  </rdf:Description>")
    return "\n".join([*lines, "</rdf:RDF>"]) + "\n"


def _order(pair: tuple[Any, Any]) -> tuple[str, str]:
    return str(pair[0]), str(pair[1].n3())


def _short(address: str) -> str:
    """Give the short name of a property."""
    key = next(key for key, space in NAMESPACES.items() if address.startswith(space))
    return f"{key}:{address.removeprefix(NAMESPACES[key])}"


def json_ld(graph: Graph) -> str:
    """Write a graph as JSON-LD with a context of its own: nothing has to be fetched to read it."""
    context = {key: value for key, value in NAMESPACES.items() if key != "rdf"}
    text = graph.serialize(format="json-ld", context=context, auto_compact=False)
    return json.dumps(_sorted(json.loads(text)), ensure_ascii=False, indent=2) + "\n"


def _sorted(value: Any) -> Any:
    """Put all of a document in one order; in JSON-LD a list is a set."""
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return sorted(
            (_sorted(item) for item in value), key=lambda x: json.dumps(x, sort_keys=True)
        )
    return value
