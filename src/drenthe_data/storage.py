"""Where the rows of a resource are and how they are stored: paths, format, compression, encoding.

Functions on what a descriptor says; no file is opened.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

# Names of formats of text with a character between the cells. Files with another ending, or none,
# are read so too when a schema says that they are tables.
_DELIMITED = {"csv": "csv", "tsv": "tsv", "tab": "tsv", "txt": "csv", "text": "csv", "dat": "csv"}
_COLUMNS = {"parquet": "parquet", "pq": "parquet"}
# Formats that can hold tables and are not read.
_OTHER_TABLES = {
    *(
        "xls",
        "xlsx",
        "xlsm",
        "xlsb",
        "ods",
        "fods",
        "json",
        "jsonl",
        "ndjson",
        "geojson",
        "topojson",
    ),
    *("yaml", "yml", "xml", "html", "htm", "sql", "sqlite", "sqlite3", "db", "duckdb", "mdb"),
    *("feather", "arrow", "ipc", "orc", "avro", "dta", "sav", "sas7bdat", "rds", "rdata", "dbf"),
    *("gpkg", "shp", "gsheets", "inline"),
}
_NO_TABLES = {
    *("pdf", "doc", "docx", "odt", "rtf", "md", "rst", "png", "jpg", "jpeg", "gif", "svg", "tif"),
    *("tiff", "webp", "mp3", "mp4", "wav", "ppt", "pptx", "odp", "epub", "py", "r", "ipynb"),
}
# Without a schema only these are taken for tables.
_SURE_TABLES = {"csv", "tsv", "parquet", "pq", "xls", "xlsx", "xlsm", "xlsb", "ods"}
_MEDIATYPES = {
    "text/csv": "csv",
    "application/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/vnd.apache.parquet": "parquet",
    "application/x-parquet": "parquet",
    "application/json": "json",
    "application/geo+json": "geojson",
    "application/pdf": "pdf",
    "application/vnd.ms-excel": "xls",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
}

_COMPRESSIONS = {"gz": "gz", "gzip": "gz", "zip": "zip", "": "", "no": "", "none": ""}
_OTHER_COMPRESSIONS = {"bz2", "xz", "lzma", "zst", "zstd", "lz4", "br", "7z", "tar", "tgz", "rar"}

# These are no way of writing down a table: they keep a state, or write characters as escapes.
_ODD_ENCODINGS = {
    *("utf-7", "idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "hz"),
    *("mbcs", "oem"),
}

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_REMOTE = re.compile(r"(?!file:)[A-Za-z][A-Za-z0-9+.-]+://", re.IGNORECASE)


def is_remote(path: str) -> bool:
    """Tell whether a path is an address on the network, or of a database."""
    return _REMOTE.match(path) is not None


def is_safe(path: str) -> bool:
    """Tell whether a path of a descriptor is a relative path that stays below it."""
    if "\\" in path or "\0" in path or _SCHEME.match(path):
        return False
    pure = PurePosixPath(path)
    return not pure.is_absolute() and ".." not in pure.parts and "~" not in path[:1]


def stays_below(file: Path, root: Path) -> bool:
    """Tell whether a file, links followed, lies below a folder, of which links were followed."""
    try:
        return file.resolve().is_relative_to(root)
    except (OSError, RuntimeError, ValueError):
        return False


def format_of(
    item: Mapping[str, Any], paths: tuple[str, ...], *, is_table: bool = True
) -> tuple[str, bool]:
    """Give the format of a resource, and whether it can be read.

    What the resource says counts first, then the ending of its first path.

    Args:
        item: The resource.
        paths: Its paths; none when its rows stand in the descriptor.
        is_table: Whether it is known to be a table. If not, the format is an empty text for what
            is not taken for one.
    """
    said = item.get("format")
    name = said.strip().lower().lstrip(".") if isinstance(said, str) else ""
    name = _MEDIATYPES.get(name, name)
    mediatype = item.get("mediatype")
    if not name and isinstance(mediatype, str):
        name = _MEDIATYPES.get(mediatype.split(";")[0].strip().lower(), "")
    if not paths:
        return _inline_format(item.get("data"), name)
    if not name:
        ends = [part.lower()[1:] for part in PurePosixPath(paths[0]).suffixes]
        while ends and (ends[-1] in _COMPRESSIONS or ends[-1] in _OTHER_COMPRESSIONS):
            ends.pop()
        name = ends[-1] if ends else ""
        is_other = name in _OTHER_TABLES or name in _NO_TABLES
        if is_table and not is_other and name not in _COLUMNS:
            return _DELIMITED.get(name, "csv"), True
    if not is_table and name not in _SURE_TABLES:
        return "", False
    known = {**_DELIMITED, **_COLUMNS}
    return known.get(name, name), name in known


def _inline_format(data: object, name: str) -> tuple[str, bool]:
    """Give the format of rows in the descriptor: a list of rows, or a text of CSV."""
    if not isinstance(data, str):
        return "csv", True
    return _DELIMITED.get(name, name), name in _DELIMITED


def compression_of(said: str | None, paths: tuple[str, ...]) -> tuple[str, bool]:
    """Give the compression (``gz``, ``zip`` or none, an empty text), and whether it can be read."""
    if said is not None:
        name = said.strip().lower().lstrip(".")
        return _COMPRESSIONS.get(name, said), name in _COMPRESSIONS
    ending = PurePosixPath(paths[0]).suffix.lower()[1:] if paths else ""
    if ending in _OTHER_COMPRESSIONS:
        return ending, False
    return _COMPRESSIONS.get(ending, ""), True


def encoding_of(said: object) -> tuple[str | None, str]:
    """Give the encoding, or ``None`` and the wording of what is wrong with it."""
    if said is None or said == "":
        return "utf-8", ""
    if not isinstance(said, str):
        return None, "encoding"
    try:
        found = codecs.lookup(said)
    except (LookupError, ValueError):
        return None, "encoding"
    name = found.name.lower().replace("_", "-")
    # Codecs such as rot13 and base64 turn texts into texts or bytes into bytes.
    is_text = getattr(found, "_is_text_encoding", True)
    if not is_text or name in _ODD_ENCODINGS or name.startswith("iso2022"):
        return None, "encoding-odd"
    return said, ""
