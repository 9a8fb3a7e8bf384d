"""Progress is shown on a terminal, when work takes longer than a second, and leaves nothing."""

from __future__ import annotations

import io
import sys

import pytest

from drenthe_data.commands.progress import Progress


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Say that somebody looks."""
        return True


class Clock:
    """A clock that stands still."""

    now = 0.0

    def __call__(self) -> float:
        """Give the time."""
        return self.now


def shown(stream: io.StringIO, *, is_quiet: bool = False, lang: str = "nl") -> str:
    clock = Clock()
    with Progress(lang, is_quiet=is_quiet, stream=stream, clock=clock) as progress:
        progress("first", 1, 2000)
        clock.now = 1.5
        progress("budget_amounts", 1000, 2000)
        progress("too soon", 1001, 2000)
        clock.now = 1.7
        progress("places\n\033[2J", 2000, 2000)
    return stream.getvalue()


def test_after_a_second_a_line_is_written_over_and_wiped_in_the_end() -> None:
    assert shown(Terminal()) == (
        "\r\033[K[##########----------] 1.000/2.000  budget_amounts"
        "\r\033[K[####################] 2.000/2.000  places\\n\\x1b[2J"
        "\r\033[K"
    )


def test_figures_are_those_of_the_language() -> None:
    assert "1,000/2,000" in shown(Terminal(), lang="en")


def test_nothing_is_written_where_nobody_looks() -> None:
    assert shown(io.StringIO()) == ""
    assert shown(Terminal(), is_quiet=True) == ""


def test_work_that_is_done_within_a_second_shows_nothing() -> None:
    stream = Terminal()
    with Progress("en", stream=stream, clock=Clock()) as progress:
        progress("places", 1, 2)
    assert stream.getvalue() == ""


def test_a_total_that_is_not_known_is_left_out() -> None:
    stream, clock = Terminal(), Clock()
    with Progress("en", stream=stream, clock=clock) as progress:
        clock.now = 2
        progress("places", 7, 0)
    assert stream.getvalue() == "\r\033[K7  places\r\033[K"


def test_the_line_is_wiped_when_the_work_fails() -> None:
    stream, clock = Terminal(), Clock()
    with pytest.raises(ZeroDivisionError), Progress("en", stream=stream, clock=clock) as progress:
        clock.now = 2
        progress("places", 1, 2)
        raise ZeroDivisionError
    assert stream.getvalue().endswith("places\r\033[K")


def test_progress_goes_to_the_standard_error(monkeypatch: pytest.MonkeyPatch) -> None:
    stream, clock = Terminal(), Clock()
    monkeypatch.setattr(sys, "stderr", stream)
    with Progress("en", clock=clock) as progress:
        clock.now = 2
        progress("places", 1, 2)
    assert "1/2  places" in stream.getvalue()
