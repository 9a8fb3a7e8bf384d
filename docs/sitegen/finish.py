"""What is done with the site when mkdocs has built it: downloads, search, weight, addresses."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import unicodedata
from pathlib import Path

from sitegen.model import DEFAULT_LANGUAGE, LANGUAGES
from sitegen.stylesheet import Used, trim

_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"\w*[^\W\x00-\x7f]\w*")
_CODE = re.compile(r"<pre\b.*?</pre>", re.DOTALL)


def finish(site: Path, made: Path, base_url: str) -> None:
    """Put what is no page into the site, split the search by language, and make pages light.

    Args:
        site: The folder that mkdocs built.
        made: The folder that ``docs/make.py`` wrote.
        base_url: The address of the site.
    """
    lighten(site)
    shutil.copytree(made / "downloads", site, dirs_exist_ok=True)
    shutil.copytree(made / "static", site, dirs_exist_ok=True)
    split_search(site)
    name_worker(site)
    write_robots(site, base_url)
    # It holds the moment of the build, and the file beside it says the same.
    (site / "sitemap.xml.gz").unlink(missing_ok=True)


def write_robots(site: Path, base_url: str) -> None:
    """Tell search engines that all may be read, and where the list of pages is."""
    lines = ["User-agent: *", "Disallow:", f"Sitemap: {base_url.rstrip('/')}/sitemap.xml"]
    (site / "robots.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def lighten(site: Path) -> None:
    """Trim the theme's style sheets to what the pages use.

    A trimmed style sheet gets a name of its own, so that nobody keeps showing an older one.
    """
    used = Used()
    pages = sorted(site.rglob("*.html"))
    for page in pages:
        used.add_page(page.read_text(encoding="utf-8"))
    for script in sorted(site.glob("assets/**/*.js")):
        # The word lists of other languages; no page loads them by itself.
        if "lunr" not in script.parts:
            used.add_script(script.read_text(encoding="utf-8"))
    names = {}
    for sheet in sorted(site.glob("assets/stylesheets/*.css")):
        text = trim(sheet.read_text(encoding="utf-8"), used)
        digest = hashlib.sha256(text.encode()).hexdigest()[:8]
        first, _, rest = sheet.name.partition(".")
        names[sheet.name] = f"{first}.{digest}.{rest.partition('.')[2]}"
        sheet.unlink()
        # It tells where the lines of the whole file came from.
        sheet.with_name(f"{sheet.name}.map").unlink(missing_ok=True)
        (sheet.parent / names[sheet.name]).write_text(text, encoding="utf-8")
    for page in pages:
        text = page.read_text(encoding="utf-8")
        for old, new in names.items():
            text = text.replace(old, new)
        page.write_text(text, encoding="utf-8")


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
    """Give each language an index of its own pages, without code; addresses from its start page."""
    file = site / "search" / "search_index.json"
    whole = json.loads(file.read_text(encoding="utf-8"))
    others = {lang: f"{lang}/" for lang in LANGUAGES if lang != DEFAULT_LANGUAGE}
    for lang in LANGUAGES:
        start = others.get(lang)
        docs = [
            {
                **doc,
                "location": doc["location"].removeprefix(start or ""),
                "text": _without_accents(doc["title"], _CODE.sub("", doc["text"])),
            }
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


def _without_accents(title: str, text: str) -> str:
    """Add words with accents once more without: the search takes letters as they are."""
    found = []
    for word in dict.fromkeys(_WORD.findall(f"{title} {_TAG.sub(' ', text)}")):
        parts = unicodedata.normalize("NFD", word)
        if parts != word:
            found.append("".join(sign for sign in parts if not unicodedata.combining(sign)))
    return " ".join([text, *found]) if found else text
