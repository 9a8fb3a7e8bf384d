"""Lists of downloads: each file with its format, its size, for whom it is, and its checksum."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import PurePosixPath
from urllib.parse import quote

from drenthe_data.exporting.manifest import NAME, Entry
from drenthe_data.exporting.profile import Profile, read_profile
from drenthe_data.messages import figure
from sitegen.markup import esc, link, table
from sitegen.site import Site
from sitegen.texts import Texts

# The formats that most people want first; the others follow by name.
FIRST = ("xlsx", "csv", "datapackage", "ods", "sqlite", "parquet", "json", "geojson", "rdf", "dcat")
# Deeper folders hold parts of a whole, as the catalogue has it too.
_DEEPEST = 2
# What the name of a schema ends with.
SCHEMA = ".schema.json"
_UNITS = ("bytes", "kB", "MB", "GB")
_STEP = 1000
_FEW = 10

Found = tuple[str, Entry]


@cache
def profile_of(site: Site, name: str) -> Profile:
    """Give the profile of a format."""
    return read_profile(site.package, name)


def address(entry: Entry) -> str:
    """Give the address of a file, from the root of the site."""
    return f"^/{quote(entry.path)}"


def size(count: int, lang: str) -> str:
    """Write a size with a unit: ``761 kB``, ``2,1 MB``."""
    value, unit = float(count), 0
    while value >= _STEP and unit < len(_UNITS) - 1:
        value, unit = value / _STEP, unit + 1
    rounded = round(value, 1) if unit > 1 and value < _FEW else round(value)
    return f"{figure(rounded, lang)} {_UNITS[unit]}"


def in_order(found: Iterable[Found]) -> list[Found]:
    """Sort files by format, those that most people want first; schemas after what they describe."""

    def place(item: Found) -> tuple[int, str, bool, str]:
        name, entry = item
        return *_rank(name), entry.path.endswith(SCHEMA), entry.path

    return sorted(found, key=place)


def of_all(site: Site) -> list[Found]:
    """Give the files of the whole package, in order, without parts of a whole."""
    return in_order(
        (name, entry)
        for name, entry in site.downloads_of_all()
        if len(PurePosixPath(entry.path).parts) <= _DEEPEST
    )


def title_of(site: Site, name: str, lang: str) -> str:
    """Give what a format is called."""
    return profile_of(site, name).text("title", lang)


def _rank(name: str) -> tuple[int, str]:
    return FIRST.index(name) if name in FIRST else len(FIRST), name


def link_to(entry: Entry, text: str | None = None) -> str:
    """Give the link that downloads a file."""
    shown = esc(text or PurePosixPath(entry.path).name)
    return f'<a href="{esc(address(entry))}" download>{shown}</a>'


def table_of(site: Site, name: str, lang: str) -> str:
    """Give the downloads of one table, a row per file."""
    words = Texts("downloads", lang)
    found = in_order(site.downloads_of(name))
    rows = [
        [
            esc(_title(site, form, entry, lang, words)),
            link_to(entry),
            size(entry.bytes, lang),
            esc(words(f"for-{form}")),
        ]
        for form, entry in found
    ]
    caption = words("caption", name=site.resource(name).text("title", lang))
    return table(_header(words), rows, caption=caption, numbers=[2]) + checksums(found, words)


def table_of_all(site: Site, lang: str) -> str:
    """Give the downloads of the whole package, a row per format with its description.

    A format that has a file per table says so: those files are on the pages of the tables.
    """
    words = Texts("downloads", lang)
    found = of_all(site)
    per_table = Counter(
        name
        for name, entries in site.downloads.items()
        for entry in entries
        if entry.resource is not None and not entry.path.endswith(SCHEMA)
    )
    rows = []
    for form in sorted({name for name, _ in found} | set(per_table), key=_rank):
        files = [entry for name, entry in found if name == form]
        links = [f"{link_to(entry)}&nbsp;({size(entry.bytes, lang)})" for entry in files]
        if per_table[form]:
            links.append(esc(words("per-table", count=figure(per_table[form], lang))))
        about = f"<strong>{esc(title_of(site, form, lang))}</strong>"
        if text := profile_of(site, form).text("description", lang):
            about += f"<br>{esc(text)}"
        rows.append([about, "<br>".join(links), esc(words(f"for-{form}"))])
    header = [words("format"), words("files"), words("for")]
    manifest = f"<p>{esc(words('manifest'))} {link(f'^/{NAME}', NAME)}.</p>"
    return table(header, rows, caption=words("caption-all")) + checksums(found, words) + manifest


def checksums(found: Sequence[Found], words: Texts) -> str:
    """Give the checksums of files, as ``sha256sum -c`` reads them."""
    if not found:
        return ""
    lines = "&#10;".join(f"{entry.sha256}  {esc(entry.path)}" for _, entry in found)
    intro = code(words("checksums-intro"))
    return (
        f"<details><summary>{esc(words('checksums'))}</summary><p>{intro}</p>"
        f'<pre tabindex="0" data-search-exclude><code>{lines}</code></pre></details>'
    )


def code(text: str) -> str:
    """Escape a text, with what stands between backticks as code."""
    parts = [esc(part) for part in text.split("`")]
    if len(parts) % 2 == 0:
        return esc(text)
    return "".join(
        f"<code>{part}</code>" if place % 2 else part for place, part in enumerate(parts)
    )


def _header(words: Texts) -> list[str]:
    return [words(key) for key in ("format", "files", "size", "for")]


def _title(site: Site, form: str, entry: Entry, lang: str, words: Texts) -> str:
    title = title_of(site, form, lang)
    return words("schema", title=title) if entry.path.endswith(SCHEMA) else title
