"""The children of this process: one set of them, begun when something is to be read, anew after a fork."""

from __future__ import annotations

import atexit
import os
from threading import Lock

from sources.apart.children import Children

_lock = Lock()
_children: tuple[int, Children] | None = None


def children_here() -> Children:
    """Return the children of this process, as many as it may use cores."""
    global _children
    with _lock:
        if _children is None or _children[0] != os.getpid():  # a fork has none of its parent's threads
            children = Children(count=len(os.sched_getaffinity(0)))
            atexit.register(children.end)
            _children = os.getpid(), children
        return _children[1]
