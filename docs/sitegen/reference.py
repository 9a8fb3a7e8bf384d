"""The pages of the site that are made from the package, so that they cannot go stale.

Each function gives the text of one page, in Markdown, in ``nl`` or ``en``. The build calls
them at build time; the tests call them too. The texts of these pages are in ``TEXTS``.
"""

from __future__ import annotations

import csv
import html
import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from drenthe_data.checks import BUILT_IN, VALIDATORS, read_rules
from drenthe_data.checks.examples import Example, read_examples, run_example
from drenthe_data.checks.rule_files import Rule
from drenthe_data.cli import COMMANDS
from drenthe_data.descriptor import Field, Package, Resource, read_package
from drenthe_data.exporting import format_names
from drenthe_data.exporting.profile import read_profile
from drenthe_data.findings import Finding
from drenthe_data.messages import catalogue, figure
from drenthe_data.reading import read_table
from sitegen.markup import link, table
from sitegen.relations import drawing, references

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "benchmarks" / "results.json"

EXPORTS = ROOT / "benchmarks" / "exports.json"

TEXTS = {
    "exports": ("Formats", "Vormen"),
    "exports-intro": (
        "`drenthe-data export all -o dist` writes all of these, and `manifest.json` with the size "
        "and checksum of each file; `make readers` opens them with programs of others. The same "
        "package gives the same bytes. The tests compare every cell of what is typed with the "
        "tables, and break the data to see the reader or the check refuse it.",
        "`drenthe-data export all -o dist` schrijft al deze vormen, en `manifest.json` met de "
        "grootte en het controlegetal van elk bestand; `make readers` opent ze met programma's van "
        "anderen. Hetzelfde pakket geeft dezelfde bytes. De tests vergelijken elke cel van wat "
        "getypeerd is met de tabellen, en maken de gegevens stuk om te zien dat de lezer of de "
        "controle ze weigert.",
    ),
    "format": ("Format", "Vorm"),
    "reader": ("Reader", "Lezer"),
    "result": ("Result", "Resultaat"),
    "files": ("Files", "Bestanden"),
    "bytes": ("Bytes", "Bytes"),
    "written-in": ("Written in (s)", "Geschreven in (s)"),
    "read-in": ("Read in (s)", "Gelezen in (s)"),
    "spreadsheet": ("A sheet of the workbook", "Een blad van de werkmap"),
    "dictionary": ("Data dictionary", "Gegevenswoordenboek"),
    "dictionary-intro": (
        "Every table and field of the package, made from `datapackage.json` and `schemas/`.",
        "Elke tabel en elk veld van het pakket, gemaakt uit `datapackage.json` en `schemas/`.",
    ),
    "table": ("Table", "Tabel"),
    "rows": ("Rows", "Rijen"),
    "what": ("What is in it", "Wat erin staat"),
    "field": ("Field", "Veld"),
    "type": ("Type", "Type"),
    "meaning": ("Meaning", "Betekenis"),
    "rules-of-field": ("Must be", "Voorwaarden"),
    "required": ("filled", "gevuld"),
    "unique": ("unique", "uniek"),
    "pattern": ("form", "vorm"),
    "minimum": ("at least", "minstens"),
    "maximum": ("at most", "hoogstens"),
    "minLength": ("characters, at least", "tekens, minstens"),
    "maxLength": ("characters, at most", "tekens, hoogstens"),
    "key": ("Key", "Sleutel"),
    "refers-to": ("Refers to", "Verwijst naar"),
    "model": ("How the tables hang together", "Hoe de tabellen samenhangen"),
    "model-intro": (
        "A line goes from a table down to the tables that refer to it; \u21ba marks a table whose "
        "rows refer to other rows of the same table. Nearly every row also refers to a row of "
        "{sources}, the document it comes from: those lines are left out.",
        "Een lijn gaat van een tabel omlaag naar de tabellen die ernaar verwijzen; \u21ba staat "
        "bij een tabel waarvan rijen naar andere rijen van die tabel verwijzen. Bijna elke rij "
        "verwijst ook naar een rij van {sources}, het document waar ze uit komt: die lijnen zijn "
        "weggelaten.",
    ),
    "model-list": ("All references as a list", "Alle verwijzingen als lijst"),
    "refers": ("refers to", "verwijst naar"),
    "codes": ("Codes of", "Codes van"),
    "code": ("Code", "Code"),
    "rules": ("Rules", "Regels"),
    "rules-intro": (
        "What is checked. A rule of the package is one SQL query that returns the rows that "
        "break it; the other checks are built in. `drenthe-data explain RULE` shows the same.",
        "Wat er wordt gecontroleerd. Een regel van het pakket is één SQL-zoekopdracht die de "
        "rijen geeft die eraan niet voldoen; de andere controles zijn ingebouwd. "
        "`drenthe-data explain REGEL` laat hetzelfde zien.",
    ),
    "own": ("Rules of the package", "Regels van het pakket"),
    "built-in": ("Built-in checks", "Ingebouwde controles"),
    "severity": ("Severity", "Ernst"),
    "severity-error": ("error", "fout"),
    "severity-warning": ("warning", "waarschuwing"),
    "severity-note": ("note", "opmerking"),
    "message": ("Message", "Melding"),
    "query": ("Query", "Zoekopdracht"),
    "examples": ("Examples", "Voorbeelden"),
    "finds": ("finds", "meldt"),
    "nothing": ("finds nothing", "meldt niets"),
    "complete": ("How complete the data is", "Hoe volledig de gegevens zijn"),
    "complete-intro": (
        "Rows per table and document: the facts that entry and a second reading found in it, "
        "except what is left out below. A programme or cluster that several documents name is one "
        "row, counted at the document it cites; the others stand in `programme_links` and "
        "`mentions`.",
        "Rijen per tabel en document: de feiten die invoer en een tweede lezing erin vonden, "
        "behalve wat hieronder is weggelaten. Een programma of cluster dat meer documenten noemen "
        "is één rij, geteld bij het document dat ze aanhaalt; de andere staan in `programme_links` "
        "en `mentions`.",
    ),
    "commands": ("Commands", "Opdrachten"),
    "performance": ("How fast it checks", "Hoe snel het controleert"),
    "not-measured": (
        "There are no results yet. `make bench` measures.",
        "Er zijn nog geen resultaten. `make bench` meet.",
    ),
    "set-none": ("{count} rows without faults", "{count} rijen zonder fouten"),
    "set-values": ("{count} rows, wrong values", "{count} rijen, foute waarden"),
    "set-structure": ("{count} rows, files that are not sound", "{count} rijen, kapotte bestanden"),
    "set-many": ("{count} rows, very many faults", "{count} rijen, zeer veel fouten"),
    "set-small": ("The package of Drenthe", "Het pakket van Drenthe"),
    "set-cold": ("Starting up", "Opstarten"),
    "faults": ("faults", "fouten"),
    "tool": ("Tool", "Programma"),
    "runs": ("runs", "keer"),
    "wall": ("seconds (median)", "seconden (mediaan)"),
    "spread": ("spread", "spreiding"),
    "cpu": ("CPU seconds", "CPU-seconden"),
    "peak_mb": ("peak, MB", "piek, MB"),
    "x_floor": ("× reading", "× lezen"),
    "x_clean": ("× without faults", "× zonder fouten"),
    "lacks": ("does not check", "controleert niet"),
    "found": ("found", "gevonden"),
    "missed": ("missed", "gemist"),
    "false": ("false alarms", "vals alarm"),
    "not installed": ("not installed", "niet geïnstalleerd"),
    "stopped": ("stopped: too slow", "gestopt: te traag"),
    "foreign keys": ("foreign keys", "verwijzingen"),
    "composite foreign keys": ("foreign keys of several fields", "verwijzingen van meer velden"),
    "rules of the package": ("rules", "regels"),
    "unique keys": ("unique keys", "unieke combinaties"),
    "structure": ("structure of the file", "opbouw van het bestand"),
    "part of structure": ("part of the structure", "een deel van de opbouw"),
    "crashed": ("gave no result", "gaf geen uitkomst"),
    "measured": (
        "Measured on {date}: {cores} cores, {memory} GB, {system}, Python {python}; {versions}.",
        "Gemeten op {date}: {cores} kernen, {memory} GB, {system}, Python {python}; {versions}.",
    ),
}


def text(key: str, lang: str) -> str:
    """Give a text of these pages in a language."""
    return TEXTS[key][1 if lang == "nl" else 0]


def _cell(value: object) -> str:
    return html.escape(str(value)).replace("|", "&#124;").replace("\n", " ")


def _table(header: list[str], rows: list[list[str]]) -> Iterator[str]:
    yield "| " + " | ".join(header) + " |"
    yield "|" + " --- |" * len(header)
    for row in rows:
        yield "| " + " | ".join(row) + " |"
    yield ""


def dictionary(lang: str) -> str:
    """Make the page with all tables and fields."""
    package = read_package(ROOT)
    lines = [f"# {text('dictionary', lang)}", "", text("dictionary-intro", lang), ""]
    overview = [
        [
            f"[`{resource.name}`](#{resource.name})",
            figure(read_table(resource).records, lang),
            _cell(resource.text("description", lang)),
        ]
        for resource in package.resources
    ]
    header = [text(key, lang) for key in ("table", "rows", "what")]
    lines += _table(header, overview)
    lines += _model(package, lang)
    for resource in package.resources:
        lines += _one_table(resource, lang)
    return "\n".join(lines)


def _model(package: Package, lang: str) -> Iterator[str]:
    """Draw how the tables refer to each other, and say the same in a table."""
    hidden = package.raw.get("evidence", {}).get("resource", "sources")
    title = text("model", lang)
    yield f"## {title} {{ #model }}"
    yield ""
    yield text("model-intro", lang).format(sources=f"[`{hidden}`](#{hidden})")
    yield ""
    shown = drawing(package, label=title, address=lambda name: f"#{name}", hidden=hidden)
    yield f'<div class="scroll drawn" role="region" aria-label="{title}" tabindex="0">{shown}</div>'
    yield ""
    header = [text(key, lang) for key in ("table", "field", "refers-to")]
    rows = [
        [
            link(f"#{one.table}", one.table),
            f"<code>{one.field}</code>",
            link(f"#{one.target}", one.target),
        ]
        for one in references(package)
        if one.target != hidden
    ]
    found = table(header, rows, caption=text("model-list", lang))
    yield f"<details><summary>{text('model-list', lang)}</summary>{found}</details>"
    yield ""


def _one_table(resource: Resource, lang: str) -> Iterator[str]:
    schema = resource.schema
    yield f"## {resource.text('title', lang)} {{#{resource.name}}}"
    yield ""
    yield f"`{resource.path}`. {resource.text('description', lang)}"
    yield ""
    key = schema.primary_key or (schema.unique_keys[0] if schema.unique_keys else ())
    if key:
        yield f"{text('key', lang)}: {', '.join(f'`{name}`' for name in key)}"
        yield ""
    references = {
        key.fields[0]: key.resource or resource.name
        for key in schema.foreign_keys
        if len(key.fields) == 1
    }
    rows = [_field_row(item, references.get(item.name), lang) for item in schema.fields]
    header = [text(key, lang) for key in ("field", "type", "meaning", "rules-of-field")]
    yield from _table(header, rows)
    for item in schema.fields:
        categories = item.raw.get("categories")
        if categories:
            yield f"{text('codes', lang)} `{item.name}`:"
            yield ""
            label = "label_nl" if lang == "nl" else "label"
            codes = [[f"`{c['value']}`", _cell(c[label])] for c in categories]
            yield from _table([text("code", lang), text("meaning", lang)], codes)


def _field_row(item: Field, reference: str | None, lang: str) -> list[str]:
    demands = []
    for name, value in item.constraints.items():
        if name in ("required", "unique"):
            demands.append(text(name, lang))
        elif name != "enum":
            # Within code nothing is to be escaped: entities would be shown as they are.
            shown = f"`{value}`" if name == "pattern" else str(value)
            demands.append(f"{text(name, lang)} {shown}")
    if reference:
        demands.append(f"{text('refers', lang)} [`{reference}`](#{reference})")
    description = item.raw.get("description_nl" if lang == "nl" else "description", "")
    meaning = f"**{_cell(item.label(lang))}.** {_cell(description)}"
    return [f"`{item.name}`", item.type, meaning, "; ".join(demands)]


def anchor(rule: Rule) -> str:
    """Give the place of a rule on the page with all rules."""
    return f"rule-{rule.id.replace('/', '-')}"


@cache
def _rules() -> list[tuple[Rule, list[tuple[Example, list[Finding]]]]]:
    """Give the rules with what they find in their examples: the same in every language."""
    folder = ROOT / VALIDATORS
    package = read_package(ROOT)
    found = []
    for rule in read_rules(folder):
        examples = []
        for example in read_examples(rule, folder):
            result = run_example(rule, example, package)
            examples.append((example, [*result.findings, *result.notes]))
        found.append((rule, examples))
    return found


def rule_catalogue(lang: str) -> str:
    """Make the page with all rules and built-in checks."""
    lines = [f"# {text('rules', lang)}", "", text("rules-intro", lang), ""]
    lines += [f"## {text('own', lang)} {{ #own }}", ""]
    for rule, examples in _rules():
        lines += [f"### {rule.text('title', lang)} {{ #{anchor(rule)} }}", "", f"`{rule.id}`", ""]
        lines += [rule.text("description", lang), ""]
        message = rule.text("message", lang).replace("[[", "").replace("]]", "")
        lines += [f"{text('severity', lang)}: {text(f'severity-{rule.severity}', lang)}", ""]
        lines += [f"{text('message', lang)}: {_cell(message)}", ""]
        lines += [f'??? note "{text("query", lang)}: `{rule.file}`"', "", "    ```sql"]
        lines += [f"    {line}" for line in rule.query.splitlines()]
        lines += ["    ```", "", f'??? example "{text("examples", lang)}"', ""]
        for example, found in examples:
            says = "; ".join(_cell(item.message(lang)) for item in found)
            verdict = f"{text('finds', lang)}: {says}" if found else text("nothing", lang)
            lines += [f"    **{_cell(example.text('title', lang))}**: {verdict}", ""]
            for name, content in example.tables.items():
                lines += [f"    `{name}`", "", "    ```csv"]
                lines += [f"    {line}" for line in content.strip().splitlines()]
                lines += ["    ```", ""]
    lines += [f"## {text('built-in', lang)} {{ #built-in }}", ""]
    texts = catalogue(lang)
    rows = [
        [
            f'<span id="check-{code}"></span>`{code}`',
            _cell(texts[f"check.{code}.title"]),
            _cell(texts[f"check.{code}.description"]),
        ]
        for code in BUILT_IN
    ]
    lines += _table([text("code", lang), text("meaning", lang), ""], rows)
    return "\n".join(lines)


def completeness(lang: str) -> str:
    """Make the page with the rows per table and document."""
    package = read_package(ROOT)
    sources = _rows(package, "sources")
    names = [row["id"] for row in sources]
    counts = []
    for resource in package.resources:
        if "source_id" not in resource.schema.names:
            continue
        rows = _rows(package, resource.name)
        per_source = [sum(row["source_id"] == name for row in rows) for name in names]
        counts.append([f"`{resource.name}`", *(figure(count, lang) for count in per_source)])
    lines = [f"# {text('complete', lang)}", "", text("complete-intro", lang), ""]
    lines += _table([text("table", lang), *(f"`{name}`" for name in names)], counts)
    lines += [f"- `{row['id']}`: {_cell(row['title'])}" for row in sources]
    own = ROOT / "docs" / "notes" / f"completeness.{lang}.md"
    return "\n".join(lines) + "\n\n" + own.read_text(encoding="utf-8")


def _rows(package: Package, name: str) -> list[dict[str, Any]]:
    with package.resource(name).file.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def commands(lang: str) -> str:
    """Make the page with the help of every command, as the program prints it."""
    from importlib import import_module

    import click

    from drenthe_data.cli import cli

    lines = [f"# {text('commands', lang)}", "", "```text"]
    width: dict[str, Any] = {"terminal_width": 90, "max_content_width": 90}
    with click.Context(cli, info_name="drenthe-data", **width) as context:
        lines += [cli.get_help(context), "```", ""]
        for name in COMMANDS:
            command = import_module(f"drenthe_data.commands.{name}").command
            with click.Context(command, info_name=name, parent=context) as inner:
                lines += [f"## {name}", "", "```text", command.get_help(inner), "```", ""]
    return "\n".join(lines)


def reports(lang: str) -> str:
    """Make the page on reports, with the report of a package that was broken on purpose."""
    import sys
    import tempfile

    from drenthe_data.checks import check
    from drenthe_data.reporting import Options, write_report

    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    from tests.broken import break_package
    from tests.packages import copy_of_package

    with tempfile.TemporaryDirectory() as name:
        report = check(break_package(copy_of_package(Path(name) / "package")))
        report.path = "datapackage.json"
        shown = write_report(report, "text", Options(lang=lang, width=92))
    # The time differs from one run to the next.
    time = catalogue(lang)["text.time"]
    lines = [line for line in shown.rstrip().splitlines() if not line.startswith(f"{time} ")]
    own = ROOT / "docs" / "notes" / f"reports.{lang}.md"
    return own.read_text(encoding="utf-8").replace("{report}", "\n".join(lines))


def performance(lang: str, results: Path = RESULTS) -> str:
    """Make the page with what the benchmark measured."""
    own = ROOT / "docs" / "notes" / f"performance.{lang}.md"
    lines = [f"# {text('performance', lang)}", "", own.read_text(encoding="utf-8")]
    if not results.is_file():
        return "\n".join([*lines, text("not-measured", lang), ""])
    sets = json.loads(results.read_text(encoding="utf-8"))["sets"]
    order = ("none", "values", "structure", "many", "small", "cold")

    def place(name: str) -> tuple[int, int]:
        return order.index(name.rpartition("-")[2]), int(sets[name].get("count", 0))

    for name in sorted(sets, key=place):
        kind = name.rpartition("-")[2]
        count = sets[name].get("count", 0)
        title = text(f"set-{kind}", lang).format(count=figure(count, lang))
        if "megabytes" in sets[name]:
            size, faults = sets[name]["megabytes"], sets[name]["fault_count"]
            title += f" ({figure(size, lang)} MB"
            title += f", {figure(faults, lang)} {text('faults', lang)})" if faults else ")"
        clean = sets.get(f"{count}-none") if kind in ("values", "structure", "many") else None
        lines += [f"## {title}", "", *_results(sets[name], clean, lang)]
        machine = sets[name]["machine"]
        versions = ", ".join(f"{tool} {number}" for tool, number in machine["versions"].items())
        how = {
            "date": sets[name]["date"],
            "cores": machine["cores"],
            "memory": machine["memory_gb"],
            "system": machine["system"],
            "python": machine["python"],
            "versions": versions,
        }
        lines += [text("measured", lang).format(**how), ""]
    return "\n".join(lines)


def _results(found: dict[str, Any], clean: dict[str, Any] | None, lang: str) -> Iterator[str]:
    """Make the table of one set, with the columns that it has figures for."""
    sound = {row["peer"]: row.get("x_floor") for row in clean["rows"]} if clean else {}
    rows = []
    for row in found["rows"]:
        ratio, own = sound.get(row["peer"]), row.get("x_floor")
        rows.append({**row, "x_clean": round(own / ratio, 2)} if ratio and own else row)
    columns = ("wall", "spread", "cpu", "peak_mb", "x_floor", "x_clean", "found", "missed", "false")
    shown = [name for name in columns if any(name in row for row in rows)]
    has_lacks = any(row.get("lacks") for row in rows) and any("found" in row for row in rows)
    lines = []
    for row in rows:
        cells = [_result(row, name, lang) for name in shown]
        if "skipped" in row:
            why = "stopped" if row["skipped"].startswith("stopped") else row["skipped"]
            cells[0] = text(why, lang)
        elif row.get("crashed"):
            cells[-1] = text("crashed", lang)
        if has_lacks:
            cells.append(", ".join(text(lack, lang) for lack in row.get("lacks", [])))
        lines.append([_cell(row["peer"]), str(row["n"]), *cells])
    header = [text(name, lang) for name in ("tool", "runs", *shown)]
    yield from _table([*header, text("lacks", lang)] if has_lacks else header, lines)


def _result(row: dict[str, Any], name: str, lang: str) -> str:
    if name not in row:
        return ""
    if name == "spread":
        return f"{row[name]:.0%}"
    return figure(row[name], lang)


def exports(lang: str, results: Path = EXPORTS) -> str:
    """Make the page with the formats, and what readers made of them."""
    package = read_package(ROOT / "datapackage.json")
    lines = [f"# {text('exports', lang)}", "", text("exports-intro", lang), ""]
    profiles = [read_profile(package, name) for name in format_names()]
    about = [
        [f"`{item.name}`", f"{item.text('title', lang)}. {item.text('description', lang)}"]
        for item in profiles
    ]
    lines += [*_table([text("format", lang), text("what", lang)], about), ""]
    lines += [f"![{text('spreadsheet', lang)}](^/assets/images/spreadsheet.png)", ""]
    if not results.is_file():
        return "\n".join([*lines, text("not-measured", lang), ""])
    rows = []
    for name, made in json.loads(results.read_text(encoding="utf-8")).items():
        own = [f"`{name}`", *(figure(made[key], lang) for key in ("files", "bytes", "seconds"))]
        for number, item in enumerate(made["readers"] or [{}]):
            reader = f"{item.get('reader', '')} {item.get('version', '')}".strip()
            seconds = figure(item["seconds"], lang) if item else ""
            rows.append(
                [*(own if not number else [""] * 4), reader, item.get("result", ""), seconds]
            )
    keys = ("format", "files", "bytes", "written-in", "reader", "result", "read-in")
    return "\n".join([*lines, *_table([text(key, lang) for key in keys], rows), ""])


def differences(lang: str) -> str:
    """Make the page with what frictionless does in another way."""
    own = ROOT / "docs" / "notes" / f"differences.{lang}.md"
    return own.read_text(encoding="utf-8")


PAGES: dict[str, Callable[[str], str]] = {
    "dictionary.md": dictionary,
    "rules.md": rule_catalogue,
    "completeness.md": completeness,
    "commands.md": commands,
    "reports.md": reports,
    "exports.md": exports,
    "performance.md": performance,
    "differences.md": differences,
}
