"""The words of the site: each is there in both languages, with the same values, and is used."""

from __future__ import annotations

import re
import tomllib

import pytest
from sitegen.model import LANGUAGES
from sitegen.texts import FOLDER

from tests.packages import ROOT

CODE = "\n".join(
    file.read_text(encoding="utf-8")
    for file in (*(ROOT / "docs" / "sitegen").rglob("*.py"), ROOT / "docs" / "hooks.py")
)
SCRIPT = (ROOT / "docs" / "overrides" / "assets" / "site.js").read_text(encoding="utf-8")
# Keys that are put together: what they begin or end with stands in the code as it does here.
BEGINNINGS = ("for-", "type-", "format-", "of-kind-")
ENDINGS = ("-text", "-1")
# Taken by the value of a field.
SEVERITIES = ("error", "warning")


def is_used(name: str, key: str) -> bool:
    """Whether the code asks for a text, by its name or put together."""
    if name == "filter" and re.search(
        rf"""words\.{re.escape(key)}\b|"{re.escape(key)}\"""", SCRIPT
    ):
        return True
    if re.search(rf"""["']{re.escape(key)}["']""", CODE):
        return True
    begins = any(
        key.startswith(part) and re.search(rf"[\"']{part}\{{", CODE) for part in BEGINNINGS
    )
    ends = any(
        key.endswith(part)
        and re.search(rf"\}}{part}[\"']", CODE)
        and re.search(rf"""["']{re.escape(key.removesuffix(part))}["']""", CODE)
        for part in ENDINGS
    )
    return begins or ends or (name == "tables" and key in SEVERITIES)


@pytest.mark.parametrize("name", sorted(file.stem for file in FOLDER.glob("*.toml")))
def test_every_text_is_there_in_both_languages_and_is_used(name: str) -> None:
    texts = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    assert texts
    for key, text in texts.items():
        assert list(text) == list(LANGUAGES), key
        assert all(said.strip() for said in text.values()), key
        values = [set(re.findall(r"\{(\w+)\}", said)) for said in text.values()]
        assert values[0] == values[1], key
    assert not [key for key in texts if not is_used(name, key)]
    assert f'Texts("{name}"' in CODE


def test_a_text_that_nobody_asks_for_is_noticed() -> None:
    assert not is_used("tables", "sorted-none")
    assert not is_used("parts", "no-such-noun-1")
