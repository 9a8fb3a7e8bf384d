"""What is wrong with the structure of one record."""

from __future__ import annotations

from drenthe_data.reading.records import Record
from drenthe_data.reading.table import TextTable, report

# What Python strips off a text, for Polars, which takes the separators of ASCII for letters.
BLANKS = "".join(filter(str.isspace, map(chr, range(0x3001))))


def use(table: TextTable, record: Record, row: int) -> bool:
    """Report what is wrong with the structure of a record; give whether it can be used.

    A record that cannot be used is counted, unless it is blank, and its text is kept.
    """
    if _is_sound(table, record, row):
        return True
    is_blank = record.cells is not None and not any(cell.strip() for cell in record.cells)
    if record.text.strip() and not is_blank:
        table.records += 1
        table.faulty.append(record.text)
    return False


def _is_sound(table: TextTable, record: Record, row: int) -> bool:
    place = (record.line, row)
    width = len(table.columns)
    if has_surrogates(record.text):
        report(
            table,
            "encoding-error",
            None,
            *place,
            value=odd_bytes(record.text),
            encoding=table.resource.encoding.upper(),
        )
        return False
    if "\0" in record.text:
        report(table, "nul-error", None, *place)
        return False
    if record.cells is None:
        fault = "unclosed" if record.fault == "open" else record.fault
        report(table, "quote-error", fault, *place, value=record.text)
        return False
    count = len(record.cells)
    # Where a blank or a tab stands between cells, these alone do not make a line blank.
    if not record.text.strip() and (count == 1 or count != width):
        report(table, "blank-row", None, *place)
        return False
    if count != width:
        report(
            table,
            "missing-cell" if count < width else "extra-cell",
            None,
            *place,
            value=record.text,
            count=count,
            expected=width,
            cells=record.cells,
        )
        return False
    # Of one column a cell of blanks is a blank line, also between quotes.
    if not any(cell.strip() if width == 1 else cell for cell in record.cells):
        report(table, "blank-row", None, *place, cells=record.cells)
        return False
    return True


def odd_bytes(text: str) -> str:
    """Show the first bytes of a text that did not fit the encoding."""
    found = [ord(char) - 0xDC00 for char in text if "\udc80" <= char <= "\udcff"]
    # Bytes of another encoding come with a mark, see ``source``.
    shown = [byte for byte in found if byte != 0xFF] or found
    return " ".join(f"0x{byte:02X}" for byte in shown[:5])


def has_surrogates(text: str) -> bool:
    """Tell whether bytes that did not fit the encoding are in the text."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False
