"""Take pictures of the built site, to look at: ``make screenshots`` (needs Chromium).

They go to ``build/screenshots``: pages of some kinds, on a desk and on a phone, light and dark.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "build" / "screenshots"
KINDS_SHOWN = (
    "start",
    "table",
    "cluster",
    "programme",
    "indicator",
    "budgets",
    "crossovers",
    "map",
)
_WIDTHS = {"desk": 1300, "phone": 390}
_LONGEST = 4000


def main() -> None:
    """Open the pages that are there, and take the pictures."""
    sys.path.insert(0, str(ROOT))
    from playwright.sync_api import sync_playwright
    from tests.browser.kinds import KINDS, STARTS
    from tests.browser.links import address_of
    from tests.browser.server import serving

    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        raise SystemExit("chromium is not there: install it first")
    site = ROOT / "site"
    TARGET.mkdir(parents=True, exist_ok=True)
    with serving(site, address_of(site)) as home, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for name, width in _WIDTHS.items():
            for scheme in ("light", "dark"):
                context = browser.new_context(
                    viewport={"width": width, "height": 900},
                    color_scheme=scheme,
                    reduced_motion="reduce",
                )
                page = context.new_page()
                for lang, start in STARTS.items():
                    for kind in KINDS_SHOWN:
                        if not (site / start / KINDS[kind] / "index.html").is_file():
                            continue
                        page.goto(home + start + KINDS[kind])
                        height = page.evaluate("document.documentElement.scrollHeight")
                        page.screenshot(
                            path=TARGET / f"{kind}-{lang}-{name}-{scheme}.png",
                            full_page=True,
                            clip={"x": 0, "y": 0, "width": width, "height": min(height, _LONGEST)},
                        )
                context.close()
        browser.close()


if __name__ == "__main__":
    main()
