"""Whether what documents say of a statement contradicts what we publish, and since when. Pure.

The rule is the method's own (profiles.evidence.confidence.v1.method, rivals), so that the desk calls open what the
score calls disputed: a value that contradicts ours counts where somebody's own account states it, or where we hold
no original of ours. Re-tellings do not contradict an original.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Said:
    """What one citation says that counts: its value, and when it was taken in."""

    value: int
    directness: str
    attached: bool
    at: datetime


def contested_since(
    published: int | None,
    covers: Mapping[int, Collection[int]],
    said: Sequence[Said],
    settled_at: datetime | None = None,
) -> datetime | None:
    """Return when the oldest citation that contradicts the value `published` was taken in; None where none does.

    `covers` maps every value to the more specific ones that it agrees with. `said` leaves out what was set aside
    and what only mentions the matter. `settled_at` is when the last verdict was given: what was taken in until then
    was known to whoever gave it.
    """
    if published is None:
        return None
    if any(one.directness == "primary" and one.attached and _states(one.value, published, covers) for one in said):
        firmly = {value for value in covers if _has_own_account(value, covers, said)}
    else:
        firmly = set(covers)
    against = {
        value for value in firmly - {published} if value not in covers[published] and published not in covers[value]
    }
    new = (one.at for one in said if one.value in against and (settled_at is None or one.at > settled_at))
    return min(new, default=None)


def _has_own_account(value: int, covers: Mapping[int, Collection[int]], said: Sequence[Said]) -> bool:
    return any(one.attached and one.directness != "tertiary" and _states(one.value, value, covers) for one in said)


def _states(said: int, value: int, covers: Mapping[int, Collection[int]]) -> bool:
    """Whether who says `said` says `value` too: the same, or something more specific."""
    return said == value or said in covers[value]
