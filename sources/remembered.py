"""What was worked out from a version's text, kept in the process: a text never changes, so neither does this."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Remembered(Generic[Value]):
    """The values used last, up to a total weight. Safe to share between threads.

    `weight_of` says what a value weighs; `most` is the weight kept, in the same unit. A value heavier than all of
    it is kept alone until the next one comes.
    """

    def __init__(self, *, most: int, weight_of: Callable[[Value], int]) -> None:
        self._most = most
        self._weight_of = weight_of
        self._held: OrderedDict[Hashable, Value] = OrderedDict()
        self._weight = 0
        self._lock = Lock()

    def get(self, key: Hashable) -> Value | None:
        """Return the value of `key`, or None where it is not kept."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
            return self._held.get(key)

    def keep(self, key: Hashable, value: Value) -> Value:
        """Keep `value` under `key`, forget what was used longest ago, and return it."""
        with self._lock:
            if key not in self._held:
                self._held[key] = value
                self._weight += self._weight_of(value)
            while self._weight > self._most and len(self._held) > 1:
                self._weight -= self._weight_of(self._held.popitem(last=False)[1])
        return value

    def __len__(self) -> int:
        return len(self._held)
