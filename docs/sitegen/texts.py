"""The words of the site, per module and language: ``texts/<module>.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "texts"


@cache
def _read(name: str) -> dict[str, dict[str, str]]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


class Texts:
    """The words of one module in one language; each key has ``nl`` and ``en``."""

    def __init__(self, name: str, lang: str) -> None:
        self.lang = lang
        self._texts = _read(name)

    def __call__(self, key: str, **values: Any) -> str:
        """Give a text, with ``{values}`` filled in.

        Raises:
            KeyError: When there is no such text, or a value of it is not given.
        """
        text = self._texts[key][self.lang]
        return text.format(**values) if values else text

    def all(self) -> dict[str, str]:
        """Give all texts, by key, as they are."""
        return {key: text[self.lang] for key, text in self._texts.items()}
