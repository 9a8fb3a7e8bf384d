"""Publishing, against a portal on this machine that keeps the rules of data.overheid.nl."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from drenthe_data.cli import run
from drenthe_data.exceptions import DataError
from drenthe_data.exporting import export, format_names
from drenthe_data.loading import load_package
from drenthe_data.publishing import http, links
from tests.packages import ROOT, fields, make_package
from tests.portal import CLIENT, KEY, Fault, Portal, running

SETTINGS = """
base_url = "https://data.klein.nl/x"
[publisher]
uri = "https://identifier.overheid.nl/tooi/id/provincie/pv22"
name_nl = "Provincie Klein"
owms = "http://standaarden.overheid.nl/owms/terms/Klein"
[contact]
name_nl = "Team open data"
email = "opendata@klein.nl"
[defaults]
eu_themes = ["GOVE"]
donl_themes = ["Bestuur"]
language = ["NLD"]
[themes.dagen]
title_nl = "Dagen"
tables = ["days"]
[themes.namen]
title_nl = "Namen"
tables = ["names"]
[publish]
owner_org = "klein"
"""
NAMES = ["small", "small-dagen", "small-namen"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small package with all that publishing needs, and one quick format that is listed."""
    folder = make_package(
        tmp_path_factory.mktemp("publish") / "p",
        {"days": "day\n2024-02-01\n", "names": "name\nx\n", "rest": "a\n1\n"},
        {
            "days": {"fields": fields(day="date")},
            "names": {"fields": fields("name")},
            "rest": {"fields": fields("a")},
        },
        created="2026-11-21T00:00:00Z",
        licenses=[{"name": "CC0-1.0"}],
        title="Klein pakket",
    )
    (folder / "exports").mkdir()
    for name in format_names():
        text = (ROOT / "exports" / f"{name}.toml").read_text("utf-8")
        if name not in ("csv", "dcat", "overheid"):
            text = "is_listed = false\n" + text.replace("is_listed = false\n", "")
        (folder / "exports" / f"{name}.toml").write_text(text, "utf-8")
    (folder / "exports" / "catalog.toml").write_text(SETTINGS, "utf-8")
    export(load_package(folder), ["csv"], folder.parent / "dist")
    return folder


@pytest.fixture
def ready(made: Path, tmp_path: Path) -> Path:
    """A copy that a test may change."""
    return Path(shutil.copytree(made.parent, tmp_path / "all")) / "p"


@pytest.fixture
def portal() -> Iterator[Portal]:
    with running(Portal()) as it:
        yield it


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRENTHE_DATA_CLIENT_ID", CLIENT)
    monkeypatch.setenv("DRENTHE_DATA_API_KEY", KEY)
    monkeypatch.delenv("DRENTHE_DATA_TOKEN", raising=False)
    monkeypatch.delenv("DRENTHE_DATA_BASE_URL", raising=False)


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that were asked for, and not taken."""
    taken: list[float] = []
    monkeypatch.setattr("drenthe_data.publishing.http.time.sleep", taken.append)
    return taken


class Ran:
    """What a run of the command gave."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err
        assert KEY not in out + err
        assert "token-" not in out + err
        assert "Traceback" not in out + err


def publish(
    package: Path,
    portal: Portal | None,
    capsys: pytest.CaptureFixture[str],
    *more: str,
) -> Ran:
    capsys.readouterr()
    url = [] if portal is None else ["--url", portal.url]
    arguments = ["publish", str(package), "-o", str(package.parent / "dist"), *url, *more]
    code = run(arguments)
    captured = capsys.readouterr()
    return Ran(code, captured.out, captured.err)


def is_new(method: str, path: str) -> bool:
    """Tell whether a request makes a data set."""
    return method == "POST" and path.startswith(("/api/v1/datasets?", "/api/3/action/package_c"))


def is_change(method: str, path: str) -> bool:
    """Tell whether a request changes a data set."""
    return method == "PUT" or "package_update" in path


def identifiers(portal: Portal) -> list[str]:
    found = [item["dataset"]["dctIdentifier"] for item in portal.datasets.values()]
    found += [
        extra["value"]
        for item in portal.packages.values()
        for extra in item["extras"]
        if extra["key"] == "identifier"
    ]
    return sorted(found)


ALL = [f"https://data.klein.nl/x/id/dataset/{name}" for name in NAMES]


def actions(ran: Ran) -> dict[str, str]:
    """Give what was done, by data set."""
    return {
        line.partition(":")[0]: line.partition(": ")[2].partition(" ")[0]
        for line in ran.out.splitlines()
    }


# What should happen.


@pytest.mark.parametrize("target", ["aanlever", "ckan"])
def test_data_sets_are_made_once_and_then_left_as_they_are(
    target: str, ready: Path, portal: Portal, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = publish(ready, portal, capsys, "--to", target)
    assert (ran.code, actions(ran)) == (0, dict.fromkeys(NAMES, "made")), ran.err
    assert identifiers(portal) == ALL
    assert {item["status"] for item in portal.datasets.values()} <= {"PUBLISHED"}
    before = len(portal.writes())
    ran = publish(ready, portal, capsys, "--to", target)
    assert (ran.code, actions(ran)) == (0, dict.fromkeys(NAMES, "unchanged"))
    assert len(portal.writes()) == before


@pytest.mark.parametrize("target", ["aanlever", "ckan"])
def test_only_what_changed_is_sent_again(
    target: str, ready: Path, portal: Portal, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(ready, portal, capsys, "--to", target)
    ids = {
        resource["url"]: resource["id"]
        for item in portal.packages.values()
        for resource in item["resources"]
    }
    file = ready / "exports" / "catalog.toml"
    file.write_text(file.read_text("utf-8").replace('"Namen"', '"Alle namen"'), "utf-8")
    ran = publish(ready, portal, capsys, "--to", target, "--lang", "nl")
    expected = {"small": "ongewijzigd", "small-dagen": "ongewijzigd", "small-namen": "gewijzigd"}
    assert (ran.code, actions(ran)) == (0, expected)
    assert len(portal.datasets) + len(portal.packages) == 3
    titles = [item["dataset"]["dctTitle"] for item in portal.datasets.values()]
    titles += [[item["title"]] for item in portal.packages.values()]
    assert ["Alle namen"] in titles
    for item in portal.packages.values():
        assert all(ids[it["url"]] == it["id"] for it in item["resources"])


def test_a_dry_run_prints_what_would_be_sent_and_sends_nothing(
    ready: Path, portal: Portal, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = publish(ready, portal, capsys, "--dry-run", "--to", "aanlever")
    assert (ran.code, ran.err) == (0, "")
    assert portal.log == []
    shown = json.loads(ran.out)
    publish(ready, portal, capsys)
    sent = [body for body in portal.bodies if body and "dctTitle" in body]
    assert sorted(shown) == NAMES
    assert sorted(map(json.dumps, sent)) == sorted(map(json.dumps, shown.values()))


def test_a_draft_is_published_when_that_is_asked(
    ready: Path, portal: Portal, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = publish(ready, portal, capsys, "--draft")
    assert (ran.code, {item["status"] for item in portal.datasets.values()}) == (0, {"DRAFT"})
    ran = publish(ready, portal, capsys, "--draft")
    assert actions(ran) == dict.fromkeys(NAMES, "unchanged")
    ran = publish(ready, portal, capsys)
    assert actions(ran) == dict.fromkeys(NAMES, "changed")
    assert {item["status"] for item in portal.datasets.values()} == {"PUBLISHED"}
    assert len(portal.datasets) == 3


def test_what_was_withdrawn_stays_so_and_is_said(
    ready: Path, portal: Portal, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(ready, portal, capsys)
    next(iter(portal.datasets.values()))["status"] = "WITHDRAWN"
    ran = publish(ready, portal, capsys, "--lang", "nl")
    assert ran.code == 0
    assert "is op het portaal ingetrokken en blijft dat" in ran.err
    assert [item["status"] for item in portal.datasets.values()].count("WITHDRAWN") == 1
    assert len(portal.datasets) == 3


def test_one_data_set_can_be_asked(
    ready: Path, portal: Portal, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = publish(ready, portal, capsys, "--dataset", "small-namen")
    assert actions(ran) == {"small-namen": "made"}
    ran = publish(ready, portal, capsys, "--dataset", "small-name")
    assert ran.code == 2
    assert 'There is no data set "small-name". Did you mean "small-namen"?' in ran.err


def test_the_api_as_it_was_at_first_is_spoken_too(
    ready: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with running(Portal(version="0.9.0")) as portal:
        assert publish(ready, portal, capsys).code == 0
        file = ready / "exports" / "catalog.toml"
        text = file.read_text("utf-8").replace('email = "opendata', 'email = "data')
        file.write_text(text, "utf-8")
        ran = publish(ready, portal, capsys)
        assert actions(ran) == dict.fromkeys(NAMES, "changed")
        assert identifiers(portal) == ALL


def test_a_draft_whose_title_changed_is_found_when_the_portal_says_it_is_there(
    ready: Path, portal: Portal, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(ready, portal, capsys, "--draft")
    for item in portal.datasets.values():
        item["dataset"]["dctTitle"] = ["An older title"]
    ran = publish(ready, portal, capsys, "--draft")
    assert actions(ran) == dict.fromkeys(NAMES, "changed")
    assert identifiers(portal) == ALL


def test_a_data_set_that_has_another_name_in_ckan_is_found_by_its_identifier(
    ready: Path, portal: Portal, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(ready, portal, capsys, "--to", "ckan")
    for item in portal.packages.values():
        item["name"] += "-renamed"
    file = ready / "exports" / "catalog.toml"
    file.write_text(file.read_text("utf-8").replace('"Namen"', '"Alle namen"'), "utf-8")
    ran = publish(ready, portal, capsys, "--to", "ckan", "--dataset", "small-namen")
    assert actions(ran) == {"small-namen": "changed"}
    assert all(item["name"].endswith("-renamed") for item in portal.packages.values())
    assert identifiers(portal) == ALL


# What can go wrong: keys and rights.


def test_a_token_that_has_expired_is_asked_anew(
    ready: Path, portal: Portal, capsys: pytest.CaptureFixture[str]
) -> None:
    portal.faults.append(Fault(is_new, 401, times=1))
    ran = publish(ready, portal, capsys)
    assert (ran.code, actions(ran)) == (0, dict.fromkeys(NAMES, "made"))
    assert portal.log.count(("POST", "/api/v1/auth/token")) == 2
    assert identifiers(portal) == ALL


@pytest.mark.parametrize(("lang", "expected"), [
    ("en", "The portal does not accept the key (status 401)."),
    ("nl", "Het portaal aanvaardt de sleutel niet (status 401)."),
])  # fmt: skip
def test_a_key_that_is_not_accepted_stops_the_work(
    lang: str,
    expected: str,
    ready: Path,
    portal: Portal,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DRENTHE_DATA_API_KEY", "another-key")
    ran = publish(ready, portal, capsys, "--lang", lang)
    assert (ran.code, ran.out) == (2, "")
    assert expected in ran.err
    assert "another-key" not in ran.err
    assert portal.datasets == {}


def test_a_token_from_elsewhere_is_used_and_not_asked_anew(
    ready: Path,
    portal: Portal,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("DRENTHE_DATA_CLIENT_ID")
    monkeypatch.setenv("DRENTHE_DATA_TOKEN", "token-1")
    assert publish(ready, portal, capsys).code == 0
    assert ("POST", "/api/v1/auth/token") not in portal.log
    monkeypatch.setenv("DRENTHE_DATA_TOKEN", "token-0")
    portal.tokens = ["token-9"]
    portal.datasets.clear()
    ran = publish(ready, portal, capsys, "--draft")
    assert (ran.code, "status 401" in ran.err) == (2, True)


@pytest.mark.parametrize("target", ["aanlever", "ckan"])
def test_without_a_key_nothing_is_asked(
    target: str,
    ready: Path,
    portal: Portal,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("DRENTHE_DATA_API_KEY")
    ran = publish(ready, portal, capsys, "--to", target)
    assert (ran.code, portal.log) == (2, [])
    assert "DRENTHE_DATA_API_KEY" in ran.err


@pytest.mark.parametrize(("name", "target"), [
    ("DRENTHE_DATA_TOKEN", "aanlever"),
    ("DRENTHE_DATA_API_KEY", "ckan"),
])  # fmt: skip
@pytest.mark.parametrize("key", ["two words", "line\nX-Header: 1", "sleutel-ë", "\x07"])
def test_what_cannot_be_a_key_is_said_and_not_shown(
    name: str,
    target: str,
    key: str,
    ready: Path,
    portal: Portal,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(name, key)
    ran = publish(ready, portal, capsys, "--to", target)
    assert (ran.code, portal.log) == (2, [])
    assert f"What is in {name} cannot be a key" in ran.err
    assert key not in ran.err


@pytest.mark.parametrize("body", [
    [], {"content": 1}, {"content": [1, {"id": 2}, {"id": 1, "dcatDataset": []}], "page": 3},
    {"content": [{"meta": [], "dcatCatalogRecord": 1}], "page": {"totalPages": "x"}}, "text",
])  # fmt: skip
def test_no_answer_gives_a_traceback(
    body: Any,
    ready: Path,
    portal: Portal,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = Portal.aanlever

    def odd(self: Portal, method: str, path: str, query: dict[str, str], asked: Any) -> Any:
        return real(self, method, path, query, asked) if "token" in path else (200, body)

    monkeypatch.setattr(Portal, "aanlever", odd)
    ran = publish(ready, portal, capsys)
    assert (ran.code, ran.out) == (2, "")
    assert "mistake of this program" not in ran.err
    monkeypatch.setattr(Portal, "ckan", lambda *_: (200, {"success": True, "result": body}))
    ran = publish(ready, portal, capsys, "--to", "ckan")
    assert (ran.code, ran.out) == (2, "")
    assert "mistake of this program" not in ran.err


@pytest.mark.parametrize("target", ["aanlever", "ckan"])
def test_a_key_without_the_right_stops_the_work(
    target: str, ready: Path, portal: Portal, capsys: pytest.CaptureFixture[str]
) -> None:
    portal.faults.append(Fault(is_new, 403, times=9))
    ran = publish(ready, portal, capsys, "--to", target, "--lang", "nl")
    assert ran.code == 2
    assert "De sleutel mag dit niet voor de dataset small (status 403)" in ran.err
    assert len([entry for entry in portal.log if is_new(*entry) or "create" in entry[1]]) <= 1


def test_the_key_goes_to_no_other_server(
    ready: Path, portal: Portal, capsys: pytest.CaptureFixture[str]
) -> None:
    with running(Portal()) as other:
        headers = {"Location": f"{other.url}/api/v1/auth/token"}
        portal.faults.append(Fault(lambda *_: True, 307, times=9, headers=headers))
        ran = publish(ready, portal, capsys)
        assert (ran.code, other.log) == (2, [])
    assert "an answer that was not expected (status 307)" in ran.err


@pytest.mark.parametrize(
    "url",
    ["http://data.example.org", "ftp://x.nl", "https://", "x", "https://a:b@x.nl", "https://x.nl/?k=1",
     "https://[::1", "http://localhost.evil.nl"],
)  # fmt: skip
def test_a_key_is_not_sent_where_it_could_be_read(
    url: str, ready: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = publish(ready, None, capsys, "--url", url)
    assert ran.code == 2
    assert f'"{url}" cannot be sent to' in ran.err


def test_without_an_address_the_setting_is_named(
    ready: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = publish(ready, None, capsys)
    assert ran.code == 2
    assert "Give it with --url, or fill in exports/catalog.toml publish.aanlever_url." in ran.err


# What can go wrong: the portal does not take it.


def test_what_the_aanlever_api_does_not_take_is_told_per_field(
    ready: Path, portal: Portal, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    problems = [
        {"code": "INVALID_PATTERN", "path": "dcatTheme[0]", "message": "ongeldige waarde"},
        {"code": "INVALID_URI", "path": "dctLanguage", "message": "geen URI"},
    ]
    monkeypatch.setattr("tests.portal.problems_of_dataset", lambda _: problems)
    for lang, first in (
        ("en", "The portal does not take the data set small (status 400). Its reasons:"),
        ("nl", "Het portaal neemt de dataset small niet aan (status 400). De redenen:"),
    ):
        ran = publish(ready, portal, capsys, "--lang", lang)
        assert ran.code == 1
        assert ran.err.splitlines() == [
            f"drenthe-data: {first}",
            "- dcatTheme[0]: INVALID_PATTERN: ongeldige waarde",
            "- dctLanguage: INVALID_URI: geen URI",
        ]


def test_what_ckan_does_not_take_is_told_per_field(
    ready: Path, portal: Portal, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    problems = {"theme": ["not in list"], "resources": [{}, {"format": ["Missing value"]}]}
    monkeypatch.setattr("tests.portal.donl_problems", lambda _: problems)
    ran = publish(ready, portal, capsys, "--to", "ckan")
    assert ran.code == 1
    assert ran.err.splitlines()[1:] == [
        "- theme: not in list",
        "- resources.1.format: Missing value",
    ]


@pytest.mark.parametrize("status", [409, 422])
def test_other_refusals_stop_the_work_with_the_reason(
    status: int, ready: Path, portal: Portal, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(ready, portal, capsys, "--dataset", "small")
    portal.faults.append(Fault(is_new, status, times=9))
    ran = publish(ready, portal, capsys)
    assert ran.code == 1
    assert actions(ran) == {"small": "unchanged"}
    assert f"does not take the data set small-dagen (status {status})" in ran.err
    portal.faults.clear()
    ran = publish(ready, portal, capsys)
    assert actions(ran) == {"small": "unchanged", "small-dagen": "made", "small-namen": "made"}


def test_a_change_by_somebody_else_at_the_same_time_is_not_lost(
    ready: Path, portal: Portal, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(ready, portal, capsys)
    file = ready / "exports" / "catalog.toml"
    file.write_text(file.read_text("utf-8").replace('"Namen"', '"Alle namen"'), "utf-8")
    (item,) = (
        item
        for item in portal.datasets.values()
        if item["dataset"]["dctIdentifier"].endswith("-namen")
    )

    def somebody(method: str, path: str) -> bool:
        if is_change(method, path):
            item["dataset"] = {**item["dataset"], "dctTitle": ["Theirs"]}
            item["version"] += 1
        return False

    portal.faults.append(Fault(somebody, 500))
    ran = publish(ready, portal, capsys)
    assert ran.code == 1
    assert "DCAT_DATASET_VERSION_CONFLICT" in ran.err
    assert item["dataset"]["dctTitle"] == ["Theirs"]


def test_a_name_in_ckan_that_is_of_another_data_set_is_left_alone(
    ready: Path, portal: Portal, capsys: pytest.CaptureFixture[str]
) -> None:
    other = {"id": "1", "name": "small", "extras": [{"key": "identifier", "value": "https://o.nl"}]}
    portal.packages["1"] = dict(other)
    ran = publish(ready, portal, capsys, "--to", "ckan")
    assert ran.code == 1
    assert "- name: identifier: https://o.nl" in ran.err
    assert portal.packages == {"1": other}


@pytest.mark.parametrize("target", ["aanlever", "ckan"])
def test_an_answer_that_is_not_of_such_a_portal_is_said(
    target: str, ready: Path, portal: Portal, capsys: pytest.CaptureFixture[str]
) -> None:
    portal.faults.append(Fault(lambda _, path: not path.endswith("/token"), 200, times=9))
    ran = publish(ready, portal, capsys, "--to", target)
    assert ran.code == 2
    assert "an answer that was not expected for the data set small (status 200)" in ran.err


# What can go wrong: the line, and the portal itself.


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504, 0])
@pytest.mark.parametrize("target", ["aanlever", "ckan"])
def test_what_goes_wrong_for_a_while_is_tried_again(
    target: str,
    status: int,
    ready: Path,
    portal: Portal,
    capsys: pytest.CaptureFixture[str],
    pauses: list[float],
) -> None:
    portal.faults.append(Fault(lambda *_: True, status, times=3))
    ran = publish(ready, portal, capsys, "--to", target)
    assert (ran.code, actions(ran)) == (0, dict.fromkeys(NAMES, "made")), ran.err
    assert len(pauses) == 3
    assert pauses == sorted(pauses)
    assert identifiers(portal) == ALL


@pytest.mark.parametrize("status", [502, 0])
@pytest.mark.parametrize("target", ["aanlever", "ckan"])
def test_what_was_done_but_not_answered_is_not_done_twice(
    target: str, status: int, ready: Path, portal: Portal, capsys: pytest.CaptureFixture[str]
) -> None:
    portal.faults.append(Fault(is_new, status, times=1, is_done=True))
    ran = publish(ready, portal, capsys, "--to", target)
    assert ran.code == 0, ran.err
    assert identifiers(portal) == ALL
    file = ready / "exports" / "catalog.toml"
    file.write_text(file.read_text("utf-8").replace('"Namen"', '"Alle namen"'), "utf-8")
    portal.faults.append(Fault(is_change, status, times=1, is_done=True))
    ran = publish(ready, portal, capsys, "--to", target)
    assert (ran.code, actions(ran)["small-namen"]) == (0, "changed"), ran.err
    assert identifiers(portal) == ALL
    assert actions(publish(ready, portal, capsys, "--to", target)) == dict.fromkeys(
        NAMES, "unchanged"
    )


@pytest.mark.parametrize("is_done", [True, False])
def test_a_time_out_is_tried_again(
    is_done: bool, ready: Path, portal: Portal, capsys: pytest.CaptureFixture[str]
) -> None:
    portal.faults.append(Fault(is_new, -1, times=1, is_done=is_done))
    ran = publish(ready, portal, capsys, "--timeout", "1")
    assert (ran.code, len(actions(ran))) == (0, 3), ran.err
    assert identifiers(portal) == ALL


def test_the_portal_says_how_long_to_wait(
    ready: Path, portal: Portal, capsys: pytest.CaptureFixture[str], pauses: list[float]
) -> None:
    portal.faults.append(Fault(is_new, 429, headers={"Retry-After": "7"}))
    portal.faults.append(Fault(is_new, 503, headers={"Retry-After": "86400"}))
    assert publish(ready, portal, capsys).code == 0
    assert pauses == [7, 60]


@pytest.mark.parametrize(("lang", "expected"), [
    ("en", "says that it cannot do it now (status 503). It was tried 2 times."),
    ("nl", "zegt dat het nu niet kan (status 503). Het is 2 keer geprobeerd."),
])  # fmt: skip
def test_a_portal_that_goes_on_failing_is_given_up(
    lang: str, expected: str, ready: Path, portal: Portal, capsys: pytest.CaptureFixture[str]
) -> None:
    portal.faults.append(Fault(is_new, 503, times=99))
    ran = publish(ready, portal, capsys, "--attempts", "2", "--lang", lang)
    assert ran.code == 2
    assert expected in ran.err
    assert len(portal.writes()) == 2


def test_a_portal_that_is_not_there_is_said(
    ready: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with running(Portal()) as portal:
        pass
    ran = publish(ready, portal, capsys, "--attempts", "3")
    assert ran.code == 2
    assert f"{portal.url} does not answer:" in ran.err
    assert "It was tried 3 times." in ran.err


@pytest.mark.parametrize("target", ["aanlever", "ckan"])
def test_what_was_killed_halfway_is_finished_by_running_it_again(
    target: str, ready: Path, portal: Portal, capsys: pytest.CaptureFixture[str]
) -> None:
    seen = 0

    def second(method: str, path: str) -> bool:
        nonlocal seen
        seen += is_new(method, path)
        return is_new(method, path) and seen == 2

    portal.faults.append(Fault(second, -1, times=1, is_done=True))
    folder = ready.parent / "dist"
    command = [sys.executable, "-m", "drenthe_data", "publish", str(ready), "-o", str(folder)]
    process = subprocess.Popen(
        [*command, "--url", portal.url, "--to", target],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert portal.slow.wait(60), process.poll()
    finally:
        process.kill()
        out, _ = process.communicate()
    assert process.returncode < 0, out
    assert len(identifiers(portal)) == 2
    ran = publish(ready, portal, capsys, "--to", target)
    assert (ran.code, actions(ran)) == (
        0,
        {"small": "unchanged", "small-dagen": "unchanged", "small-namen": "made"},
    )
    assert identifiers(portal) == ALL


# Before anything is sent.


@pytest.mark.parametrize(("lang", "expected"), [
    ("en", "Nothing is sent before these settings have been filled in: "),
    ("nl", "Er wordt niets gestuurd voordat deze instellingen zijn ingevuld: "),
])  # fmt: skip
def test_placeholders_are_not_published(
    lang: str, expected: str, ready: Path, portal: Portal, capsys: pytest.CaptureFixture[str]
) -> None:
    file = ready / "exports" / "catalog.toml"
    text = file.read_text("utf-8").replace("opendata@klein.nl", "opendata@klein.example")
    file.write_text(text, "utf-8")
    ran = publish(ready, portal, capsys, "--lang", lang)
    assert (ran.code, portal.log) == (1, [])
    assert f"{expected}exports/catalog.toml contact.email." in ran.err
    ran = publish(ready, portal, capsys, "--dry-run", "--lang", lang)
    assert (ran.code, portal.log) == (1, [])
    assert f"{expected}exports/catalog.toml contact.email." in ran.err
    assert sorted(json.loads(ran.out)) == NAMES


def test_the_base_url_of_the_environment_counts(
    ready: Path, portal: Portal, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DRENTHE_DATA_BASE_URL", "https://example.org/x")
    ran = publish(ready, portal, capsys)
    assert (ran.code, portal.log) == (1, [])
    assert "exports/catalog.toml base_url" in ran.err
    ran = publish(ready, portal, capsys, "--base-url", "https://open.klein.nl")
    assert ran.code == 0
    assert identifiers(portal)[0] == "https://open.klein.nl/id/dataset/small"


def test_what_only_ckan_needs_is_asked_for_ckan_only(
    ready: Path, portal: Portal, capsys: pytest.CaptureFixture[str]
) -> None:
    file = ready / "exports" / "catalog.toml"
    file.write_text(file.read_text("utf-8").replace('"klein"', '"[owner_org]"'), "utf-8")
    assert publish(ready, portal, capsys).code == 0
    ran = publish(ready, portal, capsys, "--to", "ckan")
    assert (ran.code, portal.packages) == (1, {})
    assert "publish.owner_org" in ran.err
    file.write_text(file.read_text("utf-8").replace('owner_org = "[owner_org]"', ""), "utf-8")
    ran = publish(ready, portal, capsys, "--to", "ckan")
    assert ran.code == 2
    assert "There is nothing to send to ckan. Fill in" in ran.err


def test_the_address_of_a_person_gets_a_note(
    ready: Path, portal: Portal, capsys: pytest.CaptureFixture[str]
) -> None:
    file = ready / "exports" / "catalog.toml"
    text = file.read_text("utf-8").replace("opendata@", "jan.jansen@")
    file.write_text(text, "utf-8")
    ran = publish(ready, portal, capsys)
    assert ran.code == 0
    assert "jan.jansen@klein.nl looks like the address of a person" in ran.err


def test_a_package_that_is_not_valid_is_not_published(
    ready: Path, portal: Portal, capsys: pytest.CaptureFixture[str]
) -> None:
    (ready / "days.csv").write_text("day\nyesterday\n", "utf-8")
    ran = publish(ready, portal, capsys)
    assert (ran.code, portal.log) == (1, [])
    assert "is not exported" in ran.err


def test_a_wrong_setting_is_told_in_the_language_that_is_asked(
    ready: Path, portal: Portal, capsys: pytest.CaptureFixture[str]
) -> None:
    file = ready / "exports" / "catalog.toml"
    file.write_text(file.read_text("utf-8").replace('"GOVE"', '"GOV"'), "utf-8")
    ran = publish(ready, portal, capsys, "--lang", "nl")
    assert (ran.code, portal.log) == (2, [])
    assert 'catalog.toml defaults.eu_themes.0: "GOV" staat niet in de lijst.' in ran.err
    assert 'Bedoelde u "GOVE"?' in ran.err


def test_files_that_are_not_on_the_web_are_named_and_no_key_is_sent(portal: Portal) -> None:
    def payload(*paths: str) -> dict[str, dict[str, Any]]:
        files = [{"dcatAccessUrl": f"{portal.url}{path}"} for path in paths]
        return {
            "a": {"dcatDistribution": files},
            "b": {"resources": [{"url": files[0]["dcatAccessUrl"]}]},
        }

    links.check(payload("/files/a.csv", "/files/b.csv"), http.Client)
    assert portal.log == [("HEAD", "/files/a.csv"), ("HEAD", "/files/b.csv")]
    with pytest.raises(DataError) as caught:
        links.check(payload("/files/a.csv", "/gone.csv"), http.Client)
    assert f"1 file(s) cannot be fetched, so nothing is sent: {portal.url}/gone.csv (404)." in str(
        caught.value
    )
    portal.faults.append(Fault(lambda method, _: method == "HEAD", 405))
    links.check(payload("/files/a.csv"), http.Client)
    assert portal.log[-1] == ("GET", "/files/a.csv")
    assert set(portal.authorizations) == {""}


@pytest.mark.parametrize("seconds", ["inf", "1e12"])
def test_a_time_that_no_clock_holds_is_refused(
    seconds: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["publish", "--timeout", seconds, "--lang", "nl"]) == 2
    assert "--timeout" in capsys.readouterr().err
