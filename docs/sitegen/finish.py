"""What is done with the site when mkdocs has built it: downloads, search, weight."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from sitegen.model import DEFAULT_LANGUAGE, LANGUAGES


def finish(site: Path, made: Path) -> None:
    """Put what is no page into the site, and split the search by language.

    Args:
        site: The folder that mkdocs built.
        made: The folder that ``docs/make.py`` wrote.
    """
    shutil.copytree(made / "downloads", site, dirs_exist_ok=True)
    shutil.copytree(made / "static", site, dirs_exist_ok=True)
    split_search(site)
    name_worker(site)


def name_worker(site: Path) -> None:
    """Tell our worker what the theme's is called in this version.

    Raises:
        FileNotFoundError: When the theme has no worker where it is expected.
    """
    folder = site / "assets" / "javascripts" / "workers"
    found = sorted(folder.glob("search.*.min.js"))
    if not found:
        raise FileNotFoundError("the theme has no search worker in assets/javascripts/workers")
    file = folder / "later.js"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("SEARCH_WORKER", found[0].name), encoding="utf-8")


def split_search(site: Path) -> None:
    """Give each language an index of its own pages; addresses are from its start page."""
    file = site / "search" / "search_index.json"
    whole = json.loads(file.read_text(encoding="utf-8"))
    others = {lang: f"{lang}/" for lang in LANGUAGES if lang != DEFAULT_LANGUAGE}
    for lang in LANGUAGES:
        start = others.get(lang)
        docs = [
            {**doc, "location": doc["location"].removeprefix(start or "")}
            for doc in whole["docs"]
            if (
                doc["location"].startswith(start)
                if start
                else not doc["location"].startswith(tuple(others.values()))
            )
        ]
        own = {**whole, "config": {**whole["config"], "lang": [lang]}, "docs": docs}
        folder = site / (start or "") / "search"
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(own, ensure_ascii=False, separators=(",", ":"))
        (folder / "search_index.json").write_text(text, encoding="utf-8")
