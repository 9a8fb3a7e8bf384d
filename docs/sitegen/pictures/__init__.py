"""Each module makes pictures of one subject: ``pictures(site, lang)``."""
