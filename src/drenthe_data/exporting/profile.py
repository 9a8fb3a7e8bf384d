"""What is known of a format besides its module: ``exports/<format>.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from drenthe_data.descriptor import Package
from drenthe_data.exceptions import DataError
from drenthe_data.locate import carried_package

FOLDER = "exports"


@dataclass(frozen=True, slots=True)
class Profile:
    """A format as its profile describes it.

    Attributes:
        name: Its name, that of its module and file.
        raw: All that stands in the file.
        texts: Title and description in English and Dutch.
        media_type: Media type of its files (IANA); where they differ, by ending.
        file_type: Code of the EU file type list, as for ``dct:format``; empty when it has none.
        extra: The extra of the software that it needs, if any.
        needs: Formats that are made before it, because it describes their files.
        asks: Settings that the package itself must have for it to be made with ``all``.
        is_listed: Whether catalogues list its files as distributions.
    """

    name: str
    raw: Mapping[str, Any]
    texts: Mapping[str, str]
    media_type: str | Mapping[str, str]
    file_type: str = ""
    extra: str = ""
    needs: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    is_listed: bool = True
    settings: Mapping[str, Any] = field(default_factory=dict)

    def text(self, key: str, lang: str = "en") -> str:
        """Give the title or description in a language."""
        return self.texts.get(f"{key}_nl" if lang == "nl" else key) or self.texts.get(key, "")

    def media_type_of(self, file: Path) -> str:
        """Give the media type of one of its files."""
        if isinstance(self.media_type, str):
            return self.media_type
        ending = max(
            (end for end in self.media_type if file.name.endswith(end)), key=len, default=""
        )
        return self.media_type.get(ending, "application/octet-stream")


def folders(package: Package) -> list[Path]:
    """Give where profiles and settings stand: with the package, then with the software."""
    found = [package.root / FOLDER]
    carried = carried_package()
    if carried is not None and carried.parent / FOLDER not in found:
        found.append(carried.parent / FOLDER)
    return [folder for folder in found if folder.is_dir()]


def find_setting(package: Package, name: str) -> Path | None:
    """Give a file or folder of ``exports/``; that of the package goes before the software's."""
    return next((folder / name for folder in folders(package) if (folder / name).exists()), None)


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file.

    Raises:
        DataError: When it cannot be read.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DataError("bad-toml", file=path.name, reason=str(error)) from None


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _is_text_or_texts(value: object) -> bool:
    return isinstance(value, str) or (
        isinstance(value, dict) and all(isinstance(item, str) for item in value.values())
    )


# What the settings of a profile must be: the test, and an example.
_KINDS: dict[str, tuple[Callable[[object], bool], str]] = {
    "title": (lambda value: isinstance(value, str), '"CSV"'),
    "title_nl": (lambda value: isinstance(value, str), '"CSV"'),
    "media_type": (_is_text_or_texts, '"text/csv", { ".csv" = "text/csv" }'),
    "file_type": (_is_text_or_texts, '"CSV", { ".csv" = "CSV" }'),
    "extra": (lambda value: isinstance(value, str), '"exports"'),
    "needs": (_is_texts, '["parquet"]'),
    "asks": (_is_texts, '["catalog.toml"]'),
    "is_listed": (lambda value: isinstance(value, bool), "true, false"),
    "settings": (lambda value: isinstance(value, dict), "[settings]"),
}


def read_profile(package: Package, name: str) -> Profile:
    """Read the profile of a format.

    Raises:
        DataError: When there is none, or it lacks something.
    """
    path = find_setting(package, f"{name}.toml")
    if path is None:
        raise DataError("no-profile", file=f"{FOLDER}/{name}.toml")
    raw = read_toml(path)
    missing = [key for key in ("title", "title_nl", "media_type") if not raw.get(key)]
    if missing:
        raise DataError("profile-lacks", file=f"{FOLDER}/{name}.toml", expected=missing)
    for key, (is_right, expected) in _KINDS.items():
        if key in raw and not is_right(raw[key]):
            raise DataError(
                "profile-wrong",
                file=f"{FOLDER}/{name}.toml",
                place=key,
                value=str(raw[key]),
                expected=expected,
            )
    return Profile(
        name=name,
        raw=raw,
        texts={key: str(value) for key, value in raw.items() if isinstance(value, str)},
        media_type=raw["media_type"],
        file_type=raw.get("file_type", ""),
        extra=raw.get("extra", ""),
        needs=tuple(raw.get("needs", ())),
        asks=tuple(raw.get("asks", ())),
        is_listed=raw.get("is_listed", True),
        settings=raw.get("settings", {}),
    )
