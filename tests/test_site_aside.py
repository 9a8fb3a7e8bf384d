"""What is set aside while Markdown reads a page changes nothing of the page."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sitegen.aside import put_back, set_aside

from tests.packages import ROOT
from tests.sites import NO_MKDOCS

markdown = pytest.importorskip("markdown", reason=NO_MKDOCS)

PARTS = (
    "<div data-search-exclude><div><table>\n<tr><td>*a*</td></tr>\n</table></div></div>",
    "<p>one</p>",
    "<p>one</p>\n<p>two</p>",
    "<ul><li>one</li></ul> two",
    "<div>one</div></div>",
    "<div><div>one</div>",
    "<div>one",
    "two</div>",
    "<div markdown>\n*one*\n</div>",
    '<div><div markdown="1">*one*</div></div>',
    "<details><summary>`one`</summary><pre><code>*two*</code></pre></details>",
    "    <p>code</p>",
    "- item\n\n    <p>in the item</p>",
    "!!! note\n\n    <p>in the note</p>",
    "```html\n\n<p>code</p>\n\n```",
    "~~~~\n\n<p>code</p>\n\n```\n\n~~~~",
    "```python\n<p>code</p>\n```",
    '    ```python\n    x = "one"\n    ```',
    "# Heading { #here data-search-exclude }",
    "| a | b |\n| --- | --- |\n| 1 | 2 |",
    "text <b>with</b> [a link](other.md)\n<p>at once</p>",
    "<span>inline</span>",
    '<p>with a mark</p><div data-aside="0"></div>',
    "\n<p>after an empty line</p>",
    '<p id=\'a\'>&lt;p&gt; <img src="x.png" alt="<p>"></p>',
    "<!-- <p>one</p> -->",
    "<p>one\ttwo</p>",
    "<pre><code>one</code></pre>",
    "<div><pre>one\n   \ntwo</pre></div>",
    "<div><!-- <div> --></div></div>",
    "<div markdown>",
    "<?php",
    "```\none\n    ```",
    "  ```\n\none",
)


@cache
def reader() -> Any:
    """Give what the site is read with; its folder need not be made."""
    from mkdocs.config import load_config

    told = load_config(str(ROOT / "mkdocs.yml"), docs_dir=str(ROOT / "docs"))
    names, options = told["markdown_extensions"], told["mdx_configs"]
    return markdown.Markdown(extensions=names, extension_configs=options)


def read(text: str) -> str:
    """Give the HTML of a page in Markdown."""
    return str(reader().reset().convert(text))


@pytest.mark.parametrize("part", PARTS)
def test_a_part_by_itself_stays_the_same(part: str) -> None:
    for text in (part, f"{part}\n\n<div><p>*one*</p></div>"):
        left, pieces = set_aside(text)
        assert put_back(read(left), pieces) == read(text)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=6))
def test_a_page_is_the_same_whatever_is_set_aside(parts: list[str]) -> None:
    text = "\n\n".join(parts)
    left, pieces = set_aside(text)
    assert put_back(read(left), pieces) == read(text)


def test_what_is_one_element_is_set_aside() -> None:
    left_out = ("data-aside", " markdown", "<?")
    parts = [part for part in PARTS if not any(sign in part for sign in left_out)]
    _, pieces = set_aside("\n\n".join(parts))
    assert len(pieces) == 3
    assert all(piece in PARTS for piece in pieces)


def test_what_the_search_leaves_out_is_put_back_after_it() -> None:
    left, pieces = set_aside("<p>one</p>\n\n<div data-search-exclude><p>two</p></div>")
    searched = put_back(left, pieces, only_searched=True)
    assert "one" in searched
    assert "two" not in searched
    assert searched.count("data-search-exclude") == 1
    assert put_back(searched, pieces) == "<p>one</p>\n\n<div data-search-exclude><p>two</p></div>"
