"""How much checking costs over reading: ``make bench``.

Each command runs as a whole process, the commands take turns within a round, and the medians are
given as a ratio to two floors of the same run: ``import polars``, and reading the same files with
a typed ``polars.read_csv`` that checks nothing. Ratios carry over to other machines; seconds do
not.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

READ = """
import json, pathlib, polars as pl
types = {"integer": pl.Int64, "year": pl.Int32, "number": pl.Float64, "boolean": pl.Boolean}
root = pathlib.Path(PATH)
for resource in json.loads((root / "datapackage.json").read_text())["resources"]:
    schema = resource["schema"]
    if isinstance(schema, str):
        schema = json.loads((root / schema).read_text())
    columns = {f["name"]: types.get(f["type"], pl.String) for f in schema["fields"]}
    pl.read_csv(root / resource["path"], schema=columns)
"""


def generate(folder: Path, count: int) -> Path:
    """Write a budget of ``count`` amounts that adds up, with the real schemas and rules."""
    rules = folder / "validators" / "budgets"
    shutil.copytree(ROOT / "validators" / "budgets", rules)
    for rule in rules.glob("*.sql"):
        if "budget_changes" in rule.read_text(encoding="utf-8"):
            rule.unlink()
            rule.with_suffix(".toml").unlink()
    chance = random.Random(1)
    per_total, years = 10, list(range(2000, 2020))
    totals = max(count // (len(years) * (per_total + 1)), 1)
    names = ("budget_lines", "budget_amounts")
    resources = []
    for name in names:
        schema = json.loads((ROOT / "schemas" / f"{name}.json").read_text(encoding="utf-8"))
        schema["foreignKeys"] = [
            key
            for key in schema.get("foreignKeys", [])
            if key["reference"]["resource"] in ("", *names)
        ]
        resources.append({"name": name, "path": f"{name}.csv", "schema": schema})
    descriptor = {"name": "generated", "resources": resources}
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    with (
        (folder / "budget_lines.csv").open("w", encoding="utf-8", newline="") as lines_file,
        (folder / "budget_amounts.csv").open("w", encoding="utf-8", newline="") as amounts_file,
    ):
        lines = csv.writer(lines_file, lineterminator="\n")
        amounts = csv.writer(amounts_file, lineterminator="\n")
        lines.writerow([field["name"] for field in resources[0]["schema"]["fields"]])
        amounts.writerow([field["name"] for field in resources[1]["schema"]["fields"]])
        for total in range(totals):
            head = f"t{total}"
            lines.writerow([head, "p", "", f"Total {total}", "total", "expenditure", "", "s", 1])
            items = [f"{head}-{number}" for number in range(per_total)]
            for item in items:
                lines.writerow([item, "p", head, f"Item {item}", "item", "expenditure", "", "s", 1])
            for year in years:
                values = [chance.randrange(2_000_000) for _ in items]
                cells = [*zip(items, values, strict=True), (head, sum(values))]
                for line, value in cells:
                    printed = f"{value:,}".replace(",", ".")
                    amounts.writerow([line, year, "budget", value, printed, "s", 1])
    return folder


def seconds(command: list[str]) -> float:
    """Run a command as a whole process and give the seconds it took."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
    return time.perf_counter() - start


def measure(commands: dict[str, list[str]], rounds: int) -> dict[str, float]:
    """Run the commands in turns, and give the median of each."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for command in commands.values():
        seconds(command)
    for _ in range(rounds):
        for name, command in commands.items():
            times[name].append(seconds(command))
    return {name: statistics.median(found) for name, found in times.items()}


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rows", type=int, nargs="*", default=[100_000])
    options = parser.parse_args()
    python = [sys.executable]
    check = [*python, "-m", "drenthe_data", "check", "--quiet"]
    commands = {
        "bare python": [*python, "-c", "pass"],
        "import polars": [*python, "-c", "import polars"],
        "drenthe-data --version": [*python, "-m", "drenthe_data", "--version"],
        "drenthe-data --help": [*python, "-m", "drenthe_data", "--help"],
        "read the package of Drenthe": [*python, "-c", READ.replace("PATH", repr(str(ROOT)))],
        "check the package of Drenthe": [*check, str(ROOT)],
    }
    with tempfile.TemporaryDirectory() as folder:
        for rows in options.rows:
            path = Path(folder) / str(rows)
            path.mkdir()
            generate(path, rows)
            commands[f"read {rows:,} rows"] = [*python, "-c", READ.replace("PATH", repr(str(path)))]
            commands[f"check {rows:,} rows"] = [*check, str(path)]
        found = measure(commands, options.rounds)
    print(f"| command | median of {options.rounds}, s | x its floor |")
    print("|---|--:|--:|")
    for name, value in found.items():
        floor = "bare python" if "--" in name else "import polars"
        if name.startswith("check"):
            floor = name.replace("check", "read")
        print(f"| {name} | {value:.3f} | {value / found[floor]:.2f} ({floor}) |")


if __name__ == "__main__":
    main()
