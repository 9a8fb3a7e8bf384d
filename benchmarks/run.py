"""Measure the check beside reading the files and beside other tools: ``make bench``.

Each tool runs as a whole process, the tools take turns within a round, and wall time is given as a
ratio to the floor of the same run: reading the same files with a typed ``polars.read_csv`` that
checks nothing. Ratios carry over to other machines; seconds do not. What a tool found is compared
with the faults that the generator put there. A tool that uses up its budget of time runs no more
rounds. With ``--out benchmarks/results.json`` the results are added to those that the site makes
a page of.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
if not __package__:
    sys.path.insert(0, str(ROOT))

from benchmarks.generate import FAULTS, generate
from benchmarks.score import Score, own_reports, read_truth, reports_of, score

ROUNDS = 5
# Seconds beyond which a first run is not warmed up by being repeated.
_LONG = 10.0
# A spread of the floor above this says that the machine was busy.
_BUSY = 0.15


@dataclass(frozen=True, slots=True)
class Peer:
    """A tool to measure.

    Attributes:
        name: How it is called.
        distribution: What must be installed for it.
        command: The arguments for Python; ``{path}`` is the folder of the package.
        lacks: What of the generated package it cannot check.
        is_reader: Whether it only reads, and finds nothing.
    """

    name: str
    distribution: str
    command: tuple[str, ...]
    lacks: tuple[str, ...] = ()
    is_reader: bool = False


def _script(module: str) -> tuple[str, ...]:
    return ("-W", "ignore", "-m", f"benchmarks.peers.{module}", "{path}")


_CHECK = ("-m", "drenthe_data", "check", "{path}")
_JSON = "drenthe-data JSON"
_STRUCTURE, _RULES = "structure", "rules of the package"

PEERS = (
    Peer("polars read_csv", "polars", _script("floor"), is_reader=True),
    Peer("polars scan_csv", "polars", _script("scan"), is_reader=True),
    Peer("drenthe-data", "drenthe-data", (*_CHECK, "--quiet")),
    Peer(_JSON, "drenthe-data", (*_CHECK, "--format", "json", "--limit", "0")),
    Peer("DuckDB SQL", "duckdb", _script("duckdb_sql"), ("part of structure",)),
    Peer(
        "dataframely",
        "dataframely",
        _script("dataframely_schema"),
        ("foreign keys", _RULES, _STRUCTURE),
    ),
    Peer("pointblank", "pointblank", _script("pointblank_validate"), (_RULES, _STRUCTURE)),
    Peer(
        "pandera",
        "pandera",
        _script("pandera_polars"),
        ("composite foreign keys", _RULES, _STRUCTURE),
    ),
    Peer(
        "frictionless",
        "frictionless",
        _script("frictionless_api"),
        ("unique keys", _RULES, "part of structure"),
    ),
    Peer(
        "great_expectations",
        "great_expectations",
        _script("great_expectations_pandas"),
        ("composite foreign keys", _RULES, _STRUCTURE),
    ),
)
FLOOR = PEERS[0].name

_WITH_FAULT = "drenthe-data check, one wrong cell"
COLD = {
    "python -c pass": ("-c", "pass"),
    "import polars": ("-c", "import polars"),
    "drenthe-data --version": ("-m", "drenthe_data", "--version"),
    "drenthe-data --help": ("-m", "drenthe_data", "--help"),
    "drenthe-data rules": ("-m", "drenthe_data", "rules"),
    "drenthe-data check": ("-m", "drenthe_data", "check", "datapackage.json"),
    _WITH_FAULT: ("-m", "drenthe_data", "check", "{path}"),
    "frictionless --version": ("-m", "frictionless", "--version"),
}
FRICTIONLESS_CLI = Peer(
    "frictionless CLI",
    "frictionless",
    ("-m", "frictionless", "validate", "{path}/datapackage.json"),
    (_RULES,),
)


@dataclass(slots=True)
class Runner:
    """Runs commands, and keeps what each run took.

    Attributes:
        rounds: How often each command runs.
        budget: Seconds after which a command runs no more rounds.
        stop: Seconds after which a run is ended.
        out: Where the output of the last run goes.
    """

    rounds: int
    budget: float
    stop: int
    out: Path

    def run(self, command: tuple[str, ...], name: str, path: Path | None = None) -> dict[str, Any]:
        """Run a command once; its output is kept under its name."""
        arguments = [part.replace("{path}", str(path)) for part in command]
        measure = str(ROOT / "benchmarks" / "measure.py")
        shown = subprocess.run(
            [
                sys.executable,
                measure,
                str(self.stop),
                str(self.output(name)),
                sys.executable,
                *arguments,
            ],
            check=True,
            capture_output=True,
            text=True,
            cwd=ROOT,
            env=os.environ | {"GX_ANALYTICS_ENABLED": "false", "NO_COLOR": "1"},
        )
        measured: dict[str, Any] = json.loads(shown.stdout)
        return measured

    def output(self, name: str) -> Path:
        """Give the file with the output of a command."""
        return self.out / f"{name.replace(' ', '-')}.out"

    def take_turns(
        self, commands: dict[str, tuple[tuple[str, ...], Path | None]]
    ) -> dict[str, list[dict[str, Any]]]:
        """Run the commands in turns; the first round warms up and counts only for long runs."""
        runs: dict[str, list[dict[str, Any]]] = {name: [] for name in commands}
        spent = dict.fromkeys(commands, 0.0)
        for turn in range(self.rounds + 1):
            for name, (command, path) in commands.items():
                if turn and spent[name] >= self.budget:
                    continue
                one = self.run(command, name, path)
                spent[name] += one["wall"]
                if turn or one["wall"] > _LONG or spent[name] >= self.budget:
                    runs[name].append(one)
        return runs


def is_installed(peer: Peer) -> bool:
    """Tell whether what a tool needs is there."""
    try:
        version(peer.distribution)
    except PackageNotFoundError:
        return False
    return True


def summary(runs: list[dict[str, Any]], floor: float | None) -> dict[str, Any]:
    """Sum runs up: medians, the range of wall time, and the ratio to the floor."""
    if not runs:
        return {"n": 0}
    walls = [run["wall"] for run in runs]
    wall = statistics.median(walls)
    return {
        "n": len(runs),
        "wall": round(wall, 3),
        "min": round(min(walls), 3),
        "spread": round((max(walls) - min(walls)) / wall, 3),
        "cpu": round(statistics.median(run["cpu"] for run in runs), 3),
        "peak_mb": round(statistics.median(run["peak_mb"] for run in runs)),
        **({"x_floor": round(wall / floor, 2)} if floor else {}),
    }


def judge(peer: Peer, runner: Runner, folder: Path) -> dict[str, Any]:
    """Compare what a tool printed in its last run with the faults of the package."""
    output = runner.output(peer.name).read_text("utf-8")
    failed: dict[str, str] = {}
    try:
        if peer.name == _JSON:
            reports = own_reports(output)
        else:
            reports, failed = reports_of(output)
    except ValueError:
        return {"crashed": True}
    found: Score = score(read_truth(folder), reports)
    judged: dict[str, Any] = {
        "found": found.found,
        "missed": sum(found.missed.values()),
        "false": found.false,
    }
    if found.missed:
        judged["missed_kinds"] = found.missed
    if failed:
        judged["failed_tables"] = sorted(failed)
    return judged


def measure_set(
    runner: Runner, peers: list[Peer], folder: Path, clean: Path, faults: str
) -> list[dict[str, Any]]:
    """Measure all tools on one package; the floor reads the package without faults."""
    commands: dict[str, tuple[tuple[str, ...], Path | None]] = {
        peer.name: (peer.command, clean if peer.is_reader else folder)
        for peer in peers
        if is_installed(peer)
    }
    runs = runner.take_turns(commands)
    floors = [run["wall"] for run in runs.get(FLOOR, [])]
    floor = statistics.median(floors) if floors else None
    rows = []
    for peer in peers:
        row: dict[str, Any] = {"peer": peer.name, "lacks": list(peer.lacks)}
        if peer.name not in runs:
            rows.append(row | {"n": 0, "skipped": "not installed"})
            continue
        ended = [run for run in runs[peer.name] if run["status"] < 0]
        if ended:
            rows.append(row | {"n": 0, "skipped": f"stopped after {runner.stop} s"})
            continue
        row |= summary(runs[peer.name], floor)
        # The check that prints nothing is the one that prints everything.
        if not peer.is_reader and peer.name != "drenthe-data" and faults != "small":
            row |= judge(peer, runner, folder)
        rows.append(row)
    return rows


def machine() -> dict[str, Any]:
    """Describe the machine and the versions, without names."""
    names = ["polars", *sorted({peer.distribution for peer in PEERS} - {"drenthe-data", "polars"})]
    memory = None
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        memory = round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30)
    return {
        "cores": os.cpu_count(),
        "memory_gb": memory,
        "system": platform.system(),
        "python": platform.python_version(),
        "versions": {
            peer: version(peer)
            for peer in names
            if any(item.distribution == peer and is_installed(item) for item in PEERS)
        },
    }


def table(rows: list[dict[str, Any]]) -> str:
    """Show the results of a set as text."""
    lines = [
        f"{'':22} {'n':>2} {'wall s':>8} {'spread':>7} {'cpu s':>8} {'peak MB':>8} "
        + " ".join(f"{name:>8}" for name in ("x floor", "found", "missed", "false"))
    ]
    for row in rows:
        if not row["n"]:
            lines.append(f"{row['peer']:22} {row['skipped']}")
            continue
        cells = [f"{row.get(key, ''):>8}" for key in ("found", "missed", "false")]
        lines.append(
            f"{row['peer']:22} {row['n']:>2} {row['wall']:>8.3f} {row['spread']:>7.0%} "
            f"{row['cpu']:>8.3f} {row['peak_mb']:>8} {row.get('x_floor', ''):>8} {' '.join(cells)}"
        )
    if rows[0].get("spread", 0) > _BUSY:
        lines.append("The machine was busy: the floor itself varied too much to go by.")
    return "\n".join(lines)


def save(file: Path | None, name: str, found: dict[str, Any]) -> None:
    """Add a set to the results, if a file is asked, in place of an earlier one of that name."""
    if file is None:
        return
    results: dict[str, Any] = {"sets": {}}
    if file.is_file():
        results = json.loads(file.read_text("utf-8"))
    results["sets"][name] = {"date": date.today().isoformat(), "machine": machine(), **found}
    results["sets"] = dict(sorted(results["sets"].items()))
    file.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def size_of(folder: Path) -> dict[str, Any]:
    """Give the megabytes and the number of faults of a generated package."""
    size = sum(file.stat().st_size for file in folder.glob("*.csv"))
    return {"megabytes": round(size / 1e6), "fault_count": len(read_truth(folder))}


def main() -> None:
    """Measure what is asked, show tables, and save the results."""
    names = [peer.name for peer in PEERS]
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, nargs="*", default=[100_000, 1_000_000])
    parser.add_argument("--faults", nargs="*", choices=FAULTS, default=list(FAULTS[:3]))
    parser.add_argument("--peers", nargs="*", choices=names, default=names, metavar="PEER")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--budget", type=float, default=60, help="seconds of a tool in a set")
    parser.add_argument("--stop", type=int, default=900, help="seconds after which a run is ended")
    parser.add_argument("--data", type=Path, help="where packages are written, and found again")
    parser.add_argument("--no-small", action="store_true", help="leave out start-up and Drenthe")
    parser.add_argument("--out", type=Path, help="file that the results are added to")
    options = parser.parse_args()
    peers = [peer for peer in PEERS if peer.name in options.peers or peer.name == FLOOR]
    with tempfile.TemporaryDirectory() as temporary:
        outputs = Path(temporary) / "outputs"
        outputs.mkdir()
        data = options.data or Path(temporary)
        runner = Runner(options.rounds, options.budget, options.stop, outputs)
        if not options.no_small:
            wrong = _with_fault(Path(temporary) / "wrong")
            runs = runner.take_turns({name: (command, wrong) for name, command in COLD.items()})
            cold = [{"peer": name, **summary(found, None)} for name, found in runs.items()]
            print(f"start-up\n{table(cold)}\n", flush=True)
            save(options.out, "cold", {"rows": cold})
            small = [peer for peer in peers if peer.name != _JSON]
            small.append(FRICTIONLESS_CLI)
            rows = measure_set(runner, small, ROOT, ROOT, "small")
            print(f"the package of Drenthe\n{table(rows)}\n", flush=True)
            save(options.out, "small", {"rows": rows})
        for count in options.rows:
            clean = _package(data, count, "none")
            for faults in options.faults:
                folder = _package(data, count, faults)
                rows = measure_set(runner, peers, folder, clean, faults)
                print(f"{count:,} rows, faults: {faults}\n{table(rows)}\n", flush=True)
                found = {"count": count, "faults": faults, **size_of(folder), "rows": rows}
                save(options.out, f"{count}-{faults}", found)


def _with_fault(folder: Path) -> Path:
    """Copy the package of Drenthe, with one wrong cell."""
    for name in ("datapackage", "schemas", "validators"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "datapackage.json", folder)
    file = folder / "datapackage" / "indicator_values.csv"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(",observed,", ",observd,", 1), encoding="utf-8")
    return folder / "datapackage.json"


def _package(data: Path, count: int, faults: str) -> Path:
    folder = data / f"{count}-{faults}"
    if not (folder / "truth.json").is_file():
        generate(folder, count, faults=faults)
    return folder


if __name__ == "__main__":
    main()
