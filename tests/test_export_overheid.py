"""What data.overheid.nl takes: the field rules of the Aanlever API and of DCAT-AP-DONL 1.1."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from drenthe_data import load
from drenthe_data.exporting.catalog import CatalogError, build
from drenthe_data.exporting.catalog.overheid import AanleverDataset, CkanPackage, aanlever, ckan
from drenthe_data.exporting.catalog.problems import problems_of
from drenthe_data.exporting.formats import overheid
from drenthe_data.loading import load_package
from tests.catalogs import Made, job_of, make, small_package
from tests.packages import ROOT
from tests.portal import donl_problems, problems_of_dataset

DATA = load(ROOT)


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Made]:
    folder = tmp_path_factory.mktemp("dist")
    return folder, make(DATA, folder)


@pytest.fixture(scope="module")
def written(
    exports: tuple[Path, Made], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[str, Any]]:
    """The payloads, by their paths."""
    folder = tmp_path_factory.mktemp("overheid")
    files = overheid.export(job_of(DATA, folder, exports[1], "overheid"))
    return {
        file.relative_to(folder / "overheid").as_posix(): json.loads(file.read_text("utf-8"))
        for file in files
    }


def test_there_is_a_payload_per_data_set_for_both_doors(written: dict[str, Any]) -> None:
    themes = ["", "-clusters", "-partners", "-programmes", "-budgets", "-indicators", "-sdg"]
    assert set(written) == {
        f"{target}/drenthe-data{theme}.json" for target in ("aanlever", "ckan") for theme in themes
    }


def test_the_rules_of_the_specification_find_nothing(written: dict[str, Any]) -> None:
    for path, payload in written.items():
        if path.startswith("aanlever/"):
            assert problems_of_dataset(payload) == [], path
        else:
            assert donl_problems(payload) == {}, path


def test_a_payload_says_what_the_catalogue_says(
    written: dict[str, Any], exports: tuple[Path, Made]
) -> None:
    catalog = build(job_of(DATA, *exports)).catalog
    for dataset in catalog.datasets:
        sent = written[f"aanlever/{dataset.name}.json"]
        assert sent["dctIdentifier"] == dataset.identifier
        assert sent["dctTitle"] == [dataset.title["nl"]]
        assert sent["dctModified"] == "2026-11-21T00:00:00Z"
        assert dataset.temporal is not None
        assert sent["dctTemporal"] == [
            {"dcatStartDate": str(dataset.temporal.start), "dcatEndDate": str(dataset.temporal.end)}
        ]
        urls = [item["dcatDownloadUrl"] for item in sent["dcatDistribution"]]
        assert urls == [item.download_url for item in dataset.distributions]
        other = written[f"ckan/{dataset.name}.json"]
        assert other["identifier"] == dataset.identifier
        assert other["authority"] == "http://standaarden.overheid.nl/owms/terms/Drenthe"
        known = [item for item in dataset.distributions if item.file_type is not None]
        assert [(it["url"], it["size"], it["hash"]) for it in other["resources"]] == [
            (item.access_url, item.byte_size, item.sha256) for item in known
        ]


def test_ckan_gets_no_file_of_a_kind_that_it_cannot_name(written: dict[str, Any]) -> None:
    sent = [item["url"] for item in written["ckan/drenthe-data.json"]["resources"]]
    assert not any(url.endswith(".sqlite") for url in sent)
    formats = written["aanlever/drenthe-data.json"]["dcatDistribution"]
    (sqlite,) = [item for item in formats if item["dcatAccessUrl"].endswith(".sqlite")]
    assert sqlite["dctFormat"].endswith("/media-types/application/vnd.sqlite3")


LONG = "x" * 2001
# Of each: the field, a value that is wrong, the code of ours and the code of the specification.
AANLEVER: list[tuple[str, Any, str, str | None]] = [
    ("dctIdentifier", None, "missing", "REQUIRED_FIELD"),
    ("dctIdentifier", "bomen", "address", "INVALID_URI"),
    ("dctTitle", [], "too-few", "REQUIRED_FIELD"),
    ("dctTitle", ["a", "b"], "too-many", "INVALID_SIZE"),
    ("dctTitle", [""], "empty-text", "REQUIRED_FIELD"),
    ("dctDescription", [LONG], "too-long", "INVALID_SIZE"),
    ("dctAccessRights", "PUBLIC", "not-in-list", "INVALID_PATTERN"),
    ("dcatTheme", [], "too-few", "REQUIRED_FIELD"),
    ("dcatTheme", ["http://example.org/theme/ECON"], "pattern", "INVALID_PATTERN"),
    ("dctPublisher", {"foafName": []}, "too-few", "REQUIRED_FIELD"),
    ("dctCreator", [], "too-few", "REQUIRED_FIELD"),
    ("dcatContactPoint", {"vcardHasEmail": "mailto:a@b.nl"}, "missing", "REQUIRED_FIELD"),
    ("dcatContactPoint", {"vcardFn": "Team"}, "no-way-to-ask", "INVALID_CONTACT_POINT"),
    ("dcatContactPoint", {"vcardFn": "Team", "vcardHasEmail": "a@b.nl"}, "email",
     "INVALID_CONTACT_POINT"),
    ("dctModified", "2026-01-22T10:30:00", "no-zone", "INVALID_DATE"),
    ("dctModified", "22-01-2026", "date", "INVALID_DATE"),
    ("dctIssued", "2026-02-30", "date", "INVALID_DATE"),
    ("dctLanguage", ["Nederlands"], "address", "INVALID_URI"),
    ("dcatTemporalResolution", "P1", "pattern", "INVALID_DURATION"),
    ("dcatTemporalResolution", "P", "pattern", "INVALID_DURATION"),
    ("dcatSpatialResolutionInMeters", "ten", "type", "INVALID_NUMERIC_VALUE"),
    ("dctTemporal", [{"dcatStartDate": "2026"}], "date", "INVALID_DATE"),
    ("dcatDistribution", [{"dcatAccessUrl": "nowhere"}], "address", "INVALID_URI"),
    ("dcatLandingpage", "https://example.org", "unknown", None),
]  # fmt: skip


@pytest.mark.parametrize(("field", "value", "code", "theirs"), AANLEVER)
def test_the_rules_of_the_aanlever_api_are_kept(
    field: str, value: Any, code: str, theirs: str | None, written: dict[str, Any]
) -> None:
    payload = deepcopy(written["aanlever/drenthe-data-sdg.json"])
    AanleverDataset.model_validate(payload)
    if value is None:
        del payload[field]
    else:
        payload[field] = value
    with pytest.raises(ValidationError) as caught:
        AanleverDataset.model_validate(payload)
    assert {it.code for it in problems_of(caught.value, str)} == {code}
    if theirs is not None:
        assert {item["code"] for item in problems_of_dataset(payload)} == {theirs}


@pytest.mark.parametrize("value", ["P1D", "PT15M", "P1Y2M3D", "P2W", "PT0.5S"])
def test_durations_of_the_specification_are_taken(value: str, written: dict[str, Any]) -> None:
    payload = {**written["aanlever/drenthe-data-sdg.json"], "dcatTemporalResolution": value}
    AanleverDataset.model_validate(payload)


# Of each: the field, a value that is wrong, and the code of ours.
CKAN: list[tuple[str, Any, str]] = [
    ("name", "Two Words", "pattern"),
    ("owner_org", None, "missing"),
    ("title", "", "empty-text"),
    ("identifier", "bomen", "address"),
    ("authority", "Drenthe", "address"),
    ("contact_point_name", None, "missing"),
    ("license_id", "http://standaarden.overheid.nl/owms/terms/geslotenlicentie", "not-in-list"),
    ("license_id", "https://creativecommons.org/publicdomain/zero/1.0/", "not-in-list"),
    ("theme", [], "too-few"),
    ("theme", ["http://standaarden.overheid.nl/owms/terms/Economy"], "not-in-list"),
    ("theme", ["http://standaarden.overheid.nl/owms/terms/Economie"] * 2, "twice"),
    ("language", ["nl"], "not-in-list"),
    ("modified", "2026-11-21", "date"),
    ("modified", "2026-11-21T00:00:00Z", "date"),
    ("dataset_status", "beschikbaar", "type"),
    ("dataset_status", "http://data.overheid.nl/status/gepland", "missing"),
    ("temporal_start", "2090-01-01T00:00:00", "period"),
    ("spatial_value", [], "owms-scheme"),
    ("spatial_scheme", ["http://example.org/scheme"], "not-in-list"),
    ("resources", [], "too-few"),
    ("tags", [{"name": "a;b"}], "pattern"),
    ("high_value", "no", "type"),
]


@pytest.mark.parametrize(("field", "value", "code"), CKAN)
def test_the_rules_of_donl_are_kept(
    field: str, value: Any, code: str, written: dict[str, Any]
) -> None:
    payload = deepcopy(written["ckan/drenthe-data-sdg.json"])
    CkanPackage.model_validate(payload)
    if value is None:
        del payload[field]
    else:
        payload[field] = value
    with pytest.raises(ValidationError) as caught:
        CkanPackage.model_validate(payload)
    assert {it.code for it in problems_of(caught.value, str)} == {code}


@pytest.mark.parametrize(
    ("field", "value"),
    [("format", "CSV"), ("hash_algorithm", None), ("size", 0), ("license_id", "cc0"), ("url", "")],
)
def test_the_rules_of_donl_for_files_are_kept(
    field: str, value: Any, written: dict[str, Any]
) -> None:
    payload = deepcopy(written["ckan/drenthe-data-sdg.json"])
    payload["resources"][0][field] = value
    with pytest.raises(ValidationError):
        CkanPackage.model_validate(payload)


def test_a_contact_that_can_only_be_called_is_enough_for_ckan(written: dict[str, Any]) -> None:
    payload = deepcopy(written["ckan/drenthe-data-sdg.json"])
    del payload["contact_point_email"], payload["contact_point_website"]
    with pytest.raises(ValidationError):
        CkanPackage.model_validate(payload)
    CkanPackage.model_validate({**payload, "contact_point_phone": "0592 00 00 00"})


def test_a_missing_setting_is_named(package: Path, exports: tuple[Path, Made]) -> None:
    file = package / "exports" / "catalog.toml"
    text = file.read_text("utf-8")
    file.write_text(re.sub(r"(?m)^donl_themes = .*$", "", text), "utf-8")
    built = build(job_of(load_package(package), *exports))
    with pytest.raises(CatalogError, match=r"catalog\.toml defaults\.donl_themes") as caught:
        ckan(built.catalog, built.settings)
    assert "defaults.donl_themes: dit ontbreekt" in caught.value.message("nl")
    assert len(aanlever(built.catalog)) == 7


def test_a_package_without_owms_has_payloads_for_the_aanlever_api_only(tmp_path: Path) -> None:
    data = small_package(tmp_path / "p")
    job = job_of(data, tmp_path / "out", make(data, tmp_path / "dist"), "overheid")
    assert [file.relative_to(job.folder).as_posix() for file in overheid.export(job)] == [
        "overheid/aanlever/small.json"
    ]
