"""Writing files whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory, mkstemp

from drenthe_data.exceptions import DataError

# What a process has open has a path there, also when it is a file.
_OPEN = ("/dev/fd/", "/dev/stdout", "/dev/stderr", "/proc/")


@contextmanager
def atomic(target: Path) -> Iterator[Path]:
    """Give a temporary path beside a target; it takes the target's place when all went well.

    When something goes wrong, or the process is killed, the file that was there stays whole. A
    link stays a link: the file it leads to is written. What is no file, such as a pipe or
    ``/dev/stdout``, has no place that can be taken: it is written to when all went well.

    Raises:
        DataError: When the folder or file cannot be written.
    """
    write = _streamed if _is_stream(target) else _replaced
    try:
        with write(target) as temporary:
            yield temporary
    except BrokenPipeError:
        raise  # who reads a pipe has gone: that is no failure
    except OSError as error:
        raise DataError(
            "not-writable", file=str(target), reason=error.strerror or str(error)
        ) from None


@contextmanager
def _replaced(target: Path) -> Iterator[Path]:
    target = Path(os.path.realpath(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        with temporary.open("rb") as written:
            os.fsync(written.fileno())
        # A new file gets the rights that any new file has, one that was there keeps its own.
        umask = os.umask(0)
        os.umask(umask)
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~umask
        temporary.chmod(mode)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def _streamed(target: Path) -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        temporary = Path(folder) / "whole"
        yield temporary
        with temporary.open("rb") as whole, target.open("wb") as stream:
            copyfileobj(whole, stream)


def _is_stream(target: Path) -> bool:
    """Whether a path leads to a device or a pipe, or to what a process has open."""
    try:
        mode = target.stat().st_mode
    except (OSError, ValueError):
        return False
    is_open = str(target).startswith(_OPEN)
    return not stat.S_ISDIR(mode) and (is_open or not stat.S_ISREG(mode))


def write_text(target: Path, text: str) -> None:
    """Write a text file as UTF-8 with LF, whole or not at all."""
    with atomic(target) as temporary:
        temporary.write_bytes(text.encode("utf-8"))
