"""Take the picture of a report for the site: ``python docs/screenshot.py`` (needs Chromium).

The picture is committed, because a browser is much to ask of who builds the site.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "overrides" / "assets" / "images" / "report.png"
_SIZE = "1000,900"


def main() -> None:
    """Write the page of the broken package, and take the picture."""
    sys.path.insert(0, str(ROOT))
    from tests.broken import break_package
    from tests.packages import copy_of_package

    from drenthe_data import check
    from drenthe_data.reporting import Options, write_report

    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        raise SystemExit("chromium is not there: install it first")
    with tempfile.TemporaryDirectory() as name:
        package = break_package(copy_of_package(Path(name) / "package"))
        report = check(package)
        report.path = "datapackage.json"
        page = Path(name) / "report.html"
        page.write_text(write_report(report, "html", Options(lang="nl")), encoding="utf-8")
        options = ["--headless", "--disable-gpu", "--no-sandbox", "--hide-scrollbars"]
        subprocess.run(
            [browser, *options, f"--window-size={_SIZE}", f"--screenshot={TARGET}", page.as_uri()],
            check=True,
            capture_output=True,
        )


if __name__ == "__main__":
    main()
