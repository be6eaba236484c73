"""Sets that are joined and never parted (union-find). Pure."""

from __future__ import annotations

from collections.abc import Iterable


class Sets:
    """Each key a set of its own to begin with; the smaller key is the head, so that the result depends on what was
    joined alone, not on the order."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._head = {key: key for key in keys}

    def __contains__(self, key: str) -> bool:
        return key in self._head

    def head(self, key: str) -> str:
        while self._head[key] != key:
            self._head[key] = self._head[self._head[key]]
            key = self._head[key]
        return key

    def join(self, first: str, second: str) -> None:
        if first in self and second in self:
            low, high = sorted((self.head(first), self.head(second)))
            self._head[high] = low

    def members(self, head: str) -> list[str]:
        return [key for key in self._head if self.head(key) == head]
