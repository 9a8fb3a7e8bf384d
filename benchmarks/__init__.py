"""Measurements: a generator of packages, scripts for other tools, and what runs them."""
