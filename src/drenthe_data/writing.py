"""Writing files whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkstemp

from drenthe_data.exceptions import DataError


@contextmanager
def atomic(target: Path) -> Iterator[Path]:
    """Give a temporary path beside a target; it takes the target's place when all went well.

    When something goes wrong, or the process is killed, the file that was there stays whole.

    Raises:
        DataError: When the folder or file cannot be written.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
        os.close(handle)
    except OSError as error:
        raise DataError(
            "not-writable", file=str(target), reason=error.strerror or str(error)
        ) from None
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
    except OSError as error:
        raise DataError(
            "not-writable", file=str(target), reason=error.strerror or str(error)
        ) from None
    finally:
        temporary.unlink(missing_ok=True)


def write_text(target: Path, text: str) -> None:
    """Write a text file as UTF-8 with LF, whole or not at all."""
    with atomic(target) as temporary:
        temporary.write_bytes(text.encode("utf-8"))
