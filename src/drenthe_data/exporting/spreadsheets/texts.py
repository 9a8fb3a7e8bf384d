"""What spreadsheets say themselves, in Dutch and English."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, tuple[str, str]] = {
    # Names of sheets
    "readme": ("Leeswijzer", "Read me"),
    "codes": ("Codes", "Codes"),
    "fields": ("Velden", "Fields"),
    # The first sheet
    "description": ("Omschrijving", "Description"),
    "other": ("In het Engels", "In Dutch"),
    "package": ("Naam van het pakket", "Name of the package"),
    "version": ("Versie", "Version"),
    "created": ("Gemaakt op", "Made on"),
    "licence": ("Licentie", "Licence"),
    "sources": ("Bronnen", "Sources"),
    "makers": ("Makers", "Makers"),
    "homepage": ("Website", "Website"),
    "place": ("Te vinden op", "Found at"),
    "contents": ("Inhoud", "Contents"),
    "reading": ("Zo leest u dit bestand", "How to read this file"),
    "views": ("Overzichten", "Overviews"),
    "tables": ("Tabellen", "Tables"),
    "legends": ("Toelichting", "Legends"),
    "sheet": ("Tabblad", "Sheet"),
    "technical": ("Technische naam", "Technical name"),
    "rows": ("Rijen", "Rows"),
    "columns": ("Kolommen", "Columns"),
    "title-other": ("Titel (Engels)", "Title (Dutch)"),
    "description-other": ("Omschrijving (Engels)", "Description (Dutch)"),
    "codes-about": (
        "Alle codes die in de tabellen staan, met hun betekenis in het Nederlands en het Engels.",
        "All codes of the tables, with what they mean in English and Dutch.",
    ),
    "fields-about": (
        "Alle velden van alle tabellen: soort, eenheid, sleutels en omschrijving.",
        "All fields of all tables: type, unit, keys and description.",
    ),
    "read-head": (
        (
            "Op elk blad staat in rij 1 hoe een kolom heet en in rij 2 de technische naam, met een "
            "filter. De notitie bij de naam zegt wat er in de kolom staat."
        ),
        (
            "On each sheet row 1 has the title of a column, and row 2 its technical name, with a "
            "filter. The note at the title says what the column holds."
        ),
    ),
    "read-links": (
        "Een blauwe cel leidt met een klik naar de rij waar zij naar verwijst.",
        "A blue cell leads to the row that it refers to.",
    ),
    "read-codes": (
        "Wat een code betekent, staat op het blad Codes, en ook in de notitie bij de kolom.",
        "What a code means is on the sheet Codes, and in the note at its column too.",
    ),
    "read-empty": (
        "Een lege cel heeft geen waarde; dat is iets anders dan nul.",
        "An empty cell has no value; that is something else than zero.",
    ),
    "read-safe": (
        "Er staan geen formules in dit bestand. Een tekst die met =, +, - of @ begint, is tekst.",
        "There are no formulas in this file. A text that begins with =, +, - or @ is text.",
    ),
    "remark-dates": (
        (
            "Datums en tijden die een rekenblad niet precies kan bewaren, staan er als tekst "
            "(jjjj-mm-dd)."
        ),
        "Dates and times that a spreadsheet cannot hold exactly are text (yyyy-mm-dd).",
    ),
    "remark-numbers": (
        (
            "Getallen die een rekenblad niet precies kan bewaren (meer dan vijftien cijfers, "
            "oneindig), staan er als tekst."
        ),
        (
            "Numbers that a spreadsheet cannot hold exactly (more than fifteen digits, infinity) "
            "are text."
        ),
    ),
    "remark-characters": (
        (
            "Besturingstekens die dit formaat niet kent, zijn geschreven als _x0001_: de code van "
            "het teken in zestientallig stelsel."
        ),
        (
            "Control characters that this format does not know are written as _x0001_: the code "
            "of the character in hexadecimal digits."
        ),
    ),
    # The sheets of codes and fields
    "table": ("Tabel", "Table"),
    "table-name": ("Technische naam van de tabel", "Technical name of the table"),
    "field": ("Veld", "Field"),
    "field-name": ("Technische naam van het veld", "Technical name of the field"),
    "code": ("Code", "Code"),
    "label": ("Betekenis", "Meaning"),
    "label-other": ("Betekenis (Engels)", "Meaning (Dutch)"),
    "kind": ("Soort", "Kind"),
    "type": ("Type in het schema", "Type in the schema"),
    "unit": ("Eenheid", "Unit"),
    "required": ("Verplicht", "Required"),
    "key": ("Hoort bij de sleutel", "Part of the key"),
    "refers": ("Verwijst naar", "Refers to"),
    "has-codes": ("Heeft codes", "Has codes"),
    # What stands in notes
    "note-unit": ("Eenheid: {}", "Unit: {}"),
    "note-key": ("Hoort bij de sleutel van de tabel.", "Part of the key of the table."),
    "note-refers": ("Verwijst naar: {}", "Refers to: {}"),
    "note-codes": ("Codes: {}", "Codes: {}"),
    "note-other": ("Engels: {}", "Dutch: {}"),
    "note-utc": ("Tijden zijn in UTC.", "Times are in UTC."),
    "printed": ("Pagina {} van {}", "Page {} of {}"),
    # Types of fields
    "string": ("tekst", "text"),
    "number": ("getal", "number"),
    "integer": ("geheel getal", "whole number"),
    "boolean": ("waar of onwaar", "true or false"),
    "object": ("object (JSON)", "object (JSON)"),
    "array": ("reeks (JSON)", "array (JSON)"),
    "list": ("lijst", "list"),
    "datetime": ("datum en tijd", "date and time"),
    "date": ("datum", "date"),
    "time": ("tijd", "time"),
    "year": ("jaar", "year"),
    "yearmonth": ("maand (jjjj-mm)", "month (yyyy-mm)"),
    "duration": ("duur (ISO 8601)", "duration (ISO 8601)"),
    "geopoint": ("punt op de kaart", "point on the map"),
    "geojson": ("vorm op de kaart (GeoJSON)", "shape on the map (GeoJSON)"),
    "any": ("alles", "anything"),
}


def text(key: str, lang: str) -> str:
    """Give a text in a language."""
    dutch, english = TEXTS[key]
    return dutch if lang == "nl" else english
