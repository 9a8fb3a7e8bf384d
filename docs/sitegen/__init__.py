"""The generator of the site: pages, pictures and downloads made from the package.

``python docs/make.py`` writes what mkdocs builds the site from. Each module in ``pages`` makes the
pages of one kind, each in ``pictures`` pictures of one subject, in Dutch and English; their words
are in ``texts``. Nothing here is part of the program itself.
"""
