"""Examples of a rule: small tables that keep it or break it, beside the rule as ``<rule>.toml``.

They are shown by ``drenthe-data explain`` and are the rule's first tests, on every engine. An
example gives ``title``, ``title_nl``, ``tables`` (CSV text by name, with only the columns that
matter) and ``finds``: the keys of the rows that break the rule, each joined by ``;``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from drenthe_data.checks.cells import TypedTable, check_cells
from drenthe_data.checks.rule_files import Rule
from drenthe_data.checks.rules import start_rules
from drenthe_data.descriptor import Package, Resource, Schema
from drenthe_data.exceptions import RuleError
from drenthe_data.findings import CheckResult
from drenthe_data.reading import read_table


@dataclass(frozen=True, slots=True)
class Example:
    """One example: its tables as CSV text, and the keys it must find."""

    titles: Mapping[str, str]
    tables: Mapping[str, str]
    finds: tuple[str, ...]

    def text(self, key: str, lang: str) -> str:
        """Give the title in a language."""
        return self.titles[f"{key}_nl" if lang == "nl" else key]


def read_examples(rule: Rule, folder: Path) -> list[Example]:
    """Read the examples of a rule; none when it has no file of them.

    Raises:
        RuleError: When the file is not as it must be.
    """
    import tomllib

    path = folder / f"{rule.id}.toml"
    if not path.exists():
        return []
    try:
        items = tomllib.loads(path.read_text(encoding="utf-8"))["example"]
        return [
            Example(
                {key: str(item[key]) for key in ("title", "title_nl")},
                {str(name): str(text) for name, text in item["tables"].items()},
                tuple(str(key) for key in item["finds"]),
            )
            for item in items
        ]
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        file = f"{folder.name}/{rule.id}.toml"
        raise RuleError("rule-failed", file=file, reason=str(error)) from None


def typed_tables(rule: Rule, example: Example, package: Package) -> dict[str, TypedTable]:
    """Give the tables of an example, typed by the schemas of the package.

    Only the fields that the example has are kept; its tables are read as any table is.
    """
    tables: dict[str, TypedTable] = {}
    with TemporaryDirectory() as folder:
        for name in dict.fromkeys((*rule.reads, rule.table)):
            resource = package.resource(name)
            text = example.tables.get(name, "").strip() + "\n"
            labels = text.split("\n", 1)[0].split(",")
            fields = tuple(item for item in resource.schema.fields if item.name in labels)
            if not example.tables.get(name):
                fields = resource.schema.fields
                text = ",".join(item.name for item in fields) + "\n"
            else:
                fields = tuple(sorted(fields, key=lambda item: labels.index(item.name)))
            key = resource.schema.primary_key
            has_key = all(part in {item.name for item in fields} for part in key)
            schema = Schema(fields, key if has_key else (), (), (), {})
            file = Path(folder) / f"{name}.csv"
            file.write_text(text, encoding="utf-8")
            small: Resource = dataclasses.replace(
                resource,
                file=file,
                path=file.name,
                files=(file,),
                paths=(file.name,),
                schema=schema,
            )
            tables[name], _ = check_cells(read_table(small), cap=5)
    return tables


def run_example(rule: Rule, example: Example, package: Package) -> CheckResult:
    """Run a rule of a package on an example."""
    tables = typed_tables(rule, example, package)
    outcomes = start_rules([rule], package, tables, cap=100)
    stopped: dict[str, RuleError] = {}
    (result,) = outcomes(stopped)
    for error in stopped.values():
        raise error
    return result
