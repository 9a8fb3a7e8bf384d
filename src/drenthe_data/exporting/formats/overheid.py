"""What data.overheid.nl takes: one JSON file per data set, for its Aanlever API and for CKAN."""

from __future__ import annotations

import json
from pathlib import Path

from drenthe_data.exporting.job import Job
from drenthe_data.writing import write_text


def export(job: Job) -> list[Path]:
    """Write ``overheid/aanlever/<data set>.json`` and ``overheid/ckan/<data set>.json``.

    Each file is the body of a request as it stands. Those for CKAN are written when the settings
    have what only CKAN asks: ``publisher.owms`` and ``publish.owner_org``.

    Raises:
        CatalogError: When the catalogue, or a payload, is not as it should be.
    """
    from drenthe_data.exporting.catalog.build import build
    from drenthe_data.exporting.catalog.overheid import aanlever, ckan

    built = build(job)
    settings = built.settings
    payloads = {"aanlever": aanlever(built.catalog)}
    if settings.publisher.owms is not None and settings.publish.owner_org is not None:
        payloads["ckan"] = ckan(built.catalog, settings)
    written = []
    for target, datasets in payloads.items():
        for name, payload in datasets.items():
            file = job.folder / "overheid" / target / f"{name}.json"
            write_text(file, json.dumps(payload, ensure_ascii=False, indent=2) + "\n")
            written.append(file)
    return written
