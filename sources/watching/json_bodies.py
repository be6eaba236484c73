"""From bytes to the values of a JSON document, within bounds that hold whatever the bytes are. Pure."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

MAX_NODES = 200_000  # objects, lists, texts and numbers together
MAX_DEPTH = 60
_MAX_DIGITS = 400  # of a whole number; every number that means something is shorter


@dataclass(frozen=True, slots=True)
class Json:
    """`value` is made of dict, list, str, int, float, bool and None. `notes` says what had to be decided."""

    value: Any
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotJson:
    reason: str


class _Refused(Exception):
    pass


class _Pairs:
    """Makes objects; counts names that stand twice in one."""

    def __init__(self) -> None:
        self.twice = 0

    def __call__(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        self.twice += len(pairs) - len(made)
        return made


def looks_like_json(body: bytes) -> bool:
    """Tell whether `body` begins as an object or a list does, after white space and a mark of UTF-8."""
    return body[:1_000].removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in {b"{", b"["}


def read_json(body: bytes, *, max_bytes: int) -> Json | NotJson:
    """Return the values of a JSON document, or why it is not read; raises nothing for its content.

    NaN and infinite numbers, numbers of over 400 digits, over 60 levels and over 200,000 values are refused. Where an
    object has a name twice, the last one counts, as in most programs, and a note says so.
    """
    if len(body) > max_bytes:
        return NotJson(f"It is larger than {max_bytes // 1024 // 1024} MiB.")
    if not body.strip():
        return NotJson("It is empty.")
    if body.count(b"[") + body.count(b"{") > MAX_NODES * 2:  # before memory is taken for them
        return NotJson("It has too many values.")
    pairs = _Pairs()
    try:
        value = json.loads(
            body.removeprefix(b"\xef\xbb\xbf"),
            object_pairs_hook=pairs,
            parse_constant=_no_constant,
            parse_float=_float,
            parse_int=_int,
        )
        _measure(value)
    except _Refused as refused:
        return NotJson(str(refused))
    except RecursionError:
        return NotJson("It is nested too deeply.")
    except ValueError:
        return NotJson("It is no JSON: it cannot be parsed.")
    notes = ["A name stands twice in one object; the last one counts."] if pairs.twice else []
    return Json(value, tuple(notes))


def _no_constant(name: str) -> Any:
    raise _Refused(f"It holds {name}, which is no JSON.")


def _float(text: str) -> float:
    value = float(text)
    if value in {float("inf"), float("-inf")}:
        raise _Refused("It holds a number that is too large.")
    return value


def _int(text: str) -> int:
    if len(text) > _MAX_DIGITS:
        raise _Refused("It holds a number that is too large.")
    return int(text)


def _measure(value: Any) -> None:
    nodes = 0
    level = [value]
    for _ in range(MAX_DEPTH):
        nodes += len(level)
        if nodes > MAX_NODES:
            raise _Refused("It has too many values.")
        below: list[Any] = []
        for each in level:
            if isinstance(each, dict):
                below += each.values()
            elif isinstance(each, list):
                below += each
        if not below:
            return
        level = below
    raise _Refused("It is nested too deeply.")
