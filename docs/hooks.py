"""The hook of mkdocs: the address of the site, and what is done when all languages are built."""

from __future__ import annotations

import sys
from copy import deepcopy
from pathlib import Path
from typing import Any

from mkdocs.plugins import event_priority

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "docs")]

from sitegen.aside import put_back, set_aside  # noqa: E402
from sitegen.finish import finish  # noqa: E402
from sitegen.markup import boxed_tables  # noqa: E402
from sitegen.model import DEFAULT_LANGUAGE, LANGUAGES  # noqa: E402
from sitegen.squeeze import squeeze  # noqa: E402
from sitegen.texts import Texts  # noqa: E402

_NOT_FOUND = "404.html"
# The page "not found" of the default language, until the others are built.
_kept: dict[str, str] = {}
# The pieces of HTML of each page that Markdown, and then the search, need not read.
_aside: dict[str, list[str]] = {}


def on_config(config: Any) -> Any:
    """Set the address of the site: the one the exports have too; and the words of its script."""
    from drenthe_data.exporting import base_url_of
    from drenthe_data.loading import load_package

    if not str(config.site_url or "").startswith("http://127.0.0.1"):
        config.site_url = base_url_of(load_package(ROOT / "datapackage.json")) + "/"
    config.extra["filter_words"] = {lang: Texts("filter", lang).all() for lang in LANGUAGES}
    return config


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Set aside what Markdown leaves as it is."""
    text, _aside[page.file.src_uri] = set_aside(markdown)
    return text


def on_page_content(html: str, page: Any, **_: Any) -> str:
    """Put the tables of Markdown in a box that scrolls, as the others are.

    Of what was set aside, what the search reads is put back.
    """
    return put_back(boxed_tables(html), _aside[page.file.src_uri], only_searched=True)


@event_priority(-200)
def on_page_context(context: Any, page: Any, **_: Any) -> Any:
    """Put back the rest, after the search has read the page."""
    page.content = put_back(page.content, _aside.pop(page.file.src_uri))
    return context


def on_template_context(context: Any, *, template_name: str, config: Any) -> Any:
    """Let the choice of language on the page "not found" lead to the start pages."""
    if template_name == _NOT_FOUND:
        config.extra["alternate"] = deepcopy(config.plugins["i18n"].extra_alternate)
    return context


def on_post_template(output: str, *, template_name: str, config: Any) -> str:
    """Keep a page "not found" per language: each build writes it in the same place."""
    if template_name != _NOT_FOUND:
        return output
    output = squeeze(output)
    lang = config.plugins["i18n"].current_language
    if lang == DEFAULT_LANGUAGE:
        _kept[template_name] = output
        return output
    folder = Path(config.site_dir) / lang
    folder.mkdir(parents=True, exist_ok=True)
    (folder / template_name).write_text(output, encoding="utf-8")
    return _kept[template_name]


def on_post_page(output: str, page: Any, config: Any) -> str:
    """Leave out the indents of the templates."""
    del page, config
    return squeeze(output)


@event_priority(-200)
def on_post_build(config: Any) -> None:
    """Put in downloads and pictures, and make the site light, once the last language is built."""
    if not config.plugins["i18n"].building:
        finish(Path(config.site_dir), ROOT / "build" / "site", config.site_url)
