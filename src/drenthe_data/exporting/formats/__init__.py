"""The formats: each module here is one, named as its file.

A module has ``export(job)``, which writes files below ``job.folder`` and gives their paths, and a
profile ``exports/<name>.toml``. Nothing else has to know of it.
"""
