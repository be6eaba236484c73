"""Entries of whatever lists documents (feeds, sitemaps, JSON documents), and the rules they all keep. Pure."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TypeVar

from sources.reading.address import address_key
from sources.reading.decode import storable
from sources.reading.plain_text import plain

MAX_BYTES = 5 * 1024 * 1024
MAX_ENTRIES = 500
MAX_SUMMARY = 4_000  # characters that are kept
MAX_TITLE = 400
OVER = f"over the {MAX_ENTRIES} that are read"
NOTHING_IN_IT = "without title, text and address"
TWICE = "there twice"
_MAX_ID = 4_000
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_AHEAD = timedelta(days=1)  # clocks and zones differ by less; a later date is no date
_ONE_STAMP_FROM = 3  # as many entries with the very same moment were stamped by a machine
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{1,8}){0,4}")  # BCP 47, and how it is often written
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `id` is what the list calls it, "" where that does not tell it from others; `address` an absolute
    http or https address or ""; `title` is never empty; `summary` is plain text; `published_at` UTC or None, and so
    `changed_at`, which is when the document is said to have changed last; `language` the first part of the tag of the
    language that it is said to be in, such as "de", or ""."""

    id: str
    address: str
    title: str
    summary: str
    published_at: datetime | None
    changed_at: datetime | None = None
    language: str = ""

    @property
    def identity(self) -> str:
        """How it is known again: by its id, else its address, else its words; as a digest."""
        return f"id:{_digest(self.id)}" if self.id else self.place or self.words

    @property
    def place(self) -> str:
        """The digest of its address, however that is written; "" without one."""
        key = address_key(self.address) or self.address
        return f"at:{_digest(key)}" if key else ""

    @property
    def words(self) -> str:
        """The digest of title and summary."""
        return "text:" + _digest(f"{self.title}\n{self.summary}")


@dataclass(frozen=True, slots=True)
class Feed:
    """`left_out` says how many entries were not taken and why, most frequent first; `notes` what was not believed."""

    title: str
    entries: tuple[Entry, ...]
    left_out: tuple[tuple[str, int], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotAFeed:
    """Nothing was read; `reason` says why, in words for editors."""

    reason: str


def entry_of(
    *,
    id: str,
    address: str,
    title: str,
    summary: str,
    published_at: datetime | None,
    changed_at: datetime | None = None,
    language: str = "",
) -> Entry | None:
    """Return the entry that these make, or None where neither title nor text nor address says anything.

    Title and summary may hold HTML and are cut; a title that is missing is taken from the text, else the address.
    """
    text = plain(summary, MAX_SUMMARY)
    name = plain(title, MAX_TITLE)
    if not (name or text or address):
        return None
    return Entry(
        id=storable(id).strip()[:_MAX_ID],
        address=address,
        title=name or (text[:120].strip() or address)[:MAX_TITLE],
        summary=text,
        published_at=published_at,
        changed_at=changed_at,
        language=found[1].lower() if (found := _LANGUAGE.fullmatch(language)) else "",
    )


def gather(items: Iterable[Item], make: Callable[[Item], Entry | str | None], left: Counter[str]) -> list[Entry]:
    """Return the entries that `make` makes of the first items, at most 500; `left` is added to. Instead of an entry
    `make` gives the reason why there is none, or None where there is nothing in it; beyond the 500 it is not asked."""
    entries: list[Entry] = []
    for item in items:
        made = make(item) if len(entries) < MAX_ENTRIES else OVER
        if isinstance(made, Entry):
            entries.append(made)
        else:
            left[made or NOTHING_IN_IT] += 1
    return entries


def feed_of(
    title: str, entries: Iterable[Entry], left: Counter[str], notes: Iterable[str] = (), *, by_date: bool = False
) -> Feed:
    """Return the list that these entries make: told apart, dates believed or not, each taken once.

    `left` counts what was left out before; it is added to. There must be no more than 500 entries. Those that were
    chosen `by_date` out of more may well share one.
    """
    told, of_ids = _with_true_ids(list(entries))
    dated, of_dates = (told, []) if by_date else _with_true_dates(told)
    seen: set[str] = set()
    once = []
    for entry in dated:
        names = {entry.identity, entry.place} - {""}
        if names & seen:
            left[TWICE] += 1
        else:
            once.append(entry)
        seen |= names
    return Feed(plain(title, MAX_TITLE), tuple(once), tuple(left.most_common()), (*notes, *of_ids, *of_dates))


def believable(moment: datetime | None, now: datetime) -> datetime | None:
    """Return `moment` in UTC (it is taken for UTC where it names no zone); None before 1990 or over a day after `now`,
    an aware time."""
    if moment is None:
        return None
    try:
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
    return moment if _EARLIEST <= moment <= now + _AHEAD else None


def moment_of(text: str, now: datetime) -> datetime | None:
    """Return the moment that a text writes, by ISO 8601 (a day, or a day and a time) or as mails do; else None."""
    text = text.strip()[:60]
    if not text:
        return None
    try:
        return believable(datetime.fromisoformat(text), now)
    except (ValueError, OverflowError):
        pass
    month = re.fullmatch(r"(\d{4})(?:-(\d{2}))?", text)
    try:
        if month:
            return believable(datetime(int(month[1]), int(month[2] or 1), 1, tzinfo=UTC), now)
        return believable(parsedate_to_datetime(text), now)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _with_true_ids(entries: list[Entry]) -> tuple[list[Entry], list[str]]:
    """An id that several different entries share tells nothing."""
    times = Counter(entry.id for entry in entries if entry.id)
    places: dict[str, set[str]] = {name: set() for name, count in times.items() if count > 1}
    for entry in entries:
        if entry.id in places:
            places[entry.id].add(address_key(entry.address) or entry.words)
    shared = {name for name, found in places.items() if len(found) > 1}
    if not shared:
        return entries, []
    return [replace(entry, id="") if entry.id in shared else entry for entry in entries], [
        "Several entries share one id; they are told apart by address and text."
    ]


def _with_true_dates(entries: list[Entry]) -> tuple[list[Entry], list[str]]:
    """A moment that all entries share is when the list was made, not when they were published or changed."""
    notes: list[str] = []
    if len(entries) < _ONE_STAMP_FROM:
        return entries, notes
    if len({entry.published_at for entry in entries}) == 1 and entries[0].published_at:
        entries = [replace(entry, published_at=None) for entry in entries]
        notes.append("All entries bear one and the same date; it was not believed.")
    if len({entry.changed_at for entry in entries}) == 1 and entries[0].changed_at:
        entries = [replace(entry, changed_at=None) for entry in entries]
        notes.append("All are said to have changed at one and the same moment; it was not believed.")
    return entries, notes


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
