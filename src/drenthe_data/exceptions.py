"""The three roots of what can go wrong, by whose it is to mend.

Everything wrong that is found *in the data* is a finding, not an exception. Exceptions are for
what keeps the work from being done at all; each carries its text in Dutch and English.
"""

from __future__ import annotations


class DrentheDataError(Exception):
    """Something that keeps the work from being done.

    Args:
        code: Key of the text in the message catalogue.
        **params: What the text needs: names, values, places.
    """

    def __init__(self, code: str, **params: object) -> None:
        from drenthe_data.messages import render

        self.code = code
        self.params = params
        super().__init__(render(code, params, "en"))

    def message(self, lang: str) -> str:
        """Give the text in a language, ``nl`` or ``en``."""
        from drenthe_data.messages import render

        return render(self.code, self.params, lang)


class PackageError(DrentheDataError):
    """The descriptor of the package cannot be used."""


class RuleError(DrentheDataError):
    """A rule in ``validators/`` is not written as a rule must be."""


class DataError(DrentheDataError):
    """The data cannot be loaded or exported as it is."""


class UsageError(DrentheDataError):
    """A command was given something that it does not know."""
