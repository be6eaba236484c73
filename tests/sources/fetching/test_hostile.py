"""Nothing that must not be reached is reached: neither by address, nor by redirect, nor by a name's answer."""

from __future__ import annotations

import re
import socket
from contextlib import closing

import aiohttp
import pytest

from sources.fetching.connecting import NotPublic, guarded_session
from sources.fetching.fetcher import Fetcher
from sources.fetching.outcomes import Failed, Outcome, Refusal, Refused
from tests.sources.fetching.hostile import HARMLESS, HOSTILE, NAMES, SPECIAL, SPELT
from tests.sources.fetching.rig import (
    AGENT,
    NOW,
    PUBLIC,
    PUBLIC6,
    answer,
    answers,
    in_a_loop,
    internet,
    is_special,
    serving,
)

SENTENCE_LEAKS = ("127.", "10.0", "169.254", "192.168", "::1", "secret", "localhost")


async def _anything_is_here(host: str) -> list[str]:
    """A resolver of an enemy: every name is this machine."""
    return ["127.0.0.1", "::1"]


def test_table_is_of_several_hundred_different_addresses() -> None:
    assert len(HOSTILE) == len(set(HOSTILE)) > 1_000
    assert all(is_special(literal) for literal in SPECIAL)


def test_hostile_address_is_refused_before_any_connection() -> None:
    wrong: list[tuple[str, Outcome]] = []

    async def run() -> None:
        async with Fetcher(agent=AGENT, resolve=_anything_is_here) as fetcher:
            for url in HOSTILE:
                outcome = await fetcher.fetch(url, now=NOW)
                if not isinstance(outcome, Refused) or any(leak in outcome.sentence for leak in SENTENCE_LEAKS):
                    wrong.append((url, outcome))

    with internet() as world:
        in_a_loop(run())
    assert (wrong, world.tried) == ([], [])


def test_listener_on_this_machine_sees_nobody() -> None:
    """The same with a real socket, at the port that the addresses name, and a control that it would see somebody."""
    with closing(socket.create_server(("127.0.0.1", 0), backlog=500)) as listener:
        listener.setblocking(False)
        port = listener.getsockname()[1]
        hosts = ["127.0.0.1", "localhost", "0.0.0.0", "127.1.2.3", "[::ffff:127.0.0.1]", *NAMES, *SPELT]

        async def run(*, allow_loopback: bool) -> None:
            async with Fetcher(
                agent=AGENT, resolve=_anything_is_here, allow_loopback=allow_loopback, deadline=0.05
            ) as fetcher:
                for host in hosts if not allow_loopback else hosts[:1]:
                    await fetcher.fetch(f"http://{host}:{port}/", now=NOW)

        in_a_loop(run(allow_loopback=False))
        with pytest.raises(BlockingIOError):
            listener.accept()
        in_a_loop(run(allow_loopback=True))
        listener.accept()[0].close()


def test_redirect_to_a_hostile_address_is_not_followed() -> None:
    sendable = [url for url in HOSTILE if _sendable(url)]
    seen: list[tuple[str, Outcome]] = []

    async def run() -> None:
        pages = {f"/{i}": _redirect(url) for i, url in enumerate(sendable)}
        async with (
            serving(pages) as server,
            Fetcher(agent=AGENT, resolve=answers(start__example__com=[PUBLIC])) as fetcher,
        ):
            world.places[PUBLIC, 80] = server.port
            for i, url in enumerate(sendable):
                outcome = await fetcher.fetch(f"http://start.example.com/{i}", now=NOW)
                if not isinstance(outcome, Refused) or any(leak in outcome.sentence for leak in SENTENCE_LEAKS):
                    seen.append((url, outcome))

    with internet() as world:
        in_a_loop(run())
    assert len(sendable) > 900
    assert set(world.tried) == {(PUBLIC, 80)}
    # What begins with no scheme means a page of the same host; that one is fetched, and is not there.
    elsewhere = [(url, outcome) for url, outcome in seen if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", url)]
    assert {url for url, _ in elsewhere} - HARMLESS == {url for url in sendable if len(url.encode()) > 8_190}
    assert {type(outcome) for _, outcome in seen} == {Failed}


def _sendable(url: str) -> bool:
    try:
        return not set(url.encode("utf-8")) & {0, 10, 13} and url.strip() == url and len(url) < 5000
    except UnicodeEncodeError:
        return False


def _redirect(url: str) -> bytes:
    head, _, rest = answer("302 Found", Location="@@").partition(b"@@")
    return head + url.encode("utf-8") + rest


@pytest.mark.parametrize("others", [[], [PUBLIC], [PUBLIC, PUBLIC6]], ids=["alone", "second", "third"])
@pytest.mark.parametrize("last", [True, False])
def test_one_special_address_in_an_answer_refuses_the_whole(others: list[str], last: bool) -> None:
    async def run() -> list[str]:
        through = []
        for literal in SPECIAL:
            found = [*others, literal] if last else [literal, *others]
            async with Fetcher(agent=AGENT, resolve=answers(name__example__com=found)) as fetcher:
                outcome = await fetcher.fetch("http://name.example.com/", now=NOW)
                if not (isinstance(outcome, Refused) and outcome.reason == Refusal.SPECIAL):
                    through.append(literal)
        return through

    with internet() as world:
        assert in_a_loop(run()) == []
    assert world.tried == []


@pytest.mark.parametrize(
    "odd", ["", "localhost", "127.1", "fe80::1%eth0", "2606:2800:220:1::1%1", "0x7f000001", "93.184.216.034"]
)
def test_answer_that_is_no_plain_number_is_refused(odd: str) -> None:
    async def run() -> Outcome:
        async with Fetcher(agent=AGENT, resolve=answers(name__example__com=[odd])) as fetcher:
            return await fetcher.fetch("http://name.example.com/", now=NOW)

    with internet() as world:
        outcome = in_a_loop(run())
    assert isinstance(outcome, Refused)
    assert world.tried == []


def test_second_gate_holds_where_the_first_is_missing() -> None:
    """An IP address in a URL never meets the resolver; here it meets the parser neither."""

    async def run() -> list[str]:
        through = []
        session = guarded_session(agent=AGENT, allow_loopback=False, resolve=_anything_is_here, tell=lambda line: None)
        async with session:
            for literal in SPECIAL:
                host = f"[{literal}]" if ":" in literal else literal
                try:
                    await session.get(f"http://{host}/", allow_redirects=False)
                except aiohttp.ClientConnectorError as error:
                    if isinstance(error.os_error, NotPublic):
                        continue
                through.append(literal)
        return through

    with internet() as world:
        assert in_a_loop(run()) == []
    assert world.tried == []


def test_second_gate_stops_a_race_of_several_addresses() -> None:
    async def run() -> None:
        session = guarded_session(agent=AGENT, allow_loopback=False, resolve=_anything_is_here, tell=lambda line: None)

        async def unguarded(host: str, port: int = 0, family: int = 0) -> list[dict[str, object]]:
            literals = ["127.0.0.1", "::1", "10.0.0.1"]
            shape = {"hostname": host, "port": port, "family": family, "proto": 0, "flags": 0}
            return [{**shape, "host": literal} for literal in literals]

        session.connector._resolver.resolve = unguarded  # type: ignore[union-attr]
        async with session:
            with pytest.raises(aiohttp.ClientConnectorError) as caught:
                await session.get("http://name.example.com/")
            assert isinstance(caught.value.os_error, NotPublic)

    with internet() as world:
        in_a_loop(run())
    assert world.tried == []


def test_name_that_turns_to_this_machine_after_robots_is_refused() -> None:
    turns = [[PUBLIC], ["127.0.0.1"]]

    async def resolve(host: str) -> list[str]:
        return turns.pop(0)

    async def run() -> Outcome:
        robots = answer("404 Not Found", Connection="close")
        async with serving({"/robots.txt": robots}) as server, Fetcher(agent=AGENT, resolve=resolve) as fetcher:
            world.places[PUBLIC, 80] = server.port
            return await fetcher.fetch("http://name.example.com/", now=NOW)

    with internet() as world:
        outcome = in_a_loop(run())
    assert isinstance(outcome, Refused)
    assert (outcome.reason, world.tried, turns) == (Refusal.SPECIAL, [(PUBLIC, 80)], [])


def test_robots_that_redirects_inside_is_not_followed() -> None:
    async def run() -> Outcome:
        pages = {"/robots.txt": answer("302 Found", Location="http://127.0.0.1/robots.txt")}
        resolve = answers(name__example__com=[PUBLIC])
        async with serving(pages) as server, Fetcher(agent=AGENT, resolve=resolve) as fetcher:
            world.places[PUBLIC, 80] = server.port
            return await fetcher.fetch("http://name.example.com/", now=NOW)

    with internet() as world:
        outcome = in_a_loop(run())
    assert isinstance(outcome, Refused)
    assert world.tried == [(PUBLIC, 80)]


def test_allowed_loopback_opens_this_machine_and_nothing_else() -> None:
    urls = [url for url in HOSTILE if url not in HARMLESS]

    async def run() -> None:
        async with Fetcher(agent=AGENT, allow_loopback=True, resolve=_anything_is_here) as fetcher:
            for url in urls:
                await fetcher.fetch(url, now=NOW)

    with internet() as world:
        in_a_loop(run())
    assert world.tried
    assert {place[0] for place in world.tried if not place[0].startswith("127.")} == {"::1"}
