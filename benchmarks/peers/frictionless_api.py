"""frictionless, by its Python interface, with all errors."""

from __future__ import annotations

import sys
from pathlib import Path

from frictionless import Package

from benchmarks.peers.common import Result

result = Result()
package = Package(str(Path(sys.argv[1]) / "datapackage.json"))
report = package.validate(limit_errors=10**9)
for task in report.tasks:
    for error in task.errors:
        row = getattr(error, "row_number", None)
        if row is None and getattr(error, "row_numbers", None):
            row = error.row_numbers[0]
        names = getattr(error, "field_names", None)
        name = getattr(error, "field_name", None) or (", ".join(names) if names else None)
        if row is None:
            # The table was given up.
            result.failed[task.name] = error.type
            continue
        result.found.append((task.name, row, None, name or None, error.type))
result.write()
