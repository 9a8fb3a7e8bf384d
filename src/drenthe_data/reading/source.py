"""The bytes of a table as UTF-8, in pieces: from files, compressed files and several files in turn.

A table may be larger than memory, so that no more than a piece of it is held at a time.
"""

from __future__ import annotations

import codecs
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from drenthe_data.descriptor import Resource

# Bytes that are read at once. Pieces of this size stay in the cache of the processor.
PIECE = 4_000_000
# How far from the end of a piece a line end is looked for.
_TAIL = 65_536


_BROKEN: tuple[type[Exception], ...] = (
    gzip.BadGzipFile,
    zlib.error,
    zipfile.BadZipFile,
    EOFError,
    NotImplementedError,
)
with suppress(ImportError):  # a Python that was built without it
    from lzma import LZMAError

    _BROKEN += (LZMAError,)


class SourceError(Exception):
    """A file that cannot be read: the wording of ``source-error`` and what it needs."""

    def __init__(self, variant: str, **params: Any) -> None:
        super().__init__(variant)
        self.variant = variant
        self.params = params


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a table: its path as the descriptor gives it, and where it is."""

    path: str
    file: Path


def parts_of(resource: Resource) -> list[Part]:
    """Give the files of a resource, in order."""
    return [
        Part(path, file) for path, file in zip(resource.paths, resource.files, strict=True)
    ] or [Part(resource.path, resource.file)]


def size_of(part: Part) -> int | None:
    """Give the size of a file in bytes, as it is on disk; ``None`` when it cannot be told."""
    try:
        return part.file.stat().st_size
    except OSError:
        return None


def pieces(resource: Resource, part: Part, size: int = PIECE) -> Iterator[bytes]:
    """Give the text of one file as UTF-8 without byte order mark, in pieces of about ``size``.

    Bytes of another encoding that do not fit it are handed on as they are: they are no UTF-8 then,
    and are found where all such bytes are.

    Raises:
        SourceError: When the file cannot be opened, read or decompressed.
    """
    try:
        with _opened(resource, part) as stream:
            yield from _decoded(stream, resource.encoding, size, resource.compression is None)
    except FileNotFoundError:
        raise SourceError("missing") from None
    except IsADirectoryError:
        raise SourceError("folder") from None
    except _BROKEN:
        raise SourceError("compressed", value=resource.compression) from None
    except OSError as error:
        variant = "folder" if part.file.is_dir() else "unreadable"
        raise SourceError(variant, reason=error.strerror or str(error)) from None
    except RuntimeError:  # a zip file with a password
        raise SourceError("password") from None


def ranges(resource: Resource, part: Part, places: Iterable[tuple[int, int]]) -> Iterator[bytes]:
    """Give parts of the text that :func:`pieces` gives, by position and size, in ascending order.

    Raises:
        SourceError: As :func:`pieces`, and when the file has become shorter.
    """
    is_plain = resource.compression is None
    if is_plain and codecs.lookup(resource.encoding).name in ("utf-8", "utf-8-sig"):
        try:
            with part.file.open("rb") as stream:
                start = len(codecs.BOM_UTF8) if stream.read(3) == codecs.BOM_UTF8 else 0
                for offset, size in places:
                    stream.seek(start + offset)
                    yield stream.read(size)
        except OSError as error:
            raise SourceError("unreadable", reason=error.strerror or str(error)) from None
        return
    stream_of_pieces = pieces(resource, part)
    held, at = b"", 0
    for offset, size in places:
        while at + len(held) < offset + size:
            if at + len(held) <= offset:
                at, held = at + len(held), b""
            piece = next(stream_of_pieces, None)
            if piece is None:
                raise SourceError("missing")
            held += piece
        held, at = held[offset - at :], offset
        yield held[:size]


def _opened(resource: Resource, part: Part) -> IO[bytes]:
    if resource.compression == "gz":
        return cast(IO[bytes], gzip.open(part.file, "rb"))
    if resource.compression == "zip":
        archive = zipfile.ZipFile(part.file)
        names = [name for name in archive.namelist() if not name.endswith("/")]
        wanted = resource.innerpath or (names[0] if len(names) == 1 else None)
        if wanted is None or wanted not in names:
            archive.close()
            raise SourceError("innerpath", value=wanted or "", expected=names[:10])
        return archive.open(wanted)
    return part.file.open("rb", buffering=0)


def _decoded(stream: IO[bytes], encoding: str, size: int, is_plain: bool) -> Iterator[bytes]:
    """Give the text of a stream as UTF-8; ``is_plain`` looks whether it is text at all."""
    read = _lines if is_plain else _read
    first = read(stream, size)
    if is_plain and first.startswith((b"PK\x03\x04", b"%PDF", b"\x1f\x8b")):
        raise SourceError("not-text", value=repr(first[:4])[2:-1])
    name = codecs.lookup(encoding).name
    if name in ("utf-8", "utf-8-sig"):
        if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            raise SourceError("not-text", value=repr(first[:4])[2:-1])
        yield first.removeprefix(codecs.BOM_UTF8)
        while piece := read(stream, size):
            yield piece
        return
    is_wide = name.startswith(("utf-16", "utf-32"))
    decoder = codecs.getincrementaldecoder(encoding)("strict" if is_wide else _AS_BYTES)
    piece = first
    is_start = True
    while piece:
        try:
            text = decoder.decode(piece)
        except UnicodeError:
            raise SourceError("not-encoded", value=encoding) from None
        if is_start:
            text = text.removeprefix("\ufeff")
        is_start = False
        yield text.encode("utf-8", "surrogateescape" if not is_wide else "surrogatepass")
        piece = read(stream, size)
    try:
        rest = decoder.decode(b"", final=True)
    except UnicodeError:
        raise SourceError("not-encoded", value=encoding) from None
    if rest:
        yield rest.encode("utf-8", "surrogateescape")


_AS_BYTES = "drenthe-data-as-bytes"


def _keep_bytes(error: UnicodeError) -> tuple[str, int]:
    """Hand on bytes that do not fit, each after a byte that no UTF-8 has."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    high = (chr(0xDC00 + byte) if byte >= 0x80 else "" for byte in bad)
    return "".join("\udcff" + byte for byte in high), error.end


codecs.register_error(_AS_BYTES, _keep_bytes)


def _lines(stream: IO[bytes], size: int) -> bytes:
    """Read about as much as is asked, up to the end of a line where one is near.

    What ends there can be handed on as it is; to cut and join pieces takes as long as to read them.
    """
    if size > _TAIL and stream.seekable():
        start = stream.tell()
        stream.seek(start + size - _TAIL)
        tail = stream.read(_TAIL)
        stream.seek(start)
        if len(tail) == _TAIL and b"\n" in tail:
            size += tail.rindex(b"\n") + 1 - _TAIL
    return _read(stream, size)


def _read(stream: IO[bytes], size: int) -> bytes:
    """Read as much as is asked, unless the end comes first."""
    data = stream.read(size)
    if data is None:
        return b""
    if len(data) == size or not data:
        return data
    buffer = io.BytesIO()
    buffer.write(data)
    while buffer.tell() < size and (more := stream.read(size - buffer.tell())):
        buffer.write(more)
    return buffer.getvalue()
