"""What the check is compared with: a script per tool, each written from the descriptor alone.

``python -m benchmarks.peers.NAME PACKAGE`` checks a package with one tool, as well as the tool can,
and prints what it found as JSON: ``found`` is a list of ``[table, row, line, field, check]``, where
row (the header is 1) or line may be missing.
"""
