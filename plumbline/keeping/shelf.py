"""Answers in this process: the ones read last, up to a bound in bytes."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from time import monotonic

from plumbline.keeping.answers import Kept

MOST_BYTES = 64_000_000


class Shelf:
    """Safe to use from several threads. Times are of the monotonic clock, in seconds."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._size = 0
        self._lock = Lock()
        self._kept: OrderedDict[str, tuple[Kept, float]] = OrderedDict()

    def fresh(self, key: str) -> Kept | None:
        """The answer, where it was true less than the allowed age ago."""
        found = self._kept.get(key)
        return found[0] if found and found[1] > monotonic() else None

    def tagged(self, key: str, tag: str) -> Kept | None:
        """The answer, however old, where it was drawn for this tag."""
        found = self._kept.get(key)
        return found[0] if found and tag and found[0].tag == tag else None

    def put(self, key: str, kept: Kept, until: float) -> None:
        """Keep an answer that is true until a moment. What was read longest ago goes where room is needed."""
        with self._lock:
            if old := self._kept.pop(key, None):
                self._size -= old[0].size
            self._kept[key] = (kept, until)
            self._size += kept.size
            while self._size > self._most:
                _, (gone, _) = self._kept.popitem(last=False)
                self._size -= gone.size

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
            self._size = 0
