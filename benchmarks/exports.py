"""Write every format and open it with programs of others: ``make readers``.

Prints, for each format, how many files and bytes it has, how long it takes to write, and what each
reader makes of it. With ``--out benchmarks/exports.json`` the site shows these results. What the
tests compare cell by cell is only counted here.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
Reader = Callable[[Path], str]


def _total(rows: int, tables: int = 25) -> str:
    return f"{tables} tables, {rows:,} rows"


def _frictionless(folder: Path, name: str) -> str:
    from frictionless import Package

    with tempfile.TemporaryDirectory() as temporary:
        descriptor = folder / name
        if name.endswith(".zip"):
            shutil.unpack_archive(descriptor, temporary)
            descriptor = Path(temporary) / "datapackage.json"
        report = Package(str(descriptor)).validate()
    if not report.valid:
        raise ValueError(str(report.flatten(["type", "note"])[:3]))
    return f"valid: {len(report.tasks)} tables"


def _csvw(folder: Path) -> str:
    from csvw import CSVW

    # Its strict way allows no reference to be empty, as references may be.
    found = CSVW(str(folder / "csvw/csv-metadata.json"), validate=True, strict=False)
    if not found.is_valid:
        raise ValueError("; ".join(str(warning.message) for warning in found.warnings)[:300])
    return f"valid: {len(found.tables)} tables with their keys and references"


def _pyarrow(folder: Path) -> str:
    from pyarrow import parquet

    files = sorted((folder / "parquet").glob("*.parquet"))
    return _total(sum(parquet.read_table(file).num_rows for file in files), len(files))


def _arrow(folder: Path) -> str:
    from pyarrow import feather

    files = sorted((folder / "arrow").glob("*.arrow"))
    return _total(sum(feather.read_table(file).num_rows for file in files), len(files))


def _duckdb(folder: Path, pattern: str) -> str:
    import duckdb

    files = sorted(folder.glob(pattern))
    with duckdb.connect() as database:
        counts = [
            database.execute(f"SELECT count(*) FROM '{file}'").fetchall()[0][0] for file in files
        ]
    return _total(sum(counts), len(files))


def _duckdb_file(folder: Path) -> str:
    import duckdb

    with duckdb.connect(str(folder / "drenthe-data.duckdb"), read_only=True) as database:
        sizes = [
            row[0]
            for row in database.execute(
                "SELECT estimated_size FROM duckdb_tables() WHERE table_name[1] <> '_'"
            ).fetchall()
        ]
        views = database.execute(
            "SELECT view_name FROM duckdb_views() WHERE NOT internal"
        ).fetchall()
        for (view,) in views:
            database.execute(f'SELECT * FROM "{view}"').fetchall()
    return f"{_total(sum(sizes), len(sizes))}, {len(views)} views"


def _sqlite(folder: Path) -> str:
    import sqlite3

    with sqlite3.connect(folder / "drenthe-data.sqlite") as database:
        whole = database.execute("PRAGMA integrity_check").fetchall()
        keys = database.execute("PRAGMA foreign_key_check").fetchall()
    if whole != [("ok",)] or keys:
        raise ValueError(f"{whole} {keys}")
    return "integrity_check and foreign_key_check: ok"


def _datasette(folder: Path) -> str:
    command = [sys.executable, "-m", "datasette", "inspect", str(folder / "drenthe-data.sqlite")]
    found = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    tables = next(iter(found.values()))["tables"]
    kept = {name: item for name, item in tables.items() if not name.startswith("_")}
    return _total(sum(item["count"] for item in kept.values()), len(kept))


def _openpyxl(folder: Path) -> str:
    from openpyxl import load_workbook

    book = load_workbook(folder / "drenthe-data.xlsx")
    rows = sum(sheet.max_row for sheet in book)
    return f"{len(book.sheetnames)} sheets, {rows:,} rows with their headers"


def _calamine(folder: Path, name: str) -> str:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(str(folder / name))
    rows = sum(len(book.get_sheet_by_name(sheet).to_python()) for sheet in book.sheet_names)
    return f"{len(book.sheet_names)} sheets, {rows:,} rows with their headers"


def _libreoffice(folder: Path, name: str) -> str:
    program = shutil.which("soffice")
    if program is None:
        raise ModuleNotFoundError(name="soffice")
    with tempfile.TemporaryDirectory() as temporary:
        command = [program, f"-env:UserInstallation=file://{temporary}/profile", "--headless"]
        command += ["--convert-to", "pdf", "--outdir", temporary, str(folder / name)]
        subprocess.run(command, capture_output=True, check=True, timeout=300)
        size = next(Path(temporary).glob("*.pdf")).stat().st_size
    return f"opens and prints: {size:,} bytes of PDF"


def _jsonschema(folder: Path) -> str:
    from jsonschema import Draft202012Validator

    schema = json.loads((folder / "json/schema.json").read_text(encoding="utf-8"))
    files = [file for file in (folder / "json").rglob("*.json") if file.name != "schema.json"]
    validator = Draft202012Validator(schema)
    for file in files:
        validator.validate(json.loads(file.read_text(encoding="utf-8")))
    return f"{len(files)} documents are valid"


def _rdflib(folder: Path, name: str) -> str:
    from rdflib import Graph

    return f"{len(Graph().parse(folder / name)):,} triples"


def _oxigraph(folder: Path, name: str) -> str:
    from pyoxigraph import parse

    return f"{sum(1 for _ in parse(path=folder / name)):,} triples"


def _pyshacl(folder: Path) -> str:
    from pyshacl import validate
    from rdflib import Graph

    data = Graph().parse(folder / "rdf/drenthe-data.ttl")
    conforms, _, text = validate(data, shacl_graph=Graph().parse(folder / "rdf/shapes.ttl"))
    if not conforms:
        raise ValueError(text[:300])
    return "conforms to its shapes"


def _official_shapes(folder: Path, version: str) -> str:
    sys.path.insert(0, str(ROOT))
    from rdflib import Graph
    from tests import dcat_shapes

    if not dcat_shapes.FOLDER.is_dir():
        raise ModuleNotFoundError(name="the folder of the official shapes")
    sets = {"NL 3.0.1": dcat_shapes.NL_301, "NL 3.0.0": dcat_shapes.NL_300, "EU": dcat_shapes.EU}
    found = dcat_shapes.results(Graph().parse(folder / "catalog.ttl"), sets[version])
    if found:
        raise ValueError(str(found)[:300])
    return "0 violations, 0 warnings"


def _mlcroissant(folder: Path) -> str:
    import mlcroissant

    found = mlcroissant.Dataset(jsonld=str(folder / "croissant.json"))
    return f"valid: {len(found.metadata.record_sets)} record sets"


def _gdal(folder: Path) -> str:
    import pyogrio

    files = sorted((folder / "geojson").rglob("*.geojson"))
    counts = [f"{pyogrio.read_info(file)['features']} {file.stem}" for file in files]
    return ", ".join(counts)


def _sdmx(folder: Path) -> str:
    from pysdmx.io import read_sdmx

    found = []
    for file in sorted((folder / "sdmx").glob("*.csv")):
        message = read_sdmx(str(file), validate=False)
        found += [
            f"{len(data.data)} observations of {file.stem}" for data in message.get_datasets()
        ]
    return ", ".join(found)


def _gx(folder: Path) -> str:
    command = [sys.executable, str(folder / "gx/run.py"), "--no-docs"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ValueError((done.stderr or done.stdout)[-300:])
    return done.stdout.strip().splitlines()[-1]


READERS: dict[str, list[tuple[str, str, Reader]]] = {
    "arrow": [("pyarrow", "pyarrow", _arrow)],
    "croissant": [("mlcroissant", "mlcroissant", _mlcroissant)],
    "csv": [("frictionless", "frictionless", lambda f: _frictionless(f, "csv/datapackage.json"))],
    "csvw": [("csvw", "csvw", _csvw)],
    "datapackage": [
        ("frictionless", "frictionless", lambda f: _frictionless(f, "drenthe-data.zip"))
    ],
    "dcat": [
        ("rdflib (Turtle)", "rdflib", lambda f: _rdflib(f, "catalog.ttl")),
        ("rdflib (RDF/XML)", "rdflib", lambda f: _rdflib(f, "catalog.rdf")),
        ("rdflib (JSON-LD)", "rdflib", lambda f: _rdflib(f, "catalog.jsonld")),
        *(
            (f"pySHACL, DCAT-AP {name}", "pyshacl", partial(_official_shapes, version=name))
            for name in ("NL 3.0.1", "NL 3.0.0", "EU")
        ),
    ],
    "duckdb": [("DuckDB", "duckdb", _duckdb_file)],
    "geojson": [("GDAL (pyogrio)", "pyogrio", _gdal)],
    "gx": [("great_expectations", "great_expectations", _gx)],
    "json": [("jsonschema", "jsonschema", _jsonschema)],
    "jsonl": [("DuckDB", "duckdb", lambda f: _duckdb(f, "jsonl/*.jsonl"))],
    "ods": [
        ("calamine", "python-calamine", lambda f: _calamine(f, "drenthe-data.ods")),
        ("LibreOffice", "", lambda f: _libreoffice(f, "drenthe-data.ods")),
    ],
    "parquet": [
        ("pyarrow", "pyarrow", _pyarrow),
        ("DuckDB", "duckdb", lambda f: _duckdb(f, "parquet/*.parquet")),
    ],
    "rdf": [
        ("rdflib (Turtle)", "rdflib", lambda f: _rdflib(f, "rdf/drenthe-data.ttl")),
        ("Oxigraph (N-Triples)", "pyoxigraph", lambda f: _oxigraph(f, "rdf/drenthe-data.nt")),
        ("Oxigraph (JSON-LD)", "pyoxigraph", lambda f: _oxigraph(f, "rdf/drenthe-data.jsonld")),
        ("pySHACL", "pyshacl", _pyshacl),
    ],
    "sdmx": [("pysdmx", "pysdmx", _sdmx)],
    "sqlite": [("SQLite", "", _sqlite), ("Datasette", "datasette", _datasette)],
    "xlsx": [
        ("openpyxl", "openpyxl", _openpyxl),
        ("calamine", "python-calamine", lambda f: _calamine(f, "drenthe-data.xlsx")),
        ("LibreOffice", "", lambda f: _libreoffice(f, "drenthe-data.xlsx")),
    ],
}


def read_with(name: str, folder: Path) -> Iterator[dict[str, Any]]:
    """Open a format with its readers; gives name, version, result and seconds of each."""
    for reader, distribution, read in READERS.get(name, []):
        start = time.perf_counter()
        try:
            result, is_accepted = read(folder), True
        except ModuleNotFoundError as error:
            result, is_accepted = f"{error.name} is not installed", None
        except Exception as error:  # whatever a reader says of the file
            result, is_accepted = f"{type(error).__name__}: {error}"[:300], False
        yield {
            "reader": reader,
            "version": _version(distribution),
            "result": result,
            "is_accepted": is_accepted,
            "seconds": round(time.perf_counter() - start, 2),
        }


def _version(distribution: str) -> str:
    try:
        return version(distribution) if distribution else ""
    except PackageNotFoundError:
        return ""


def main() -> int:
    """Write, read and print."""
    from drenthe_data.exporting import export, format_names
    from drenthe_data.exporting.profile import read_profile
    from drenthe_data.loading import load_package

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("formats", nargs="*", choices=[[], *format_names()])
    parser.add_argument("--out", type=Path, help="file for the results")
    options = parser.parse_args()
    data = load_package(ROOT / "datapackage.json")
    results: dict[str, Any] = {}
    is_good = True
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        profiles = {name: read_profile(data.package, name) for name in format_names()}
        # What others describe comes first, so that each has its own time.
        ordered = sorted(
            options.formats or profiles, key=lambda name: (bool(profiles[name].needs), name)
        )
        for name in ordered:
            start = time.perf_counter()
            made = export(data, [name], folder)
            seconds = time.perf_counter() - start
            if made.failed:
                print(f"{name}: {made.failed[name]}", file=sys.stderr)
                is_good = False
                continue
            files = made.made[name]
            size = sum(entry.bytes for entry in files)
            print(f"{name:12} {len(files):4} files {size:12,} bytes {seconds:6.2f} s", flush=True)
            readers = list(read_with(name, folder))
            for item in readers:
                print(f"    {item['reader']:24} {item['seconds']:6.2f} s  {item['result']}")
            is_good &= all(item["is_accepted"] is not False for item in readers)
            results[name] = {
                "files": len(files),
                "bytes": size,
                "seconds": round(seconds, 2),
                "readers": readers,
            }
    if options.out is not None:
        options.out.write_text(
            json.dumps(dict(sorted(results.items())), indent=2) + "\n", encoding="utf-8"
        )
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
