"""Tables as linked data: the parts the format ``rdf`` is put together from.

``terms`` and ``graph`` hold triples and ``writers`` write them; ``mapping`` reads what
``exports/rdf/mapping.toml`` says of tables, fields and cubes; ``names`` gives each thing its
address and ``tables`` turns cells into terms; ``rows``, ``codes``, ``cubes`` and ``description``
add the triples; ``shapes`` makes SHACL shapes of the schemas. None knows a table of Drenthe.
"""
