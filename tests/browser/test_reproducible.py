"""The same pages give the same site, whenever it is built."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from tests.browser.conftest import missing
from tests.packages import ROOT

CONFIG = """\
INHERIT: {root}/mkdocs.yml
docs_dir: {docs}
hooks: [{root}/docs/hooks.py]
theme:
  custom_dir: {root}/docs/overrides
nav:
  - Begin: index.md
  - Gegevens:
      - rules.md
not_in_nav: ""
"""
PAGE = """\
# {title}

Some text with `code`.

| a | b |
| --- | --- |
| 1 | 2 |

```python
x = 1
```
"""


def build(config: Path, site: Path, seed: str) -> dict[str, bytes]:
    """Build the small site at another time, in another order of sets; gives its files."""
    surroundings = {
        **os.environ,
        "PYTHONHASHSEED": seed,
        "SOURCE_DATE_EPOCH": f"{seed}00000000",
        "NO_MKDOCS_2_WARNING": "1",
    }
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(config), "-d", str(site)]
    done = subprocess.run(
        command, env=surroundings, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return {
        file.relative_to(site).as_posix(): file.read_bytes()
        for file in site.rglob("*")
        if file.is_file()
    }


def test_two_builds_give_the_same_bytes(tmp_path: Path) -> None:
    if find_spec("mkdocs") is None or not (ROOT / "build" / "site" / "static").is_dir():
        missing("the site is not built: make docs")
    for lang in ("nl", "en"):
        folder = tmp_path / "docs" / lang
        folder.mkdir(parents=True)
        for name in ("index", "rules"):
            (folder / f"{name}.md").write_text(PAGE.format(title=f"{name} {lang}"), "utf-8")
    config = tmp_path / "mkdocs.yml"
    config.write_text(CONFIG.format(root=ROOT, docs=tmp_path / "docs"), encoding="utf-8")
    first = build(config, tmp_path / "first", "1")
    second = build(config, tmp_path / "second", "9")
    assert {"index.html", "en/rules/index.html", "sitemap.xml", "en/404.html"} <= set(first)
    assert sorted(first) == sorted(second)
    assert [name for name, data in first.items() if data != second[name]] == []
