"""A set of triples that remembers in which order things were first said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from drenthe_data.exporting.rdf.terms import TYPE, Iri, Literal, Term

Said = dict[Iri, dict[Term, None]]


class Graph:
    """What is said of each thing: property by property, each value once.

    Attributes:
        things: Of each thing its properties with their values, all in the order they came in.
        prefixes: Short names of beginnings of addresses.
    """

    def __init__(self, prefixes: dict[str, str]) -> None:
        self.things: dict[Iri, Said] = {}
        self.prefixes = prefixes

    def add(self, thing: Iri, name: Iri, *values: Term | None) -> None:
        """Say something of a thing; a value that is not there is not said."""
        for value in values:
            if value is not None:
                self.things.setdefault(thing, {}).setdefault(name, {})[value] = None

    def classes(self, thing: Iri, names: Iterable[Iri]) -> None:
        """Say of which classes a thing is."""
        self.add(thing, TYPE, *names)

    def texts(self, thing: Iri, name: Iri, values: Iterable[Literal | None]) -> None:
        """Say a text in the languages in which it is there."""
        self.add(thing, name, *values)

    def triples(self) -> Iterator[tuple[Iri, Iri, Term]]:
        """Give all triples in their order."""
        for thing, said in self.things.items():
            for name, values in said.items():
                for value in values:
                    yield thing, name, value

    def __len__(self) -> int:
        return sum(len(values) for said in self.things.values() for values in said.values())
