"""The sessions on the page "Publishing" are what happens, against a portal on this machine."""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from drenthe_data.cli import run
from drenthe_data.exporting import format_names
from drenthe_data.messages import catalogue
from tests.packages import ROOT, copy_of_package
from tests.portal import CLIENT, KEY, Portal, running
from tests.test_docs import CONSOLE, shown_fits

PAGES = {lang: ROOT / "docs" / lang / "publishing.md" for lang in ("nl", "en")}
TOML = re.compile(r'```toml title="exports/catalog.toml"\n(.*?)```', re.DOTALL)


def text_of(lang: str) -> str:
    """The page; what it gives as an example stands below a name that is refused, so not here."""
    return PAGES[lang].read_text(encoding="utf-8").replace(".example", ".nl")


def settings_of(lang: str) -> dict[str, Any]:
    """The settings that the page fills in."""
    (block,) = TOML.findall(text_of(lang))
    return tomllib.loads(block)


def fill(file: Path, settings: dict[str, Any]) -> None:
    """Set the settings of a catalogue, as somebody with an editor does."""
    section, lines, rest = "", [], {"": dict(settings)}
    for name, value in settings.items():
        if isinstance(value, dict):
            rest[name] = dict(rest[""].pop(name))
    for line in file.read_text(encoding="utf-8").split("\n"):
        found = re.fullmatch(r"\[+([^]]+)\]+", line)
        if found:
            # What has no line yet is added to its section.
            lines += [f'{name} = "{value}"' for name, value in rest.pop(section, {}).items()]
            section = found[1]
        name = line.partition(" = ")[0]
        wanted = rest.get(section, {})
        lines.append(f'{name} = "{wanted.pop(name)}"' if name in wanted else line)
    lines += [f'{name} = "{value}"' for name, value in rest.pop(section, {}).items()]
    assert rest == {}
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def sessions(lang: str) -> list[tuple[str, list[str]]]:
    """The commands of the page and what is shown below each."""
    found = []
    for block in CONSOLE.findall(text_of(lang)):
        command, *shown = block.removeprefix("$ ").rstrip("\n").split("\n")
        found.append((command, shown))
    return found


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A copy of the package in which little but CSV is listed, so that it is quickly exported."""
    folder = copy_of_package(tmp_path / "package")
    for name in set(format_names()) - {"csv", "dcat", "overheid"}:
        file = folder / "exports" / f"{name}.toml"
        text = file.read_text(encoding="utf-8").replace("is_listed = false\n", "")
        file.write_text(f"is_listed = false\n{text}", encoding="utf-8")
    return folder


@pytest.fixture
def portal(monkeypatch: pytest.MonkeyPatch) -> Iterator[Portal]:
    monkeypatch.setenv("DRENTHE_DATA_CLIENT_ID", CLIENT)
    monkeypatch.setenv("DRENTHE_DATA_API_KEY", KEY)
    monkeypatch.delenv("DRENTHE_DATA_BASE_URL", raising=False)
    with running(Portal()) as it:
        yield it


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_sessions_of_publishing_are_what_happens(
    lang: str,
    filled: Path,
    portal: Portal,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(filled)
    settings, catalog = settings_of(lang), filled / "exports" / "catalog.toml"
    # The first session is that of a package of which nothing has been filled in yet.
    empty: dict[str, Any] = {
        name: dict.fromkeys(value, "[x]") if isinstance(value, dict) else value
        for name, value in settings.items()
    }
    empty["base_url"] = "https://example.org/drenthe-data"
    empty["contact"] |= {"email": "opendata@example.org", "url": "https://example.org/contact"}
    del empty["contact"]["phone"]
    empty["publish"]["aanlever_url"] = "https://aanlever-api.example.org"
    fill(catalog, empty)
    is_first = True
    for command, shown in sessions(lang):
        arguments = shlex.split(command)[1:]
        assert arguments[0] == "publish"
        url = [] if "--dry-run" in arguments else ["--url", portal.url]
        code = run([*arguments, *url])
        printed = capsys.readouterr()
        # Where the portal keeps a data set differs each time.
        out = re.sub(r"^(\S+: \S+) \(.*\)$", r"\1 (...)", printed.out, flags=re.MULTILINE)
        out += printed.err
        assert shown_fits(shown, out.rstrip("\n").split("\n")), f"{command}\n{out[:2000]}"
        assert code == (1 if is_first else 0), printed.err
        if is_first:
            fill(catalog, settings)
        is_first = False
    assert len(portal.datasets) == 7


def test_both_pages_fill_in_the_same() -> None:
    assert settings_of("nl") == settings_of("en")
    plain = [command.removesuffix(" --lang nl") for command, _ in sessions("nl")]
    assert plain == [command for command, _ in sessions("en")]


@pytest.mark.parametrize(
    ("lang", "key", "words"),
    [
        ("en", "publish-placeholders", "Nothing is sent before these settings have been filled in"),
        ("nl", "publish-placeholders", "voordat deze instellingen zijn ingevuld"),
        ("en", "publish-denied", "401"),
        ("nl", "publish-denied", "aanvaardt de sleutel niet"),
        ("en", "publish-forbidden", "403"),
        ("nl", "publish-links", "bestand(en) zijn niet op te halen"),
        ("nl", "publish-person", "lijkt het adres van een persoon"),
        ("en", "publish-person", "looks like the address of a person"),
        ("nl", "publish-no-key", "sleutel om mee in te loggen"),
    ],
)
def test_what_is_refused_is_told_in_the_words_of_the_program(
    lang: str, key: str, words: str
) -> None:
    assert words in catalogue(lang)[key]
    assert words in PAGES[lang].read_text(encoding="utf-8")
