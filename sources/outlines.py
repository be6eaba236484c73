"""Sources brought in from an OPML file and given out as one."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Func, TextField, Value
from django.utils.text import capfirst

from records import audit
from records.identifiers import Entropy
from sources.apart.children import Children, ReaderFault, TooHard
from sources.apart.here import children_here
from sources.fetching.configured import judged
from sources.fetching.outcomes import Stop
from sources.models import Publisher, Source
from sources.models.publisher import PublisherKind
from sources.models.source import SourceKind
from sources.publishers import find_or_make_publisher, find_publisher
from sources.reading.address import address_key, registrable_domain
from sources.reading.markup import host_of
from sources.reading.names import name_key
from sources.stories import lock_stories
from sources.watching.choices import Choice, Paths
from sources.watching.entering import NotWatched, paths_of, watch_source
from sources.watching.fitting import faults_of_bounds, faults_of_choice
from sources.watching.opml import NUMBERS, NotOpml, OpmlReader, OpmlRefused, Outline, read_opml
from sources.watching.opml_writing import write_opml

log = logging.getLogger(__name__)

TITLE = "Sources of Plumbline"
_BATCH = 1_000
_REMOVED = "https://removed.invalid/"  # addresses of sources that were erased


class NotImported(Exception):
    """Its message says to people why a file cannot be brought in at all."""


class LineState(StrEnum):
    ADDED = "added"
    THERE = "already there"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one outline; `words` say more: whose it is now, or why it was refused."""

    title: str
    address: str
    state: LineState
    words: str


@dataclass(frozen=True, slots=True)
class Imported:
    """`notes` say what of the file was not read, and why."""

    lines: tuple[Line, ...]
    notes: tuple[str, ...]

    def count(self, state: str) -> int:
        """How many lines came to this."""
        return sum(line.state == state for line in self.lines)


@dataclass(frozen=True, slots=True)
class Counted:
    """What became of a file of any length: so many lines of each state. `refusal` says why it was not read to its end,
    "" where it was; what stood before that counts."""

    counts: Mapping[LineState, int]
    notes: tuple[str, ...]
    refusal: str = ""


class _Refused(Exception):
    pass


def import_sources(
    *,
    data: bytes,
    by: str,
    now: datetime,
    most: int,
    entropy: Entropy = secrets.token_bytes,
    children: Children | None = None,
) -> Imported:
    """Enter the sources that an OPML file lists, each in a transaction of its own, as the form would: judged by the
    guard, and watched from now on. Safe to run twice. Raises NotImported where the file is no OPML, or lists over
    `most`, or cannot be read within the limits of a child, which reads it; those of this process, or `children`.

    A source whose publisher is not said gets whoever has its host; nobody has it, a publisher named after the host is
    made, with grade F.
    """
    try:
        read = (children or children_here()).read(read_opml, data, most=most).result()
    except TooHard as hard:
        raise NotImported(str(hard)) from None
    except ReaderFault:
        log.exception("A list could not be read")
        raise NotImported("It could not be read, by a fault of ours.") from None
    if isinstance(read, NotOpml):
        raise NotImported(read.reason)
    return Imported(tuple(_entered(read.outlines, by, now, entropy)), _notes(read.left_out, read.notes))


def import_stream(
    *,
    pieces: Iterable[bytes],
    by: str,
    clock: Callable[[], datetime],
    tell: Callable[[Line], None],
    entropy: Entropy = secrets.token_bytes,
) -> Counted:
    """As `import_sources`, of a file that comes in pieces, with any number of sources: what is held does not grow with
    it. `tell` is given each line as soon as it is done. What stands before a place that cannot be read is entered.
    Raises NotImported where it is no OPML at all."""
    reader = OpmlReader()
    counts = dict.fromkeys(LineState, 0)
    try:
        for some in _batches(reader, pieces):
            for line in _entered(some, by, clock(), entropy):
                counts[line.state] += 1
                tell(line)
    except OpmlRefused as refused:
        if not any(counts.values()):
            raise NotImported(str(refused)) from None
        return Counted(counts, _notes(reader.left_out, reader.notes), str(refused))
    return Counted(counts, _notes(reader.left_out, reader.notes))


def _batches(reader: OpmlReader, pieces: Iterable[bytes]) -> Iterator[list[Outline]]:
    """What the pieces hold, some hundred outlines at a time: for each time the addresses that are here are looked
    through. What was read before a refusal comes too."""
    held: list[Outline] = []
    try:
        for piece in pieces:
            reader.feed(piece)
            held += reader.take()
            if len(held) >= _BATCH:
                yield held
                held = []
        reader.close()
    except OpmlRefused:
        if held := [*held, *reader.take()]:
            yield held
        raise
    if held := [*held, *reader.take()]:
        yield held


def _entered(outlines: Collection[Outline], by: str, now: datetime, entropy: Entropy) -> Iterator[Line]:
    known = _Known(outlines)
    for outline in outlines:
        yield _line(outline, known, by, now, entropy)


def _line(outline: Outline, known: _Known, by: str, now: datetime, entropy: Entropy) -> Line:
    if known.has(outline.address):
        return Line(outline.title, outline.address, LineState.THERE, "")
    try:
        words = _enter(outline, known, by, now, entropy)
    except (_Refused, NotWatched) as refusal:
        return Line(outline.title, outline.address, LineState.REFUSED, str(refusal))
    except IntegrityError:
        words = "The database does not take it like this; perhaps somebody entered it this moment."
        return Line(outline.title, outline.address, LineState.REFUSED, words)
    known.add(outline.address)
    return Line(outline.title, outline.address, LineState.ADDED, words)


def export_sources(*, now: datetime) -> Iterator[bytes]:
    """Give all sources as OPML, piece by piece, by folder and name; an import makes the same of it in an empty
    database."""
    rows = Source.objects.select_related("publisher").exclude(address__startswith=_REMOVED)
    in_folders = Func("folder", Value(" / "), function="string_to_array", output_field=ArrayField(TextField()))
    ordered = rows.order_by(in_folders, "name", "id").iterator(_BATCH)
    for line in write_opml(map(_outline, ordered), title=TITLE, made_at=now):
        yield line.encode()


class _Known:
    """Which of some addresses are those of sources already, however they are written, and publishers that were found
    for earlier lines."""

    def __init__(self, outlines: Iterable[Outline]) -> None:
        asked = {mark for each in outlines for mark in _marks(each.address)}
        self._marks: set[str] = set()
        self.publishers: dict[tuple[str, str], Publisher] = {}
        for address in Source.objects.values_list("address", flat=True).iterator():
            self._marks |= _marks(address) & asked

    def has(self, address: str) -> bool:
        return not self._marks.isdisjoint(_marks(address))

    def add(self, address: str) -> None:
        self._marks |= _marks(address)


def _marks(address: str) -> set[str]:
    return {address, address_key(address)} - {""}


@transaction.atomic
def _enter(outline: Outline, known: _Known, by: str, now: datetime, entropy: Entropy) -> str:
    """Return in words whose the source is; raises _Refused, NotWatched or IntegrityError, and stores nothing then."""
    _judge(outline)
    publisher, is_new = _publisher(outline, known, entropy)
    source = Source(
        name=(outline.title or outline.address)[:200],
        kind=outline.kind,
        address=outline.address,
        publisher=publisher,
        folder=outline.folder,
        terms=outline.terms,
        licence=outline.licence,
        is_active=outline.is_active,
        selector=outline.selector,
        **dict(outline.numbers),
        **{f"json_{each.name}": getattr(outline.paths, each.name) for each in fields(Paths)},
    )
    try:
        source.clean_fields()
    except ValidationError as error:
        raise _Refused(_of_fields(error.message_dict)) from None
    source.save(force_insert=True)
    watch_source(source=source, by=by, now=now)
    audit.record(by=by, verb="source.imported", subject=f"source:{source.public_id}", now=now, address=source.address)
    return f"{publisher.name}, made now, with grade F." if is_new else f"{publisher.name}."


def _publisher(outline: Outline, known: _Known, entropy: Entropy) -> tuple[Publisher, bool]:
    """Whose it is, and whether that publisher was made for it."""
    host = host_of(outline.site) or host_of(outline.address)
    asked = (outline.publisher, "" if outline.publisher else host)
    held = known.publishers.get(asked) or (None if outline.publisher else find_publisher(host=host))
    is_new = False
    if held is None:
        lock_stories()  # so that nobody makes the same publisher meanwhile
        kind = outline.publisher_kind if outline.publisher_kind in PublisherKind.values else PublisherKind.UNKNOWN
        name = outline.publisher or registrable_domain(host) or host
        if not name_key(name):
            raise _Refused(f"“{name[:40]}” is no name of a publisher.")
        found = find_or_make_publisher(name=name, host=asked[1], kind=kind, entropy=entropy)
        if found is None:
            raise _Refused("Its publisher was removed here for good.")
        held, is_new = found.publisher, found.is_new
    if not is_new:  # one that was made goes with its line, if that is refused
        known.publishers[asked] = held
    return held, is_new


def _judge(outline: Outline) -> None:
    if outline.kind not in SourceKind.values:
        raise _Refused(f"“{outline.kind[:40]}” is no kind of source.")
    try:
        judged(outline.address)
    except Stop as stop:
        raise _Refused(stop.outcome.sentence) from None
    numbers = dict(outline.numbers)
    choice = Choice(outline.kind, outline.selector, outline.paths)
    faults = faults_of_choice(choice, is_active=outline.is_active)
    faults |= faults_of_bounds(numbers.get("shortest_seconds"), numbers.get("longest_seconds"))
    if faults:
        raise _Refused(_of_fields({name: [fault] for name, fault in faults.items()}))


def _of_fields(faults: dict[str, list[str]]) -> str:
    """What is wrong, each under the name that the form has for its field."""
    said = []
    labels = {each.name: capfirst(str(each.verbose_name)) for each in Source._meta.fields}
    for name, messages in faults.items():
        said += [f"{labels[name]}: {message}" if name in labels else message for message in messages]
    return " ".join(said)


def _outline(source: Source) -> Outline:
    return Outline(
        address=source.address,
        title=source.name,
        kind=source.kind,
        folder=source.folder,
        publisher=source.publisher.name,
        publisher_kind=source.publisher.kind,
        terms=source.terms,
        licence=source.licence,
        is_active=source.is_active,
        numbers=tuple((name, number) for name in NUMBERS if (number := getattr(source, name)) is not None),
        selector=source.selector,
        paths=paths_of(source),
    )


def _notes(left_out: Iterable[tuple[str, int]], notes: Iterable[str]) -> tuple[str, ...]:
    return (*(f"Left out: {count:,} {reason}." for reason, count in left_out), *notes)
