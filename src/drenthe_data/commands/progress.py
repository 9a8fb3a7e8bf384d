"""Progress of long work: a line on the terminal that is written over, and wiped in the end."""

from __future__ import annotations

import sys
from collections.abc import Callable
from time import monotonic
from types import TracebackType
from typing import Self, TextIO

from drenthe_data.messages import figure, show

# Work that is done sooner shows nothing; after that the line changes at most this often.
_PATIENCE_SECONDS = 1.0
_PAUSE_SECONDS = 0.1
_WIDTH = 20
_LONGEST_STAGE = 40
_WIPE = "\r\033[K"


class Progress:
    """Shows how far the work is, while used with ``with``; call it as the work goes on.

    Nothing is written where nobody looks: on no terminal, when asked to be quiet, or on a terminal
    that cannot wipe a line.
    """

    def __init__(
        self,
        lang: str,
        *,
        is_quiet: bool = False,
        stream: TextIO | None = None,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._stream = sys.stderr if stream is None else stream
        self._lang = lang
        self._clock = clock
        self._next = clock() + _PATIENCE_SECONDS
        self._is_on = not is_quiet and self._stream.isatty()
        self._is_shown = False

    def __enter__(self) -> Self:
        """Begin; nothing is shown yet."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Wipe the line, so that what comes next begins on an empty one."""
        if self._is_shown:
            self._stream.write(_WIPE)
            self._stream.flush()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Tell how far the work is.

        Args:
            stage: What is being worked on: the name of a table, or of a rule.
            done: How many of them are done.
            total: How many there are; 0 when that is not known.
        """
        now = self._clock()
        if not self._is_on or now < self._next:
            return
        self._next = now + _PAUSE_SECONDS
        self._is_shown = True
        counted = figure(done, self._lang)
        if total > 0:
            filled = _WIDTH * min(max(done, 0), total) // total
            bar = "#" * filled + "-" * (_WIDTH - filled)
            counted = f"[{bar}] {counted}/{figure(total, self._lang)}"
        self._stream.write(f"{_WIPE}{counted}  {show(stage, self._lang)[:_LONGEST_STAGE]}")
        self._stream.flush()
