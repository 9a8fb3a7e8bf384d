"""Spreadsheets: what stands on the sheets is decided once, for every kind of file.

``model`` says what a workbook is made of, ``cells`` turns values into cells, ``build`` makes the
workbook of a package, and ``odf`` writes OpenDocument; ``formats/xlsx.py`` writes Excel.
"""
