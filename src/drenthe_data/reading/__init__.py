"""Reading tables: every cell as text with its line, and then as the type of its field.

``records`` splits CSV text into records and says what is wrong with its structure, ``table``
reads a resource, ``casting`` turns text into typed columns without ever raising.
"""

from drenthe_data.reading.table import LINE, ROW, TextTable, read_table

__all__ = ["LINE", "ROW", "TextTable", "read_table"]
