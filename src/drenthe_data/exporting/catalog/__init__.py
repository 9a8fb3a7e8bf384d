"""The catalogue of a package: DCAT-AP-NL 3.0, and what data.overheid.nl takes.

``vocabulary`` has the lists of values, ``values`` and ``models`` the demands, ``settings`` what the
publisher fills in, ``build`` makes a catalogue of a package, ``rdf`` writes it, ``overheid`` makes
the payloads for data.overheid.nl, and ``problems`` tells what is wrong by the setting to mend.
"""

from __future__ import annotations

from drenthe_data.exporting.catalog.build import Built, build
from drenthe_data.exporting.catalog.models import Catalog
from drenthe_data.exporting.catalog.problems import CatalogError, Problem
from drenthe_data.exporting.catalog.settings import Settings, placeholders, read_settings

__all__ = [
    "Built",
    "Catalog",
    "CatalogError",
    "Problem",
    "Settings",
    "build",
    "placeholders",
    "read_settings",
]
