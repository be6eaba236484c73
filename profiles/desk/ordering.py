"""In which order rows are saved where each holds something that only one row may hold. Pure."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

Row = TypeVar("Row", bound=Hashable)
Key = tuple[str, Hashable]


def save_order(
    held: Mapping[Row, frozenset[Key]], wanted: Mapping[Row, frozenset[Key]]
) -> tuple[tuple[Row, ...], dict[Row, Key]]:
    """Return the rows of `wanted` in an order in which no two rows ever hold one key, and what cannot be saved.

    `held`: what each stored row holds now, without rows that are deleted. `wanted`: what each row to be saved
    shall hold. The second part names, for each row that no order can save, a key that another row holds.
    """
    now = dict(held)
    waiting = list(wanted)
    order: list[Row] = []
    moved = True
    while waiting and moved:
        moved = False
        for row in list(waiting):
            if _clash(row, wanted[row], now) is None:
                now[row] = wanted[row]
                waiting.remove(row)
                order.append(row)
                moved = True
    stuck = {row: clash for row in waiting if (clash := _clash(row, wanted[row], now)) is not None}
    return tuple(order), stuck


def _clash(row: Row, keys: frozenset[Key], now: Mapping[Row, frozenset[Key]]) -> Key | None:
    others = {key for other, theirs in now.items() if other != row for key in theirs}
    return min(keys & others, default=None, key=str)
