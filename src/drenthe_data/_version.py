"""The version of the software and of the package it carries."""

__version__ = "0.1.0"
