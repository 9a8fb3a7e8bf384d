"""Reading the JSON and YAML documents of a package, with the line on which each part stands.

YAML is read as JSON with another spelling: texts, numbers, true, false, null, lists and objects
(the core of YAML 1.2). So ``2026-11-21`` and ``no`` stay texts, and no tag can make anything else.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import Any, NamedTuple

from drenthe_data.exceptions import PackageError

Pointer = Sequence[str | int]

# A document may repeat its parts by aliases, up to this many values, or ten times what it writes.
_MOST_VALUES = 100_000
_DEEPEST = 200


class Document(NamedTuple):
    """An object that was read from a file.

    Attributes:
        raw: The object.
        line: Gives the line of a pointer, from 1; of a pointer that is not there the deepest part
            that is; ``None`` for an empty pointer.
    """

    raw: Mapping[str, Any]
    line: Callable[[Pointer], int | None]


def is_yaml(name: str) -> bool:
    """Tell whether a file is YAML, by its name."""
    return name.lower().endswith((".yaml", ".yml"))


def read_document(path: Path, shown: str) -> Document:
    """Read a JSON or YAML object.

    Args:
        path: The file.
        shown: Its name in messages.

    Raises:
        PackageError: Every way in which that can fail has its own message.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise PackageError("file-missing", file=shown) from None
    except IsADirectoryError:
        raise PackageError("file-is-folder", file=shown) from None
    except UnicodeDecodeError as error:
        raise PackageError("file-not-utf8", file=shown, position=error.start) from None
    except (OSError, ValueError) as error:  # a name with a NUL is a ValueError
        reason = getattr(error, "strerror", None) or str(error)
        raise PackageError("file-unreadable", file=shown, reason=reason) from None
    document = _yaml(text, shown) if is_yaml(path.name) else _json(text, shown)
    pointer = _half_character(document.raw) if _HALF.search(text) else None
    if pointer is not None:
        raise PackageError("file-half-character", file=shown, line=document.line(pointer) or 1)
    return document


# How half a character (a surrogate) is written; two of them may be a whole one.
_HALF = re.compile(r"\\(?:u|U0000)[dD][89a-fA-F]")


def _half_character(raw: Mapping[str, Any]) -> Pointer | None:
    """Find the first name or text with half a character, which nothing can write or print.

    Rows in a descriptor are left out: of these each has a message of its own.
    """
    stack: list[tuple[tuple[str | int, ...], object]] = [((), raw)]
    while stack:
        pointer, value = stack.pop()
        if len(pointer) == 3 and pointer[0] == "resources" and pointer[2] == "data":
            continue
        if isinstance(value, str) and not is_whole(value):
            return pointer
        if isinstance(value, Mapping):
            half = next((key for key in value if not is_whole(key)), None)
            if half is not None:
                return (*pointer, half)
            stack += [((*pointer, key), item) for key, item in reversed(list(value.items()))]
        elif isinstance(value, list):
            stack += reversed([((*pointer, n), item) for n, item in enumerate(value)])
    return None


def is_whole(text: str) -> bool:
    """Tell whether a text holds whole characters; JSON can write half a one."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _json(text: str, shown: str) -> Document:
    try:
        raw = json.loads(text)
    except json.JSONDecodeError as error:
        raise PackageError(
            "file-not-json", file=shown, line=error.lineno, column=error.colno, reason=error.msg
        ) from None
    except (RecursionError, ValueError):
        raise PackageError("file-not-json-deep", file=shown) from None
    if not isinstance(raw, dict):
        raise PackageError("file-not-object", file=shown)
    return Document(raw, _JsonLines(text).line)


class _JsonLines:
    """Finds lines in a JSON text; each object or list is gone through once, when it is asked for.

    Args:
        text: Valid JSON.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        # Where the members or items of the object or list at a position begin.
        self._children: dict[int, dict[str | int, int]] = {}

    @cached_property
    def _ends(self) -> list[int]:
        return [match.start() for match in re.finditer("\n", self.text)]

    def line(self, pointer: Pointer) -> int | None:
        """Find the line on which the value of a pointer begins, from 1.

        Of a pointer that is not there, the deepest part that is there is located; ``None`` for an
        empty pointer.
        """
        if not pointer:
            return None
        position = _skip(self.text, 0)
        for part in pointer:
            if position not in self._children:
                self._children[position] = _children_at(self.text, position)
            found = self._children[position].get(part)
            if found is None:
                break
            position = found
        return bisect_left(self._ends, position) + 1


_SPACE = re.compile(r"[ \t\r\n]*")


def _skip(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position


def _children_at(text: str, position: int) -> dict[str | int, int]:
    """Find where the members or items of the object or list at a position begin."""
    found: dict[str | int, int] = {}
    opening = text[position : position + 1]
    if opening not in ("{", "["):
        return found
    decoder = json.JSONDecoder()
    position = _skip(text, position + 1)
    while text[position] not in "}]":
        key: str | int = len(found)
        if opening == "{":
            key, position = decoder.raw_decode(text, position)
            position = _skip(text, _skip(text, position) + 1)
        # Of a member that is there twice, the last one counts.
        found[key] = position
        _, position = decoder.raw_decode(text, position)
        position = _skip(text, position)
        if text[position] == ",":
            position = _skip(text, position + 1)
    return found


def _yaml(text: str, shown: str) -> Document:
    try:
        import yaml
    except ImportError:
        raise PackageError("yaml-missing", file=shown) from None
    loader = yaml.SafeLoader("")
    try:
        loader = yaml.SafeLoader(text)
        node = loader.get_single_node()
        if not isinstance(node, yaml.MappingNode):
            raise PackageError("file-not-yaml-object", file=shown)
        _check_size(node, shown)
        raw = _Values(shown).value(node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise PackageError(
            "file-not-yaml",
            file=shown,
            line=mark.line + 1 if mark else 1,
            column=mark.column + 1 if mark else 1,
            reason=error.problem or str(error.context),
        ) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        column = error.position - text.rfind("\n", 0, error.position)
        raise PackageError(
            "file-not-yaml", file=shown, line=line, column=column, reason=error.reason
        ) from None
    except (RecursionError, ValueError):
        raise PackageError("file-not-yaml-deep", file=shown) from None
    finally:
        loader.dispose()
    if not isinstance(raw, dict):
        raise PackageError("file-not-yaml-object", file=shown)
    return Document(raw, partial(_yaml_line, node))


def _children(node: Any) -> list[Any]:
    """Give the nodes right below a node of YAML."""
    if isinstance(node.value, str):
        return []
    return [part for item in node.value for part in (item if isinstance(item, tuple) else (item,))]


def _check_size(root: Any, shown: str) -> None:
    """Refuse a document that its aliases make endless, too large or too deep.

    Counts without writing anything out: each node once, also when it is used a thousand times.
    """
    sizes: dict[int, int] = {}
    depths: dict[int, int] = {}
    open_nodes: set[int] = set()
    stack = [(root, False)]
    while stack:
        node, is_done = stack.pop()
        key = id(node)
        if is_done:
            below = _children(node)
            sizes[key] = 1 + sum(sizes[id(child)] for child in below)
            depths[key] = 1 + max((depths[id(child)] for child in below), default=0)
            open_nodes.discard(key)
        elif key in open_nodes:
            raise PackageError("file-not-yaml-deep", file=shown)
        elif key not in sizes:
            open_nodes.add(key)
            stack.append((node, True))
            for child in _children(node):
                if id(child) in open_nodes:
                    raise PackageError("file-not-yaml-deep", file=shown)
                stack.append((child, False))
    size, depth = sizes[id(root)], depths[id(root)]
    if depth > _DEEPEST or size > max(_MOST_VALUES, 10 * len(sizes)):
        raise PackageError("file-not-yaml-deep", file=shown)


_TAG = "tag:yaml.org,2002:"
_INTEGER = re.compile(r"[-+]?[0-9]+")
_NUMBER = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_WORDS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


class _Values:
    """Makes values of the nodes of a YAML document."""

    def __init__(self, shown: str) -> None:
        self.shown = shown

    def value(self, node: Any) -> Any:
        if isinstance(node.value, str):
            return self.scalar(node)
        kind = node.tag.removeprefix(_TAG)
        if kind not in ("map", "seq"):
            self.refuse(node)
        if kind == "seq":
            return [self.value(item) for item in node.value]
        merged: dict[str, Any] = {}
        own: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key.value, str):
                self.refuse(key, "a name must be a text")
            if key.value == "<<" and key.style is None:
                found = self.value(value)
                for item in reversed(found if isinstance(found, list) else [found]):
                    if not isinstance(item, dict):
                        self.refuse(value, "only an object can be merged")
                    merged |= item
            else:
                own[key.value] = self.value(value)
        return {**merged, **own}

    def scalar(self, node: Any) -> Any:
        text: str = node.value
        kind = node.tag.removeprefix(_TAG)
        if node.style is not None or kind == "str":
            # A quoted text with a tag such as !!int is not used by descriptors.
            return text
        if kind not in ("null", "bool", "int", "float", "timestamp", "merge", "value"):
            self.refuse(node)
        if text in _WORDS:
            return _WORDS[text]
        if _INTEGER.fullmatch(text):
            return int(text)
        if _NUMBER.fullmatch(text):
            return float(text)
        return text

    def refuse(self, node: Any, reason: str | None = None) -> None:
        mark = node.start_mark
        raise PackageError(
            "file-not-yaml",
            file=self.shown,
            line=mark.line + 1,
            column=mark.column + 1,
            reason=reason or f"{node.tag}",
        )


def _yaml_line(root: Any, pointer: Pointer) -> int | None:
    """Find the line of a pointer in a YAML document: that of its name, or of its item."""
    if not pointer:
        return None
    node, line = root, root.start_mark.line
    for part in pointer:
        found = None
        if isinstance(node.value, str):
            break
        if isinstance(part, int):
            if node.tag == f"{_TAG}seq" and 0 <= part < len(node.value):
                found = (node.value[part], node.value[part])
        else:
            for key, value in node.value if node.tag == f"{_TAG}map" else ():
                if key.value == part:
                    found = (key, value)
        if found is None:
            break
        line, node = found[0].start_mark.line, found[1]
    return int(line) + 1


def shown_value(value: object) -> str:
    """Show a value of a document in a message: a text as it is, all else as JSON; not too long."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:57] + "..."
