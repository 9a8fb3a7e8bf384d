"""Reading tables: every cell as text with its line, and then as the type of its field.

``source`` gives the bytes of files, ``blocks`` reads them block by block and says what is wrong
with their structure, ``records`` and ``quotes`` know the grammar of CSV, ``casting`` turns text
into typed columns without ever raising.
"""

from drenthe_data.reading.blocks import BlockReader, read_table, whole
from drenthe_data.reading.table import LINE, ROW, TextTable

__all__ = ["LINE", "ROW", "BlockReader", "TextTable", "read_table", "whole"]
