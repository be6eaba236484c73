"""Nobody waits for what long texts take: it is worked out before the lock of stories is taken, never under it."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import CodeType, FrameType
from typing import Any

import pytest

from sources import worked_out
from sources.coming import Upload
from sources.ingesting import ingest
from sources.models import Document, DocumentVersion, OriginEdge, Story, Watch
from sources.reading.attribution import attributions_in
from sources.reading.filings import filings_mentioned
from sources.reading.own_reporting import own_reporting_in
from sources.reading.same_story import fingerprint
from sources.reading.similarity import shape_of
from sources.remembered import Remembered
from sources.stories import lock_stories
from sources.storing import store
from sources.watching.edits import lasting
from sources.watching.settling import settle
from tests.sources.fetching.rig import Page, answer
from tests.sources.watching.room import BY, CUT, NOW, article, feed, item, page, room, source, tick

pytestmark = pytest.mark.django_db
LONG: list[Callable[..., Any]] = [
    *(attributions_in, filings_mentioned, own_reporting_in),
    *(fingerprint, shape_of, lasting),
]
OF_A_TEXT = {"attributions_in", "filings_mentioned", "own_reporting_in", "fingerprint", "shape_of"}
STEP = timedelta(minutes=5)


@dataclass
class Called:
    """What that takes long was called before the lock was taken, and what under it; how often it was taken."""

    before: set[str] = field(default_factory=set)
    under: set[str] = field(default_factory=set)
    locks: int = 0


@contextmanager
def watched() -> Iterator[Called]:
    """Note what is called in this thread. The lock is held until whoever took it is done."""
    called, names = Called(), {each.__code__: each.__name__ for each in LONG}
    holders: set[CodeType] = {settle.__code__, store.__code__}
    is_held = False

    def note(frame: FrameType, event: str, given: Any) -> None:
        nonlocal is_held
        code = frame.f_code
        if event == "return" and code is lock_stories.__code__:
            called.locks, is_held = called.locks + 1, True
        elif event == "return" and code in holders:
            is_held = code is store.__code__ and _within(frame, settle.__code__)
        elif (event == "call" and code in names) or (event == "c_call" and given is zlib.compress):
            name = names.get(code, "compress")
            (called.under if is_held else called.before).add(name)

    sys.setprofile(note)
    try:
        yield called
    finally:
        sys.setprofile(None)


def _within(frame: FrameType, code: CodeType) -> bool:
    outer = frame.f_back
    while outer is not None and outer.f_code is not code:
        outer = outer.f_back
    return outer is not None


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Makes of this process one that has just begun: nothing has been worked out."""

    def forget() -> None:
        for name in ("_PRINTS", "_SHAPES", "_TOLD"):
            monkeypatch.setattr(worked_out, name, Remembered(most=100_000, weight_of=lambda value: 1))

    forget()
    return forget


def visited(now: datetime) -> tuple[Called, list[str]]:
    """One round of visits, what was called in it and what each came to."""
    with watched() as called:
        came = tick(now)
    Watch.objects.filter(next_fetch_at__lte=now + STEP).update(next_fetch_at=now + timedelta(days=900))
    return called, [each.outcome for each in came]


def retold(number: int) -> bytes:
    told = f"Told again {number}. The northern link of Harbour Exchange was cut, according to Quay Courier.\n\n{CUT}"
    return page(article(f"Link of Harbour Exchange cut {number}", told, site=f"House {number}"))


def test_pages_that_tell_of_one_event(fresh: Callable[[], None]) -> None:
    pages: dict[str, Page] = {"/cut": page(article("Link cut", CUT))}
    with room(pages) as server:
        source(server.url("/cut"), "page")
        called, outcomes = visited(NOW)
        assert (outcomes, called) == (["new"], Called(OF_A_TEXT | {"compress"}, set(), 2))
        for number in (1, 2):
            fresh()  # others have stored what is here: another process, or this one before it was begun anew
            pages[f"/{number}"] = retold(number)
            source(server.url(f"/{number}"), "page")
            called, outcomes = visited(NOW + number * STEP)
            assert (outcomes, called) == (["new"], Called(OF_A_TEXT | {"compress"}, set(), 2))
        assert Story.objects.count() == 1
        assert OriginEdge.objects.filter(state="joined").count() >= 2
        fresh()
        pages["/cut"] = page(article("Link cut", CUT.replace("Twelve", "Three")))
        Watch.objects.filter(address=server.url("/cut")).update(next_fetch_at=NOW + 9 * STEP)
        called, outcomes = visited(NOW + 9 * STEP)
        assert (outcomes, called) == (
            ["changed"],
            Called((OF_A_TEXT - {"fingerprint"}) | {"compress", "lasting"}, set(), 2),
        )
    assert DocumentVersion.objects.count() == 4


def test_page_that_has_changed_in_its_counters_alone_is_judged_before(fresh: Callable[[], None]) -> None:
    pages: dict[str, Page] = {"/cut": page(article("Link cut", f"{CUT}\n\nUpdated: 3 March 2031"))}
    with room(pages) as server:
        source(server.url("/cut"), "page")
        visited(NOW)
        pages["/cut"] = page(article("Link cut", f"{CUT}\n\nUpdated: 4 March 2031"))
        Watch.objects.update(next_fetch_at=NOW + 2 * STEP)
        called, outcomes = visited(NOW + 2 * STEP)
    assert (outcomes, called) == (["unchanged"], Called({"lasting"}, set(), 1))


def test_document_that_cannot_be_read_and_joins_a_story(fresh: Callable[[], None]) -> None:
    told = "The northern link of Harbour Exchange was cut by a dredger. Marta Quill of Harbour Exchange said so."
    pages: dict[str, Page] = {
        "/cut": page(article("Link of Harbour Exchange cut by a dredger", CUT)),
        "/feed": feed(item(1, "/seen", "Dredger cuts link of Harbour Exchange", told)),
        "/seen": answer("403 Forbidden"),
    }
    with room(pages) as server:
        source(server.url("/cut"), "page")
        visited(NOW)
        source(server.url("/feed"))
        tick(NOW + STEP)
        fresh()
        Watch.objects.exclude(kind="document").update(next_fetch_at=None)
        called, outcomes = visited(NOW + 2 * STEP)
    assert (outcomes, called.under, called.locks) == (["failed"], set(), 2)
    assert called.before >= {"fingerprint", "shape_of", "attributions_in"}
    assert Document.objects.get(address=server.url("/seen")).story == Story.objects.get()


def test_files_that_are_brought_in_by_hand(fresh: Callable[[], None]) -> None:
    files = [Upload(f"{number}.txt", f"Link cut {number}\n\nIt is said: {CUT}".encode()) for number in range(3)]
    for file in files:
        fresh()
        with watched() as called:
            ingested = ingest(files=[file], by=BY, now=NOW)
        assert [each.state for each in ingested.documents] == ["new"]
        assert (called.under, called.before >= OF_A_TEXT) == (set(), True)
    assert Story.objects.count() == 1
