"""Making what is made from the package: ``python -m drenthe_data.modelgen``.

That is ``models.py``, the module of typed rows, from the schemas; and ``same_on_both.txt``, the
list of rules that a first look may run. A test fails when one of them is not up to date.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from drenthe_data.checks.glance.queries import PROVEN, mark_of
from drenthe_data.checks.rule_files import Rule, read_rules
from drenthe_data.descriptor import Field, Package, Resource, read_package
from drenthe_data.locate import find_package

_PLAIN = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "date": "date",
    "datetime": "datetime",
    "time": "time",
    "year": "int",
    "yearmonth": "str",
}
_LIMITS = {
    "minimum": "ge",
    "maximum": "le",
    "exclusiveMinimum": "gt",
    "exclusiveMaximum": "lt",
    "minLength": "min_length",
    "maxLength": "max_length",
}

_HEAD = '''"""Typed rows, a model per table, made from the schemas by ``make models``."""

from __future__ import annotations

{imports}from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from drenthe_data.loading import LoadedPackage, Table

__all__ = {names}


class Row(BaseModel):
    """What all rows have in common: they do not change, and have no other fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")
'''


def class_name(table: str) -> str:
    """Name the model of a table: ``cluster_partners`` has rows of type ``ClusterPartner``."""
    words = table.replace("-", "_").split("_")
    last = words[-1]
    if last.endswith("ies"):
        last = f"{last[:-3]}y"
    elif last.endswith("s") and not last.endswith("ss"):
        last = last[:-1]
    return "".join(word.capitalize() for word in [*words[:-1], last])


def models_text(package: Package) -> str:
    """Give the text of the module for a package."""
    names = sorted([class_name(item.name) for item in package.resources] + ["DrentheData", "Row"])
    listed = "[\n" + "".join(f'    "{name}",\n' for name in names) + "]"
    kinds = {item.type for resource in package.resources for item in resource.schema.fields}
    dates = sorted(kinds & {"date", "datetime", "time"})
    imports = f"from datetime import {', '.join(dates)}\n" if dates else ""
    parts = [_HEAD.replace("{names}", listed).replace("{imports}", imports)]
    parts += ["\n".join(_model(resource)) for resource in package.resources]
    parts.append("\n".join(_tables(package)))
    return "\n\n".join(parts)


def _model(resource: Resource) -> Iterator[str]:
    yield f"class {class_name(resource.name)}(Row):"
    yield f'    """{resource.text("title")}: {_sentence(resource.text("description"))}"""'
    yield ""
    for item in resource.schema.fields:
        optional = "" if item.is_required or item.name in resource.schema.primary_key else " | None"
        default = " = None" if optional else ""
        yield f"    {item.name}: {_annotation(item, optional)}{default}"
    yield ""


def _sentence(text: str) -> str:
    return text[:1].lower() + text[1:] if text else "a table."


def _annotation(item: Field, optional: str) -> str:
    options = [f"description={_quoted(str(item.raw.get('description', item.name)))}"]
    enum = item.constraints.get("enum")
    if enum:
        kind = f"Literal[{', '.join(_quoted(v) if isinstance(v, str) else str(v) for v in enum)}]"
    else:
        kind = _PLAIN.get(item.type, "str")
        for name, option in _LIMITS.items():
            if name in item.constraints and isinstance(item.constraints[name], int | float):
                options.append(f"{option}={item.constraints[name]}")
        pattern = item.constraints.get("pattern")
        if pattern:
            options.append(f"pattern={_quoted(f'^(?:{pattern})$')}")
    return f"Annotated[{kind}{optional}, Field({', '.join(options)})]"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _tables(package: Package) -> Iterator[str]:
    yield "class DrentheData(LoadedPackage):"
    yield '    """The tables of the package, each with its type of row."""'
    for resource in package.resources:
        name = class_name(resource.name)
        yield ""
        yield "    @property"
        yield f"    def {resource.name}(self) -> Table[{name}]:"
        yield f'        """{resource.text("title")}: {_sentence(resource.text("description"))}"""'
        yield f'        return self.table("{resource.name}", {name})'
    yield ""


def proven_text(package: Package, rules: Iterable[Rule]) -> str:
    """Give the list of the rules of a package that a first look may run: a mark on each line."""
    resources = {resource.name: resource for resource in package.resources}
    return "".join(f"{mark_of(rule, resources)}\n" for rule in rules)


def main() -> None:
    """Write ``models.py`` and the list of rules, for the package of the working folder."""
    package = read_package(find_package())
    text = models_text(package)
    target = Path(__file__).with_name("models.py")
    target.write_text(text, encoding="utf-8")
    sys.stdout.write(f"{target.name}: {text.count('class ')} classes\n")
    text = proven_text(package, read_rules(package.root / "validators"))
    PROVEN.write_text(text, encoding="utf-8")
    sys.stdout.write(f"{PROVEN.name}: {text.count(chr(10))} rules\n")


if __name__ == "__main__":
    main()
