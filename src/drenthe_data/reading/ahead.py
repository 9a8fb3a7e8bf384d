"""Working ahead: the next blocks are read while the last one is being checked."""

from __future__ import annotations

import os
from collections.abc import Generator
from queue import Full, Queue
from threading import Event, Thread
from typing import TypeVar

T = TypeVar("T")

# How many items may wait: enough to keep two processors busy, and little memory.
_WAITING = 2
_PATIENCE_SECONDS = 0.1


def ahead(items: Generator[T]) -> Generator[T]:
    """Give the items of an iterator that runs in a thread of its own, some items ahead.

    What the iterator raises is raised here. When this is closed before its end, so is the iterator.
    """
    if (os.cpu_count() or 1) < 2:
        yield from items
        return
    queue: Queue[tuple[str, T | BaseException | None]] = Queue(_WAITING)
    stop = Event()

    def put(kind: str, item: T | BaseException | None) -> bool:
        while not stop.is_set():
            try:
                queue.put((kind, item), timeout=_PATIENCE_SECONDS)
            except Full:
                continue
            return True
        return False

    def work() -> None:
        try:
            for item in items:
                if not put("item", item):
                    return
        except BaseException as error:
            put("error", error)
        else:
            put("end", None)

    thread = Thread(target=work, name="drenthe-data-ahead", daemon=True)
    thread.start()
    try:
        while True:
            kind, item = queue.get()
            if kind == "end":
                return
            if kind == "error":
                raise item  # type: ignore[misc]
            yield item  # type: ignore[misc]
    finally:
        stop.set()
        thread.join()
