"""Run the suites beside this file on the SQLite export, and make Data Docs.

    pip install "great_expectations>=1.24" "sqlalchemy>=2"
    python gx/run.py                            the database beside the folder gx, docs in gx/docs
    python gx/run.py --database other.sqlite --docs folder --json results.json

Exit code 0: no expectation of the severity error failed. 1: one did. 2: could not run. Warnings
and notes are shown and do not fail, as with ``drenthe-data check``.
"""

from __future__ import annotations

import argparse
import html
import json
import os
import sys
from pathlib import Path
from typing import Any

os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")

HERE = Path(__file__).resolve().parent
SITE = "docs"
WORDS = {
    "nl": {
        "error": "fout",
        "warning": "waarschuwing",
        "note": "opmerking",
        "rows": "rijen",
        "valid": "{count} verwachtingen, geen fouten.",
        "invalid": "{count} verwachtingen, {failed} niet uitgekomen, waarvan {errors} fouten.",
        "docs": "Data Docs: {path}",
        "raised": "kon niet worden uitgevoerd",
    },
    "en": {
        "error": "error",
        "warning": "warning",
        "note": "note",
        "rows": "rows",
        "valid": "{count} expectations, no errors.",
        "invalid": "{count} expectations, {failed} failed, {errors} of them errors.",
        "docs": "Data Docs: {path}",
        "raised": "could not be run",
    },
}


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--database", type=Path, help="the SQLite file")
    parser.add_argument("--docs", type=Path, default=HERE / "docs", help="folder of Data Docs")
    parser.add_argument("--no-docs", action="store_true", help="make no Data Docs")
    parser.add_argument("--json", type=Path, help="write the outcomes to this file")
    parser.add_argument("--table", action="append", help="run the suites of this table only")
    parser.add_argument("--lang", choices=sorted(WORDS), default="nl")
    return parser.parse_args()


def like_the_rules() -> None:
    """Let SQLite compare texts as the rules mean it: LIKE with capitals, and all letters."""
    from sqlalchemy import Engine, event

    def on_text(change: Any) -> Any:
        return lambda value: change(value) if isinstance(value, str) else value

    @event.listens_for(Engine, "connect")
    def connected(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA case_sensitive_like = ON")
        connection.create_function("upper", 1, on_text(str.upper), deterministic=True)
        connection.create_function("lower", 1, on_text(str.lower), deterministic=True)


def chosen(suites: list[dict[str, Any]], tables: list[str] | None) -> list[dict[str, Any]]:
    """Give the suites of some tables, or all."""
    unknown = set(tables or ()) - {one["table"] for one in suites}
    if unknown:
        raise ValueError(", ".join(sorted(unknown)))
    return [one for one in suites if not tables or one["table"] in tables]


def run(index: dict[str, Any], database: Path, docs: Path | None) -> list[dict[str, Any]]:
    """Run all suites; give an outcome for each expectation, in the order of the suites."""
    if not database.is_file():
        raise FileNotFoundError(database)
    import great_expectations as gx
    from great_expectations.checkpoint import UpdateDataDocsAction
    from great_expectations.data_context.types.base import ProgressBarsConfig

    like_the_rules()
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    for site in list(context.get_site_names()):
        context.delete_data_docs_site(site)
    if docs is not None:
        store = {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(docs)}
        context.add_data_docs_site(SITE, {"class_name": "SiteBuilder", "store_backend": store})
    source = context.data_sources.add_sqlite(
        index["package"], connection_string=f"sqlite:///{database}"
    )
    batches: dict[str, Any] = {}
    validations = []
    found: dict[str, Any] = {}
    for entry in index["suites"]:
        raw = json.loads((HERE / entry["file"]).read_text(encoding="utf-8"))
        for one in [raw, *raw["expectations"]]:
            # Data Docs show these as they are.
            one["notes"] = [html.escape(text) for text in one["notes"]]
            one["description"] = html.escape(one.get("description", ""), quote=False) or None
        raw.pop("description")
        suite = gx.ExpectationSuite(**raw)
        table = entry["table"]
        if table not in batches:
            # In quotes, so that the name may be any text.
            asset = source.add_table_asset(entry["name"], table_name=f'"{table}"')
            batches[table] = asset.add_batch_definition_whole_table("all")
        if docs is None:
            # A checkpoint is only needed for the pages, and takes a third of the time.
            batch = batches[table].get_batch()
            found[entry["name"]] = batch.validate(suite, result_format="COMPLETE")
            continue
        validation = gx.ValidationDefinition(
            name=entry["name"], data=batches[table], suite=context.suites.add(suite)
        )
        validations.append(context.validation_definitions.add(validation))
    if docs is not None:
        checkpoint = gx.Checkpoint(
            name=index["package"],
            validation_definitions=validations,
            actions=[UpdateDataDocsAction(name=SITE, site_names=[SITE])],
            result_format="COMPLETE",
        )
        result = context.checkpoints.add(checkpoint).run()
        found = {one.suite_name: one for one in result.run_results.values()}
    return [
        outcome(entry, one)
        for entry in index["suites"]
        for one in sorted(
            found[entry["name"]].results, key=lambda one: one.expectation_config.meta["number"]
        )
    ]


def outcome(entry: dict[str, Any], one: Any) -> dict[str, Any]:
    """Give what came of an expectation."""
    meta = one.expectation_config.meta
    raised = [
        found["exception_message"]
        for found in exceptions(one.exception_info)
        if found.get("raised_exception")
    ]
    count = one.result.get("unexpected_count", one.result.get("observed_value"))
    is_count = isinstance(count, int) and not one.success
    return {
        "suite": entry["name"],
        "table": entry["table"],
        "severity": entry["severity"],
        "code": meta["code"],
        "fields": meta["fields"],
        "expectation": one.expectation_config.type,
        "success": bool(one.success),
        "rows": count if is_count else None,
        "error": raised[0] if raised else None,
        "nl": meta["nl"],
        "en": meta["en"],
    }


def exceptions(info: Any) -> list[dict[str, Any]]:
    """Give what was raised: one, or one for each metric."""
    if not info:
        return []
    return [info] if "raised_exception" in info else list(info.values())


def main() -> int:
    """Run, show what failed, and give the exit code."""
    asked = arguments()
    words = WORDS[asked.lang]
    try:
        index = json.loads((HERE / "gx.json").read_text(encoding="utf-8"))
        index["suites"] = chosen(index["suites"], asked.table)
        database = (asked.database or HERE / index["database"]).resolve()
        found = run(index, database, None if asked.no_docs else asked.docs.resolve())
    except (OSError, ImportError, ValueError) as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return 2
    failed = [one for one in found if not one["success"]]
    for one in failed:
        rows = f" ({one['rows']} {words['rows']})" if one["rows"] is not None else ""
        reason = f" - {words['raised']}: {one['error']}" if one["error"] else ""
        where = ", ".join([one["table"], *one["fields"]])
        head = f"{words[one['severity']]} {one['code']}: {where}{rows}{reason}"
        sys.stdout.write(f"{head}\n  {one[asked.lang]}\n")
    errors = [one for one in failed if one["severity"] == "error" or one["error"]]
    text = words["invalid" if failed else "valid"]
    sys.stdout.write(text.format(count=len(found), failed=len(failed), errors=len(errors)) + "\n")
    if not asked.no_docs:
        sys.stdout.write(words["docs"].format(path=asked.docs / "index.html") + "\n")
    if asked.json is not None:
        text = json.dumps({"success": not errors, "results": found}, ensure_ascii=False, indent=2)
        asked.json.write_text(text + "\n", encoding="utf-8")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
