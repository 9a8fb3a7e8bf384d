"""A copy of the real package with thirty different faults, to read a whole report aloud.

The page on reports shows what the check says of it; ``python -m tests.broken DIR`` makes it.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path

from tests.packages import copy_of_package, line_of, replace_line

# Table, how the row begins, field, and what is written there.
CELLS = (
    ("places", "gemeente-assen,", "latitude", "52,99"),
    ("places", "gemeente-emmen,", "kind", "gemeente"),
    ("places", "gemeente-hoogeveen,", "parent_id", "gemeente-hoogeveen"),
    ("partners", "locatus,", "name", ""),
    ("partners", "hannn,", "is_collective", "nee"),
    ("partners", "nhl-stenden,", "id", "nhl-stenden "),
    ("partners", "accountmanager-vte,", "note", "Bel drs. J. Jansen, 06-12345678"),
    ("partners", "agenda-voor-de-veenkolonien,", "note", "j.jansen@voorbeeld.nl"),
    ("programmes", "a37-corridor,", "period_start", "eenentwintig"),
    ("programmes", "acquisitieagenda-drenthe,", "id", "Acquisitie Agenda"),
    ("programmes", "agenda-gezondheidseconomie-2021-2024,", "period_end", "2019"),
    ("clusters", "astron,", "summary", "Instituut voor radio- astronomie."),
    ("clusters", "bethesda-diabetes-research-center,", "place_id", "aasen"),
    ("cluster_partners", "5g-rural-fieldlab-drenthe,provincie-drenthe", "role", "trekker"),
    ("cluster_partners", "5g-rural-fieldlab-drenthe,proef", "partner_id", "provincie-drente"),
    ("activities", "digital-2021-digitale-connectiviteit-a04,", "is_accent", "misschien"),
    ("indicators", "aandeel-bedrijven-1-werkzame-persoon,", "unit", "procent"),
    ("indicator_values", "aandeel-bedrijven-2-4-werkzame-personen-2012,", "value", "82"),
    ("indicator_values", "aandeel-bedrijven-1-werkzame-persoon-2012,", "source_lines", "9999"),
    (
        "budget_amounts",
        "implementation-2026-2-arbeidsmarkt-en-onderwijs,2026",
        "amount_eur",
        "610000",
    ),
    ("budget_amounts", "implementation-2026-1-subtotaal,2026", "as_printed", "1.831.70"),
    ("budget_changes", "kei-2014-9-1-lasten-inkoop,2013", "amount_eur", "4100000"),
    ("sdgs", "4,", "name", "Kwaliteits\u00a0onderwijs"),
    ("sdgs", "5,", "id", "4"),
)


def break_package(package: Path) -> Path:
    """Put the faults into a package; gives its folder."""
    folder = package / "datapackage"
    for table, start, field, new in CELLS:
        write_cell(folder / f"{table}.csv", start, field, new)
    (folder / "sdg_links.csv").unlink()
    for name, old, new in (
        ("categories", ",", ";"),
        ("derivations", "operation", "operatie"),
        ("partner_names", "5G FieldLab", "caf\u00c3\u00a9 5G FieldLab"),
    ):
        file = folder / f"{name}.csv"
        file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    for name, line in (
        ("cluster_links", b"\n"),
        ("mentions", b"te,weinig\n"),
        ("programme_partners", b"een,twee,drie,vier,vijf,zes\n"),
        ("programme_links", b"caf\xe9,,,,\n"),
        ("results", b'los,"niet gesloten\n'),
    ):
        file = folder / f"{name}.csv"
        file.write_bytes(file.read_bytes() + line)
    descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    descriptor["privacy"] = {"allow": "Dr. Nassau College"}
    text = json.dumps(descriptor, ensure_ascii=False, indent=2)
    (package / "datapackage.json").write_text(text + "\n", encoding="utf-8")
    return package


def write_cell(file: Path, start: str, field: str, new: str) -> None:
    """Write the cell of a field in the first row that begins with a text."""
    number = line_of(file, start)
    header, *_ = csv.reader([file.read_text(encoding="utf-8").split("\n", 1)[0]])
    (row,) = csv.reader([replace_line(file, number, "")])
    row[header.index(field)] = new
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(row)
    replace_line(file, number, out.getvalue())


if __name__ == "__main__":
    break_package(copy_of_package(Path(sys.argv[1])))
