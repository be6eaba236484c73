"""One request to a host in five seconds, robots.txt and redirects among them, for a fetcher that is alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from sources.fetching.fetcher import Fetcher
from sources.fetching.manners import OwnManners, RobotsFile, Turn
from sources.fetching.outcomes import Failed, Failure, Fetched, Outcome, Redirect, Refusal, Refused
from tests.sources.fetching.rig import AGENT, NOW, Page, Server, answer, in_a_loop, serving

ENDLESS: dict[str, Page] = {f"/{number}": answer("302 Found", Location=f"/{number + 1}") for number in range(9)}
REFUSES = answer(body=b"User-agent: *\nDisallow: /")


class Hurried(OwnManners):
    """Those of one who is alone; it notes who had to wait, and knows what others have read."""

    def __init__(self, robots: str | None = None) -> None:
        super().__init__()
        self.waited: list[float] = []
        self.robots = robots
        self.kept: list[tuple[str, str]] = []

    async def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)

    async def robots_of(self, origin: str, **given: Any) -> RobotsFile | None:
        return None if self.robots is None else RobotsFile(self.robots, NOW - timedelta(hours=1))

    async def keep_robots(self, origin: str, text: str, **given: Any) -> None:
        self.kept.append((origin, text))


def fetched(manners: Hurried, pages: dict[str, Page], path: str, **options: Any) -> tuple[Outcome, Server]:
    asked = {"has_turn": options.pop("has_turn", False)}

    async def run() -> tuple[Outcome, Server]:
        async with serving(pages) as server:
            given = {"manners": manners, "sleep": manners.sleep, "clock": lambda: 0.0, **options}
            fetcher = Fetcher(agent=AGENT, allow_loopback=True, **given)
            async with fetcher:
                return await fetcher.fetch(server.url(path), now=NOW, **asked), server

    return in_a_loop(run())


@pytest.mark.parametrize(
    ("robots", "path", "asked", "waits"),
    [
        (None, "/page", ["/robots.txt", "/page"], [5]),
        ("", "/page", ["/page"], []),
        (None, "/moved", ["/robots.txt", "/moved", "/page"], [5, 10]),
        ("", "/moved", ["/moved", "/page"], [5]),
        ("", "/0", [f"/{number}" for number in range(6)], [5, 10, 15, 20, 25]),
    ],
)
def test_each_request_waits_for_its_turn(robots: str | None, path: str, asked: list[str], waits: list[int]) -> None:
    """Time stands still for the manners here, so that a third request is told to wait for twice as long."""
    manners = Hurried(robots)
    pages = {**ENDLESS, "/page": answer(body=b"x"), "/moved": answer("301 Moved", Location="/page")}
    outcome, server = fetched(manners, pages, path, patience=1_000)
    assert server.paths == asked
    assert manners.waited == waits
    if path == "/0":
        assert outcome == Refused(Refusal.REDIRECTS, "It redirects more than 5 times.")
    else:
        moved = (Redirect(301, server.url("/page")),) if path == "/moved" else ()
        assert isinstance(outcome, Fetched)
        assert (outcome.body, outcome.redirects) == (b"x", moved)
    assert manners.kept == ([] if robots == "" else [(server.url(""), "")])


def test_a_turn_that_one_has_is_not_taken_again() -> None:
    manners = Hurried("")
    assert isinstance(fetched(manners, {"/": answer(body=b"x")}, "/", has_turn=True)[0], Fetched)
    assert manners._free_at == {}


def test_what_others_have_read_is_believed() -> None:
    outcome, server = fetched(Hurried("User-agent: *\nDisallow: /page"), {"/page": answer(body=b"x")}, "/page")
    assert outcome == Refused(Refusal.ROBOTS, "The site's robots.txt asks programs not to fetch it.")
    assert server.asked == []


def test_what_was_read_while_one_waited_is_believed() -> None:
    class Meanwhile(Hurried):
        async def sleep(self, seconds: float) -> None:
            self.robots = "User-agent: *\nDisallow: /"

        async def turn(self, place: str, **given: Any) -> Turn:
            return Turn(True, 3.0)

    outcome, server = fetched(Meanwhile(), {"/robots.txt": answer(), "/page": answer(body=b"x")}, "/page")
    assert isinstance(outcome, Refused)
    assert server.asked == []


def test_turn_that_took_long_to_take_is_not_late_by_that() -> None:
    gone_by = 0.0

    class Slow(Hurried):
        async def turn(self, place: str, **given: Any) -> Turn:
            nonlocal gone_by
            gone_by += 3
            return Turn(True, 5.0)

    manners = Slow("")
    outcome, _ = fetched(manners, {"/": answer(body=b"x")}, "/", clock=lambda: gone_by)
    assert isinstance(outcome, Fetched)
    assert manners.waited == [2.0]


def test_patience_ends_and_nothing_is_anybodys_fault() -> None:
    outcome, server = fetched(Hurried(""), ENDLESS, "/0", patience=14)
    sentence = "It was not our turn to ask 127.0.0.1: others ask it too, or it wants to be left alone."
    place = f"127.0.0.1:{server.port}"
    assert outcome == Failed(Failure.TURN, sentence, None, timedelta(seconds=10), place)
    assert server.paths == ["/0", "/1"]  # five seconds were waited, ten more would be too much


def test_own_waiting_is_not_held_against_the_other_side() -> None:
    class Slow(OwnManners):
        async def turn(self, place: str, **given: Any) -> Turn:
            return Turn(True, 1.2)

    async def run() -> Outcome:
        async with (
            serving({"/": answer(body=b"x")}) as server,
            Fetcher(agent=AGENT, allow_loopback=True, manners=Slow(), deadline=1.0) as fetcher,
        ):
            return await fetcher.fetch(server.url("/"), now=NOW)

    assert isinstance(in_a_loop(run()), Fetched)
