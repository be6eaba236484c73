"""The first ten minutes of the demonstration in a few seconds: everything is real but the press room's clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings

from plumbline.demonstration.build import build_once
from plumbline.demonstration.logins import FILE
from plumbline.demonstration.press import room_of
from plumbline.pressroom.houses import HOUSES
from plumbline.pressroom.room import Room
from plumbline.pressroom.server import open_room
from profiles.desk.news import read_news
from profiles.editions.falling import look_at_due
from sources.fetching.beside import FetcherBeside
from sources.fetching.fetcher import Fetcher
from sources.watching.manners import SharedManners
from sources.watching.visiting import visit_rounds
from tests.e2e.ten_minutes import BOILERPLATE, live_through

pytestmark = [
    pytest.mark.django_db(transaction=True),
    # Loopback alone, as everywhere; the houses of the press room have addresses of their own there.
    pytest.mark.allow_hosts(["127.0.0.1", "::1", "localhost", *(house.host for house in HOUSES)]),
]

LONG = timedelta(minutes=12)
SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"


class Clock:
    """The press room's time; it moves only where somebody waits."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    # The whole story lies behind us, so that what is published now comes after what was told.
    return Clock(datetime.now(UTC) - LONG)


@pytest.fixture
def folder(tmp_path: Path, settings: Any, clock: Clock, unused_tcp_port: int) -> Iterator[Path]:
    settings.DATA_DIR, settings.MEDIA_ROOT, settings.ALLOW_LOOPBACK = tmp_path, tmp_path / "media", True
    room = room_of(tmp_path, port=unused_tcp_port, now=clock.now)
    servers = open_room(room, clock)
    build_once(folder=tmp_path, now=clock.now)
    yield tmp_path
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def unused_tcp_port(live_server: Any) -> int:
    """A port that is free on every loopback address: the live server's is taken on one, the next one is tried."""
    return int(live_server.url.rsplit(":", 1)[1]) + 1


def pages() -> list[str]:
    """What is pasted: our own boilerplate always, and the published page of the seeds where it lies beside us."""
    seeds = [seed.read_text(encoding="utf-8") for seed in sorted(SEEDS.glob("000*.txt"))[:1]]
    return [BOILERPLATE, *seeds]


def unhurried() -> FetcherBeside:
    """The watch's own, without waiting: the clock of these ten minutes is not the wall's."""
    agent = django_settings.FETCH_AGENT
    return FetcherBeside(Fetcher(agent=agent, allow_loopback=True, manners=SharedManners(), sleep=at_once))


async def at_once(seconds: float) -> None:
    assert seconds <= 25


def test_first_ten_minutes(folder: Path, live_server: Any, clock: Clock) -> None:
    logins = dict(line.split() for line in (folder / FILE).read_text().splitlines())
    assert isinstance(room_of(folder), Room)
    told: list[str] = []

    def wait(what: str, look: Callable[[], Any]) -> Any:
        for _ in range(400):
            seen = look()
            if seen is not None and seen is not False and seen != "":
                return seen
            clock.now += timedelta(seconds=3)
            visit_rounds(fetcher=unhurried, clock=lambda: clock.now, seconds=0, chance=lambda: 0.5)
            while read_news(now=clock.now):
                pass
            look_at_due(now=clock.now)
        raise AssertionError(f"it never happened: {what}")

    live_through(live_server.url, logins, wait, told.append, pages())
    assert len(told) == 11
    assert django_settings.ALLOW_LOOPBACK
