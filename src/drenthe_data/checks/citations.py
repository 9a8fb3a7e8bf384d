"""Citations: each fact names a document and lines, and the lines say what the fact says.

The descriptor tells where to look, with the property ``evidence``::

    "evidence": {
      "resource": "sources", "id": "id",
      "file": "text_file", "sha256": "text_sha256", "lines": "text_lines",
      "citation": {"source": "source_id", "lines": "source_lines"},
      "names": {
        "resource": "partner_names", "name": "name", "key": "partner_id",
        "subject": {"field": "subject_id", "where": "subject_table", "is": "partners"},
        "sharedHeads": ["provincie"]
      }
    }

Every table with the two fields of ``citation`` is checked. Whether the cited lines lie inside the
document needs no text. With the texts at hand (``--sources``) their checksums must match, printed
figures must stand in the cited lines, and so must a name of what the key of ``names`` refers to.
A table whose rows tell what they are about (``subject``, which may be left out) is looked up in the
same way, in the rows that are about such a thing. A name that begins with one of ``sharedHeads``
may stand in a list that shares it: "Provincie Groningen" in "provincies Drenthe en Groningen".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from hashlib import sha256
from itertools import repeat
from pathlib import Path

from drenthe_data.checks.cells import TypedTable, row_finding
from drenthe_data.checks.cited_lines import is_outside, plain, spans_of
from drenthe_data.checks.properties import Evidence, read_evidence
from drenthe_data.descriptor import Package
from drenthe_data.findings import CheckResult

_LONGEST_SHOWN = 160
_LONGEST_LIST = 200


def check_citations(
    package: Package, tables: Mapping[str, TypedTable], folder: Path | None, cap: int
) -> list[CheckResult]:
    """Check all citations of a package.

    Args:
        package: The package.
        tables: Its tables.
        folder: The folder with the texts of the documents; without it only the line numbers are
            checked, and the rest is not asked for.
        cap: How many findings to keep per check.
    """
    evidence = read_evidence(package)
    documents = tables.get(evidence.resource) if evidence else None
    if evidence is None or documents is None:
        return []
    needed = {evidence.id, evidence.file, evidence.sha256, evidence.lines}
    if not needed <= set(documents.text.frame.columns):
        return []
    results = []
    texts: dict[str, list[str]] = {}
    if folder is not None:
        results.append(_check_files(documents, evidence, folder, texts, cap))
    lengths = dict(
        zip(
            documents.text.frame[evidence.id].to_list(),
            documents.text.frame[evidence.lines].to_list(),
            strict=True,
        )
    )
    names = {} if folder is None else _names(evidence, tables)
    for table in tables.values():
        if {evidence.source_field, evidence.lines_field} <= set(table.text.frame.columns):
            results.append(_check_lines(table, evidence, lengths, cap))
            if folder is not None:
                results += _check_texts(table, evidence, texts, names, cap)
    return results


def _check_files(
    documents: TypedTable,
    evidence: Evidence,
    folder: Path,
    texts: dict[str, list[str]],
    cap: int,
) -> CheckResult:
    """Check that each document is there and is the one that was read; keep its lines."""
    result = CheckResult("source-text", documents.name, (evidence.file, evidence.sha256))
    for number, row in enumerate(documents.text.frame.iter_rows(named=True)):
        name = row[evidence.file]
        # The name comes from a table: it must not lead out of the folder.
        file = folder / Path(name).name
        variant, field = None, evidence.file
        try:
            data = file.read_bytes()
        except OSError:
            variant = "missing"
        else:
            lines = data.decode("utf-8", "replace").split("\n")
            count = len(lines) - (lines[-1] == "")
            if sha256(data).hexdigest() != row[evidence.sha256]:
                variant, field = "sha256", evidence.sha256
            elif str(count) != row[evidence.lines]:
                variant, field = "lines", evidence.lines
            else:
                texts[row[evidence.id]] = lines
        if variant is not None:
            found = partial(
                row_finding,
                documents,
                "source-text",
                number,
                [field],
                variant=variant,
                folder=folder.name,
                name=name,
                expected=count if variant == "lines" else "",
            )
            result.add(found, cap)
    return result


def _check_lines(
    table: TypedTable, evidence: Evidence, lengths: Mapping[str, str], cap: int
) -> CheckResult:
    """Check that the cited lines lie inside their document and run forwards."""
    result = CheckResult("citation", table.name, (evidence.lines_field,))
    columns = (evidence.source_field, evidence.lines_field)
    pairs = list(zip(*(table.text.frame[name].to_list() for name in columns), strict=True))
    # The same lines are cited again and again: each pair is judged once.
    outside = {pair for pair in set(pairs) if is_outside(pair[1], lengths.get(pair[0], ""))}
    if not outside:
        return result
    for number, pair in enumerate(pairs):
        if pair in outside:
            source, _ = pair
            found = partial(
                row_finding,
                table,
                "citation",
                number,
                [evidence.lines_field],
                source=source,
                expected=int(lengths[source]),
            )
            result.add(found, cap)
    return result


def _names(evidence: Evidence, tables: Mapping[str, TypedTable]) -> dict[str, list[str]]:
    """Give the names of each thing that citations may name, in small letters."""
    table = tables.get(evidence.names.get("resource", ""))
    names: dict[str, list[str]] = {}
    if table is None:
        return names
    columns = [evidence.names["key"], evidence.names["name"]]
    if set(columns) <= set(table.text.frame.columns):
        for key, name in table.text.frame.select(columns).iter_rows():
            names.setdefault(key, []).append(plain(name))
    return names


def _check_texts(
    table: TypedTable,
    evidence: Evidence,
    texts: Mapping[str, list[str]],
    names: Mapping[str, list[str]],
    cap: int,
) -> Iterator[CheckResult]:
    """Check that prints and names stand in the cited lines."""

    @cache
    def cited(source: str, lines: str) -> str | None:
        spans = spans_of(lines)
        document = texts.get(source)
        if document is None or not spans or any(end > len(document) for _, end in spans):
            return None
        return _joined([line for first, end in spans for line in document[first - 1 : end]])

    columns = table.text.frame.columns
    for item in table.text.resource.schema.fields:
        printed = item.printed_in
        if printed in columns:
            yield _check_field(
                table,
                "cited-figure",
                str(printed),
                evidence,
                cited,
                lambda cell: [plain(cell)],
                cap,
            )
    key = evidence.names.get("key", "")
    rows: Iterable[bool | None] = repeat(True)
    if key not in columns and evidence.subject and set(evidence.subject[:2]) <= set(columns):
        key, where, value = evidence.subject
        rows = table.text.frame[where] == value
    if key in columns and names:
        yield _check_field(
            table, "cited-name", key, evidence, cited, lambda cell: names.get(cell, []), cap, rows
        )


def _check_field(  # noqa: PLR0917
    table: TypedTable,
    code: str,
    field: str,
    evidence: Evidence,
    cited: Callable[[str, str], str | None],
    wanted: Callable[[str], list[str]],
    cap: int,
    rows: Iterable[bool | None] = repeat(True),
) -> CheckResult:
    """Check that one of the texts that a cell stands for is in the lines its row cites.

    ``rows`` tells which rows to look at.
    """
    result = CheckResult(code, table.name, (field,))
    heads = evidence.heads if code == "cited-name" else ()
    frame = table.text.frame.select(evidence.source_field, evidence.lines_field, field)
    unread = 0
    for number, ((source, lines, cell), is_meant) in enumerate(
        zip(frame.iter_rows(), rows, strict=False)
    ):
        if not cell or not is_meant:
            continue
        text = cited(source, lines)
        if text is None:
            unread += 1
            continue
        if any(part in text or _is_in_list(part, text, heads) for part in wanted(cell)):
            continue
        shown = text.split("\n")[0]
        found = partial(
            row_finding,
            table,
            code,
            number,
            [field],
            source=source,
            lines=lines,
            found=shown if len(shown) <= _LONGEST_SHOWN else shown[:_LONGEST_SHOWN] + "…",
            names=wanted(cell)[:5],
        )
        result.add(found, cap)
    if unread and not result.count:
        result.outcome = "not-evaluated"
        result.reason = ("skipped.citation", {"count": unread, "table": table.name})
    return result


def _is_in_list(name: str, text: str, heads: tuple[str, ...]) -> bool:
    """Tell whether a name stands in a list that shares its first word, within a sentence."""
    head, _, rest = name.partition(" ")
    if not rest or head not in heads:
        return False
    shared = rf"\b{re.escape(head)}\w*\b[^;:\u2022\n]{{0,{_LONGEST_LIST}}}?\b{re.escape(rest)}\b"
    return re.search(shared, text) is not None


def _joined(lines: list[str]) -> str:
    """Join lines in the ways that a word may have been broken over them, one way a line."""
    stripped = "\n".join(line.strip() for line in lines)
    ways = [
        stripped,
        # A hyphen at the end of a line broke a word; one within a line ("zorg- en ...") did not.
        re.sub(r"[-\u00ad]\n+", "", stripped),
        re.sub(r"-\n+", "-", stripped),
        re.sub(r"-\s+", "", stripped),
    ]
    return "\n".join(plain(way) for way in ways)
