"""Terms of RDF: names, literals and lists, and how text is made safe to be part of a name."""

from __future__ import annotations

import re
from typing import NamedTuple, TypeAlias
from urllib.parse import quote

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
# What every package's graph speaks of; a mapping adds its own.
PREFIXES = {
    "bibo": "http://purl.org/ontology/bibo/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "rdf": RDF,
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sdmx-attribute": "http://purl.org/linked-data/sdmx/2009/attribute#",
    "sdmx-code": "http://purl.org/linked-data/sdmx/2009/code#",
    "sdmx-concept": "http://purl.org/linked-data/sdmx/2009/concept#",
    "sdmx-dimension": "http://purl.org/linked-data/sdmx/2009/dimension#",
    "sdmx-measure": "http://purl.org/linked-data/sdmx/2009/measure#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": XSD,
}
# Names that are the beginning of an address, and therefore no prefix.
SCHEMES = ("http", "https", "urn", "mailto", "tel", "ftp", "info", "tag", "data", "file", "did")

# RFC 3987, but for signs that turn the direction of writing, which it advises against.
_OTHER = r"\u00a0-\u200d\u2010-\u2027\u202f-\u2065\u206a-\ud7ff\uf900-\ufdcf\ufdf0-\uffef"
_OTHER += "\U00010000-\U0001fffd\U00020000-\U0002fffd\U00030000-\U0003fffd"
_NAMED = rf"(?:[A-Za-z0-9._~!$&'()*+,;={_OTHER}-]|%[0-9A-Fa-f]{{2}})"
_CHARACTER = rf"(?:{_NAMED}|[:@/])"
_HOST = rf"(?:(?:{_NAMED}|:)*@)?(?:{_NAMED}+|\[[0-9A-Fa-f:.]+\])(?::[0-9]*)?"
_REST = rf"(?:\?(?:{_CHARACTER}|\?)*)?(?:\#(?:{_CHARACTER}|\?)*)?"
_ADDRESS = re.compile(
    rf"(?:https?://{_HOST}(?:/{_CHARACTER}*)?|urn:[A-Za-z0-9][A-Za-z0-9-]{{0,31}}:{_CHARACTER}+)"
    rf"{_REST}"
)


class Iri(str):
    """The name of a thing, as a whole address."""

    __slots__ = ()


class Literal(NamedTuple):
    """A value: its text, the address of its type, and the language of a text when it is known."""

    text: str
    datatype: str = XSD + "string"
    language: str = ""


class Items(NamedTuple):
    """An ordered list of terms."""

    items: tuple[Term, ...]


class Node(NamedTuple):
    """A thing without a name: what is said of it."""

    said: tuple[tuple[Iri, Term], ...]


Term: TypeAlias = Iri | Literal | Items | Node


def known(name: str) -> Iri:
    """Give the name that a short form such as ``skos:Concept`` stands for."""
    prefix, _, local = name.partition(":")
    return Iri(PREFIXES[prefix] + local)


TYPE = known("rdf:type")


def part(text: str) -> str:
    """Make any text a safe part of an address; two texts never give the same part.

    A full stop is written as ``%2E`` when the text has nothing else, because ``.`` and ``..`` mean
    a folder; a tilde always, because it joins names.
    """
    encoded = quote(text, safe="").replace("~", "%7E")
    return encoded if encoded.strip(".") else encoded.replace(".", "%2E")


def name_part(text: str) -> str:
    """Make a name of a table or field a part of an address, without the full stop that joins."""
    return part(text).replace(".", "%2E")


def is_address(text: str) -> bool:
    """Tell whether a text is an address that can be the name of a thing as it stands."""
    return _ADDRESS.fullmatch(text) is not None


def text(value: str, language: str = "") -> Literal:
    """Give a text, in a language when it is known."""
    return Literal(value, RDF + "langString", language) if language else Literal(value)


def typed(value: str, datatype: str) -> Literal:
    """Give a value of a type of XML Schema, such as ``integer``."""
    return Literal(value, XSD + datatype)
