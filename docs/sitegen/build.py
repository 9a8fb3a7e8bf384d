"""Write what mkdocs builds the site from: the pages of both languages, pictures and downloads."""

from __future__ import annotations

import pkgutil
import shutil
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

from drenthe_data.exporting import export, format_names
from drenthe_data.exporting.manifest import read_manifest, source_of
from sitegen import pages as page_modules
from sitegen import pictures as picture_modules
from sitegen.model import LANGUAGES, Page
from sitegen.site import ROOT, Site


class DoublePageError(ValueError):
    """Two modules make the same page."""


def modules(package: ModuleType, only: Iterable[str] = ()) -> list[ModuleType]:
    """Give the modules of a folder, or some of them, in the order of their names."""
    names = sorted(found.name for found in pkgutil.iter_modules(package.__path__))
    wanted = set(only) or set(names)
    return [import_module(f"{package.__name__}.{name}") for name in names if name in wanted]


def downloads(site: Site, folder: Path) -> None:
    """Export the package in all formats, unless the folder holds what it would write.

    Raises:
        DrentheDataError: When a format fails.
    """
    names = format_names()
    found = read_manifest(folder, source_of(site.data, site.base_url))
    if set(names) - set(found):
        shutil.rmtree(folder, ignore_errors=True)
        done = export(site.data, names, folder, base_url=site.base_url)
        for error in done.failed.values():
            raise error
        found = done.made
    site.downloads = dict(found)


def all_pages(site: Site, lang: str, only: Iterable[str] = ()) -> Iterator[Page]:
    """Make all pages of a language, or those of some modules.

    Raises:
        DoublePageError: When a page is made twice.
    """
    seen: dict[str, str] = {}
    for module in modules(page_modules, only):
        for page in module.pages(site, lang):
            if page.path in seen:
                raise DoublePageError(f"{page.path}: {seen[page.path]} and {module.__name__}")
            seen[page.path] = module.__name__
            yield page


def write_pages(made: Iterable[Page], lang: str, folder: Path) -> int:
    """Write the pages of a language below a folder, and remove what is there beside them."""
    count = 0
    kept = set()
    for page in made:
        file = folder / page.path
        kept.add(file)
        text = page.text(lang)
        count += 1
        if file.is_file() and file.read_text(encoding="utf-8") == text:
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    for file in folder.rglob("*.md"):
        if file not in kept:
            file.unlink()
    return count


def make(folder: Path, root: Path = ROOT, only: Iterable[str] = ()) -> dict[str, int]:
    """Write everything below a folder.

    ``docs/nl`` and ``docs/en`` are what mkdocs reads; ``static`` and ``downloads`` are put into the
    site as they are.

    Args:
        folder: Where it goes.
        root: The folder of the package.
        only: Names of modules; by default all of them.

    Returns:
        How many pages, pictures and downloads there are.
    """
    from sitegen.render import draw

    site = Site(root)
    downloads(site, folder / "downloads")
    counts = {"downloads": sum(len(found) for found in site.downloads.values())}
    counts["pages"] = sum(
        write_pages(all_pages(site, lang, only), lang, folder / "docs" / lang) for lang in LANGUAGES
    )
    shutil.rmtree(folder / "static", ignore_errors=True)
    (folder / "static" / "pictures").mkdir(parents=True)
    drawn = 0
    for lang in LANGUAGES:
        for module in modules(picture_modules, only):
            for picture in module.pictures(site, lang):
                draw(picture, lang, folder / "static" / "pictures")
                drawn += 1
    counts["pictures"] = drawn
    return counts
