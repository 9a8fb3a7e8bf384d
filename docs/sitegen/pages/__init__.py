"""Each module makes the pages of one kind: ``pages(site, lang)``."""
