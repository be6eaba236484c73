"""One way to write a manifest as bytes, so that everybody computes the same digest (RFC 8785).

The part of JSON that manifests use makes the standard simple: keys are ASCII, numbers are integers. Anything
else is refused instead of being written in a way that another program might write differently.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

LARGEST = 2**53 - 1  # integers beyond it lose digits in programs that read numbers as doubles


def canonical(value: Any) -> bytes:
    """Return the canonical UTF-8 bytes of `value`: None, bool, int, str, and lists and dicts of these.

    Raises TypeError for floats and other types, ValueError for keys that are not ASCII, integers beyond
    2**53 - 1 and strings with lone surrogates.
    """
    _refuse(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")


def digest(value: Any) -> str:
    """SHA-256 of the canonical bytes, in hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()


def _refuse(value: Any) -> None:
    if value is None or isinstance(value, (str, bool)):
        return
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise ValueError(f"{value} is too large for a manifest")
    elif isinstance(value, (list, tuple)):
        for item in value:
            _refuse(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str) or not key.isascii():
                raise ValueError(f"the key {key!r} is not ASCII text")
            _refuse(item)
    else:
        raise TypeError(f"{type(value).__name__} has no place in a manifest")
