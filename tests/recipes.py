"""The code on the page "How to use the data": found, run, and its output put below it.

``python -m tests.recipes`` writes what comes out into the pages of both languages;
``tests/test_site_usage.py`` says when they are stale.
"""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.packages import ROOT

PAGES = {lang: ROOT / "docs" / lang / "use.md" for lang in ("nl", "en")}
# The formats that the page reads.
FORMATS = "csv parquet json geojson rdf sqlite duckdb xlsx ods datapackage".split()
PLACEHOLDER = "{base_url}"
# The program that runs a kind of code, where Python itself does not.
PROGRAMS = {"r": "Rscript", "sh": "bash", "javascript": "node"}
_BLOCK = re.compile(r'^```(\w+)(?: title="([^"]*)")?\n(.*?)^```$', re.DOTALL | re.MULTILINE)
_COMMENT = re.compile(r"^\s*(?:#|--|//) .*\n", re.MULTILINE)
_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Recipe:
    """A block of code, and the output shown below it.

    Attributes:
        kind: Its language.
        title: What stands above it.
        code: The code, with the placeholder for the address of the site.
        output: What is shown below it; nothing when nothing is.
        place: Where the output is in the page: from and to.
    """

    kind: str
    title: str
    code: str
    output: str | None
    place: tuple[int, int]

    @property
    def plain(self) -> str:
        """The code without lines that are comments: the same in both languages."""
        return _COMMENT.sub("", self.code)


def read_recipes(text: str) -> list[Recipe]:
    """Find the code of a page; a block without language below it is its output."""
    blocks = list(_BLOCK.finditer(text))
    found = []
    for at, block in enumerate(blocks):
        if block[1] == "text":
            continue
        after = blocks[at + 1] if at + 1 < len(blocks) else None
        is_output = (
            after is not None
            and after[1] == "text"
            and not text[block.end() : after.start()].strip()
        )
        output, place = (after[3], after.span(3)) if after and is_output else (None, (0, 0))
        found.append(Recipe(block[1], block[2] or "", block[3], output, place))
    return found


def recipes(lang: str) -> list[Recipe]:
    """Give the code of the page in a language."""
    return read_recipes(PAGES[lang].read_text(encoding="utf-8"))


class _Files(SimpleHTTPRequestHandler):
    """Gives files, and parts of them as every web server does: Parquet is read in parts."""

    def do_GET(self) -> None:
        part = re.fullmatch(r"bytes=(\d*)-(\d*)", self.headers.get("Range", ""))
        file = Path(self.translate_path(self.path))
        if part is None or not file.is_file():
            super().do_GET()
            return
        whole = file.read_bytes()
        first = int(part[1]) if part[1] else max(len(whole) - int(part[2]), 0)
        last = min(int(part[2]), len(whole) - 1) if part[1] and part[2] else len(whole) - 1
        self.send_response(206)
        self.send_header("Content-Range", f"bytes {first}-{last}/{len(whole)}")
        self.send_header("Content-Length", str(last + 1 - first))
        self.end_headers()
        self.wfile.write(whole[first : last + 1])

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine, and give its address."""
    handler = functools.partial(_Files, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def missing(recipe: Recipe) -> str:
    """Give the program that the code needs and that is not here, or nothing."""
    needed = [PROGRAMS[recipe.kind]] if recipe.kind in PROGRAMS else []
    needed += [name for name in ("sqlite3", "curl") if f"{name} " in recipe.code]
    found = next((name for name in needed if not shutil.which(name)), "")
    if found or recipe.kind != "r":
        return found
    for name in re.findall(r"library\((\w+)\)", recipe.code):
        asked = ["Rscript", "-e", f"quit(status = !requireNamespace('{name}', quietly = TRUE))"]
        if subprocess.run(asked, capture_output=True, check=False).returncode:
            return f"the R package {name}"
    return ""


def run_recipe(recipe: Recipe, exports: Path, address: str, identifiers: str, folder: Path) -> str:
    """Run the code of a recipe and give what it prints.

    Args:
        recipe: What to run.
        exports: The folder of the exports.
        address: Where they are served; DuckDB reads the files themselves, as it would have to
            fetch an extension to read from the web.
        identifiers: The address in the identifiers of the linked data.
        folder: An empty folder to run it in.

    Raises:
        subprocess.CalledProcessError: When the code fails.
    """
    code = recipe.code.replace(f"<{PLACEHOLDER}", f"<{identifiers}")
    code = code.replace(PLACEHOLDER, str(exports) if recipe.kind == "sql" else address)
    if recipe.kind == "sql":
        return _duckdb(code)
    endings = {"python": "py", "r": "R", "sh": "sh", "javascript": "mjs"}
    file = folder / f"recipe.{endings[recipe.kind]}"
    file.write_text(code, encoding="utf-8")
    program = shutil.which(PROGRAMS[recipe.kind]) if recipe.kind in PROGRAMS else sys.executable
    assert program is not None
    arguments = ["-eu"] if recipe.kind == "sh" else []
    # The command drenthe-data is that of this Python.
    paths = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    done = subprocess.run(
        [program, *arguments, str(file)],
        cwd=folder,
        env={**os.environ, "PATH": paths, "LC_ALL": "C.UTF-8", "COLUMNS": "100"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=_SECONDS,
        check=False,
    )
    if done.returncode:
        raise AssertionError(f"{recipe.title}: {done.stderr}\n{done.stdout}")
    return tidy(done.stdout)


def _duckdb(code: str) -> str:
    import duckdb

    with duckdb.connect() as connection:
        shown = [connection.sql(part) for part in code.split(";\n") if part.strip()]
        return tidy(str(shown[-1]))


def tidy(text: str) -> str:
    """Give an output without blanks at the ends of lines."""
    return "".join(f"{line.rstrip()}\n" for line in text.strip("\n").split("\n"))


def export_for_recipes(folder: Path) -> str:
    """Export what the page reads, and give the address in the identifiers."""
    from drenthe_data.exporting import base_url_of, export
    from drenthe_data.loading import load_package

    data = load_package(ROOT / "datapackage.json")
    done = export(data, FORMATS, folder)
    assert not done.failed
    return base_url_of(data)


def main() -> None:
    """Write what comes out into both pages."""
    done: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as name:
        exports = Path(name) / "exports"
        identifiers = export_for_recipes(exports)
        with served(exports) as address:
            for lang, page in PAGES.items():
                text = page.read_text(encoding="utf-8")
                for recipe in reversed(read_recipes(text)):
                    if recipe.output is None or missing(recipe):
                        continue
                    if recipe.plain not in done:
                        with tempfile.TemporaryDirectory() as folder:
                            done[recipe.plain] = run_recipe(
                                recipe, exports, address, identifiers, Path(folder)
                            )
                    text = text[: recipe.place[0]] + done[recipe.plain] + text[recipe.place[1] :]
                page.write_text(text, encoding="utf-8")
                print(f"{lang}: {page}")  # noqa: T201


if __name__ == "__main__":
    main()
