"""Whether every address in the site leads somewhere: ``python -m tests.browser.links site``.

Addresses of the site itself are looked up in the folder, with the place in the page they name.
Addresses elsewhere are listed, never fetched.
"""

from __future__ import annotations

import html
import posixpath
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL)
_TAG = re.compile(r"<([a-z][a-z0-9]*)\s([^<>]*)>")
_ATTRIBUTE = re.compile(r'(?:^|\s)(href|src|srcset|poster|id|name)="([^"]*)"')
# Files that name addresses of the site too.
_CATALOGUES = ("sitemap.xml", "robots.txt", "catalog.ttl", "catalog.rdf", "catalog.jsonld")
# Below these, names of things (linked data), not addresses of pages.
_NAMES = ("id",)


@dataclass(slots=True)
class Report:
    """What was found.

    Attributes:
        pages: How many pages were read.
        links: How many addresses.
        dead: The pages that have it, per address that leads nowhere.
        doubled: Pages in which an id occurs twice: a link to it is a guess.
        elsewhere: How often each other host is linked to.
        loaded: What pages load from other hosts: nothing may.
    """

    pages: int = 0
    links: int = 0
    dead: dict[str, list[str]] = field(default_factory=dict)
    doubled: dict[str, list[str]] = field(default_factory=dict)
    elsewhere: Counter[str] = field(default_factory=Counter)
    loaded: dict[str, list[str]] = field(default_factory=dict)

    @property
    def is_sound(self) -> bool:
        """Whether every address leads somewhere."""
        return not (self.dead or self.doubled or self.loaded)


@dataclass(slots=True)
class _Page:
    ids: set[str]
    links: dict[str, bool]


def address_of(site: Path) -> str:
    """Give the address that the site was built for, with a slash at its end."""
    text = (site / "robots.txt").read_text(encoding="utf-8")
    found = re.search(r"^Sitemap: (.*/)sitemap\.xml$", text, re.MULTILINE)
    assert found is not None, "robots.txt does not name the sitemap"
    return found[1]


def _own(base: str, text: str) -> Iterator[str]:
    """Find addresses of the site in a text that is no HTML."""
    for found in re.findall(re.escape(base) + r"[^\"'\s<>)\\]*", text):
        if found[len(base) :].split("/")[0] not in _NAMES:
            yield found


def _read(text: str, base: str, path: str, report: Report) -> _Page:
    page = _Page(set(), {})
    for attributes, inner in _SCRIPT.findall(text):
        if "ld+json" in attributes:
            page.links.update(dict.fromkeys(_own(base, inner), False))
    plain = _SCRIPT.sub(r"<script \1>", text)
    for tag, inner in _TAG.findall(plain):
        if "=" not in inner:
            continue
        is_loaded = tag in {"script", "img", "iframe", "source", "video", "audio", "embed"} or (
            tag == "link" and re.search(r'rel="(?:stylesheet|icon|preload|manifest)"', inner)
        )
        for name, value in _ATTRIBUTE.findall(inner):
            if name == "id" or (name == "name" and tag == "a"):
                if name == "id" and value in page.ids:
                    report.doubled.setdefault(path, []).append(value)
                page.ids.add(html.unescape(value))
            elif name != "name":
                address = html.unescape(value)
                page.links[address] = page.links.get(address, False) or bool(is_loaded)
    return page


def check_links(site: Path) -> Report:
    """Read every page and look all addresses up."""
    report = Report()
    base = address_of(site)
    root = urlsplit(base).path
    files = {file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()}
    pages = {
        path: _read((site / path).read_text(encoding="utf-8"), base, path, report)
        for path in sorted(files)
        if path.endswith(".html")
    }
    report.pages = len(pages)
    for name in _CATALOGUES:
        text = (site / name).read_text(encoding="utf-8")
        pages[name] = _Page(set(), dict.fromkeys(_own(base, text), False))

    def leads(path: str, address: str) -> bool:
        parts = urlsplit(address)
        target = unquote(parts.path)
        if target.startswith("/"):
            if not f"{target}/".startswith(root):
                return False
            target = target[len(root) :]
        elif target:
            target = posixpath.join(posixpath.dirname(path), target)
        else:
            target = path
        is_folder = target in {"", "."} or target.endswith(("/", "/.", "/.."))
        target = posixpath.normpath(target) if target else ""
        target = "" if target == "." else target
        if is_folder:
            target = f"{target}/index.html" if target else "index.html"
        if target not in files:
            return False
        place = parts.fragment
        if not place or place.startswith(":~:") or not target.endswith(".html"):
            return True
        ids = pages[target].ids
        return place in ids or unquote(place) in ids

    seen: dict[tuple[str, str], bool] = {}
    for path, page in pages.items():
        folder = posixpath.dirname(path)
        for address, is_loaded in page.links.items():
            report.links += 1
            short = address[len(urlsplit(base)._replace(path="").geturl()) :]
            inner = short if address.startswith(base) else address
            parts = urlsplit(inner)
            if parts.scheme in {"mailto", "tel", "data"}:
                continue
            if parts.scheme or parts.netloc:
                report.elsewhere[parts.netloc] += 1
                if is_loaded:
                    report.loaded.setdefault(address, []).append(path)
                continue
            # The same address from the same folder leads to the same file.
            key = (path if inner.startswith("#") or not inner else folder, inner)
            if key not in seen:
                seen[key] = leads(path, inner)
            if not seen[key]:
                report.dead.setdefault(address, []).append(path)
    return report


def lines(report: Report, shown: int = 40) -> Iterator[str]:
    """Tell what was found."""
    yield f"{report.pages} pages, {report.links} addresses"
    for title, found in (
        ("leads nowhere", report.dead),
        ("is loaded from elsewhere", report.loaded),
        ("ids twice", report.doubled),
    ):
        for number, (address, where) in enumerate(sorted(found.items())):
            if number == shown:
                yield f"... and {len(found) - shown} more"
                break
            yield f"{title}: {address} ({len(where)}: {', '.join(where[:3])})"
    hosts = ", ".join(f"{host} {count}" for host, count in report.elsewhere.most_common())
    yield f"elsewhere (not fetched): {hosts or 'nothing'}"


if __name__ == "__main__":
    result = check_links(Path(sys.argv[1] if len(sys.argv) > 1 else "site"))
    sys.stdout.write("\n".join(lines(result)) + "\n")
    sys.exit(not result.is_sound)
