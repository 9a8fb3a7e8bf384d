"""The hook of mkdocs: adds the generated pages to the site, in both languages."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

sys.path.insert(0, str(Path(__file__).parent))

import generate


def on_files(files: Files, config: Any) -> Files:
    """Add the pages that are made from the package."""
    for name, make in generate.PAGES.items():
        for lang, folder in (("nl", ""), ("en", "en/")):
            page = File.generated(config, f"{folder}{name}", content=make(lang))
            files.append(page)
    return files
