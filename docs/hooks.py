"""The hook of mkdocs: the address of the site, and what is done when all languages are built."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from mkdocs.plugins import event_priority

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "docs")]

from sitegen.finish import finish  # noqa: E402


def on_config(config: Any) -> Any:
    """Set the address of the site: the one the exports have too."""
    from drenthe_data.exporting import base_url_of
    from drenthe_data.loading import load_package

    if not str(config.site_url or "").startswith("http://127.0.0.1"):
        config.site_url = base_url_of(load_package(ROOT / "datapackage.json")) + "/"
    return config


@event_priority(-200)
def on_post_build(config: Any) -> None:
    """Put in downloads and pictures, and make the site light, once the last language is built."""
    if not config.plugins["i18n"].building:
        finish(Path(config.site_dir), ROOT / "build" / "site")
