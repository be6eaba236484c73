"""The fetcher against a real server on loopback: what it brings, what it refuses, what it calls a failure."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from datetime import timedelta

import pytest

from sources.fetching.fetcher import Fetcher
from sources.fetching.outcomes import (
    Failed,
    Failure,
    Fetched,
    Headers,
    Outcome,
    Redirect,
    Refusal,
    Refused,
    Unchanged,
)
from tests.sources.fetching.rig import (
    AGENT,
    NOW,
    PUBLIC,
    PUBLIC6,
    Page,
    Server,
    answer,
    answers,
    fetched,
    in_a_loop,
    internet,
    serving,
)


def test_page_is_fetched_with_the_headers_we_use() -> None:
    page = answer(
        body=b"<title>A</title>",
        Content_Type="text/html; charset=utf-8",
        ETag='W/"7"',
        Last_Modified="Sun, 01 Mar 2026 10:00:00 GMT",
        Cache_Control="max-age=600",
        Set_Cookie="spy=1",
    )
    outcome, server = fetched({"/a?b=c%20d": page}, "/a?b=c%20d")
    headers = Headers("text/html; charset=utf-8", 'W/"7"', "Sun, 01 Mar 2026 10:00:00 GMT", "max-age=600")
    assert outcome == Fetched(200, server.url("/a?b=c%20d"), headers, b"<title>A</title>")
    assert server.paths == ["/robots.txt", "/a?b=c%20d"]
    for head in server.asked:
        assert f"User-Agent: {AGENT}\r\n" in head
        assert f"Host: 127.0.0.1:{server.port}\r\n" in head
        assert "Accept-Encoding: gzip, deflate\r\n" in head
        assert "cookie" not in head.lower()


def test_host_of_the_name_is_asked_at_the_judged_address() -> None:
    async def run() -> Outcome:
        resolve = answers(bücher=[], **{"xn--bcher-kva__example__com": [PUBLIC]})
        async with serving({"/": answer(body=b"x")}) as server, Fetcher(agent=AGENT, resolve=resolve) as fetcher:
            world.places[PUBLIC, 80] = server.port
            outcome = await fetcher.fetch("http://Bücher.Example.COM.:80", now=NOW)
            assert all("\r\nHost: xn--bcher-kva.example.com\r\n" in head for head in server.asked)
            return outcome

    with internet() as world:
        assert in_a_loop(run()) == Fetched(200, "http://xn--bcher-kva.example.com/", Headers(), b"x")
    assert set(world.tried) == {(PUBLIC, 80)}


@pytest.mark.parametrize("url", [f"http://[{PUBLIC6}]/", "http://name.example.com/"])
def test_ipv6_address_is_connected_to_as_judged(url: str) -> None:
    async def run() -> Outcome:
        async with Fetcher(agent=AGENT, resolve=answers(name__example__com=[PUBLIC6])) as fetcher:
            return await fetcher.fetch(url, now=NOW)

    with internet() as world:
        assert in_a_loop(run()) == Failed(Failure.CONNECTION, "The connection was not taken.")
    assert world.tried == [(PUBLIC6, 80)]


def test_page_at_an_ipv6_address_is_fetched() -> None:
    async def run() -> tuple[Outcome, str]:
        server = Server({"/": answer(body=b"six", Connection="close")})
        try:
            running = await asyncio.start_server(server.take, "::1", 0)
        except OSError:
            pytest.skip("this machine has no IPv6")
        async with running, Fetcher(agent=AGENT, allow_loopback=True) as fetcher:
            at = f"[::1]:{running.sockets[0].getsockname()[1]}"
            outcome = await fetcher.fetch(f"http://{at}/", now=NOW)
            assert [f"\r\nHost: {at}\r\n" in head for head in server.asked] == [True, True]
        return outcome, at

    outcome, at = in_a_loop(run())
    assert outcome == Fetched(200, f"http://{at}/", Headers(), b"six")


@pytest.mark.parametrize("status", ["301 M", "302 F", "303 S", "307 T", "308 P"])
def test_redirect_is_followed(status: str) -> None:
    outcome, server = fetched({"/": answer(status, Location="/b/../c?d"), "/c?d": answer(body=b"x")})
    assert isinstance(outcome, Fetched)
    assert (outcome.address, outcome.redirects) == (
        server.url("/c?d"),
        (Redirect(int(status[:3]), server.url("/c?d")),),
    )


@pytest.mark.parametrize("number", [5, 6])
def test_five_redirects_are_followed_and_six_refused(number: int) -> None:
    pages: dict[str, Page] = {f"/{i}": answer("302 Found", Location=f"/{i + 1}") for i in range(number)}
    outcome, server = fetched({**pages, f"/{number}": answer(body=b"end")}, "/0")
    if number == 5:
        assert isinstance(outcome, Fetched)
        assert (outcome.body, len(outcome.redirects)) == (b"end", 5)
    else:
        assert outcome == Refused(Refusal.REDIRECTS, "It redirects more than 5 times.")
        assert "/6" not in server.paths


def test_redirect_carries_nothing_along() -> None:
    page = answer("302 Found", Location="/b", Set_Cookie="spy=1; Path=/", WWW_Authenticate="Basic")
    _, server = fetched({"/": page, "/b": answer()}, etag='"1"')
    assert "If-None-Match" in server.asked[1]
    assert not any(word in server.asked[2] for word in ("If-None-Match", "Cookie", "Authorization", "Referer"))


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://x/", "http://u:p@example.com/", "http://10.0.0.1/"])
def test_redirect_elsewhere_is_refused_without_saying_where(location: str) -> None:
    outcome, server = fetched({"/": answer("302 Found", Location=location)})
    assert isinstance(outcome, Refused)
    assert outcome.sentence.startswith("A redirect was not followed. ")
    assert not any(part in outcome.sentence for part in ("passwd", "u:p", "10.0"))
    assert server.paths == ["/robots.txt", "/"]


def test_redirect_to_another_port_is_refused() -> None:
    async def run() -> Outcome:
        pages: dict[str, Page] = {"/": answer("302 Found", Location="http://name.example.com:8080/")}
        resolve = answers(name__example__com=[PUBLIC])
        async with serving(pages) as server, Fetcher(agent=AGENT, resolve=resolve) as fetcher:
            world.places[PUBLIC, 80] = server.port
            return await fetcher.fetch("http://name.example.com/", now=NOW)

    with internet() as world:
        assert in_a_loop(run()) == Refused(
            Refusal.ADDRESS, "A redirect was not followed. Only ports 80 and 443 are fetched."
        )


def test_unchanged_page_is_unchanged() -> None:
    page = answer("304 Not Modified", ETag='"2"')
    outcome, server = fetched({"/": page}, etag='"1"', last_modified="Sun, 01 Mar 2026 10:00:00 GMT")
    assert outcome == Unchanged(server.url("/"), Headers(etag='"2"'))
    assert 'If-None-Match: "1"\r\nIf-Modified-Since: Sun, 01 Mar 2026 10:00:00 GMT\r\n' in server.asked[1]


def test_unchanged_without_being_asked_is_a_failure() -> None:
    outcome, _ = fetched({"/": answer("304 Not Modified")})
    assert outcome == Failed(Failure.STATUS, "It answered with status 304.", 304)


def test_validators_go_to_the_address_they_came_from_alone() -> None:
    async def run() -> tuple[Outcome, list[str]]:
        pages: dict[str, Page] = {"/": answer("301 Moved", Location="/b"), "/b": answer("304 Not Modified")}
        async with serving(pages) as server, Fetcher(agent=AGENT, allow_loopback=True) as fetcher:
            url = server.url("/")
            outcome = await fetcher.fetch(url, now=NOW, etag='"1"', validated=server.url("/b"))
            return outcome, [head for head in server.asked if "If-None-Match" in head]

    outcome, conditional = in_a_loop(run())
    assert isinstance(outcome, Unchanged)
    assert [head.split(" ")[1] for head in conditional] == ["/b"]


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress(b"hello", mtime=0)),
        ("x-gzip", gzip.compress(b"hel", mtime=0) + gzip.compress(b"lo", mtime=0) + b"\0\0"),
        ("deflate", zlib.compress(b"hello")),
        ("DEFLATE", zlib.compress(b"hello")[2:-4]),
        ("identity", b"hello"),
    ],
)
def test_packed_body_is_unpacked(coding: str, packed: bytes) -> None:
    outcome, _ = fetched({"/": answer(body=packed, Content_Encoding=coding)})
    assert isinstance(outcome, Fetched)
    assert outcome.body == b"hello"


def test_connection_that_is_not_taken_is_a_failure() -> None:
    async def run() -> Outcome:
        async with serving({}) as server:
            url = server.url("/")
        async with Fetcher(agent=AGENT, allow_loopback=True) as fetcher:
            return await fetcher.fetch(url, now=NOW)

    assert in_a_loop(run()) == Failed(Failure.CONNECTION, "The connection was not taken.")


def test_plain_text_instead_of_encryption_is_a_failure() -> None:
    async def run() -> Outcome:
        async with serving({}) as server, Fetcher(agent=AGENT, allow_loopback=True) as fetcher:
            return await fetcher.fetch(server.url("/").replace("http:", "https:"), now=NOW)

    with internet():
        outcome = in_a_loop(run())
    assert isinstance(outcome, Failed)
    assert outcome.reason in {Failure.CERTIFICATE, Failure.CONNECTION}


@pytest.mark.parametrize("status", [204, 206, 300, 400, 401, 403, 404, 410, 429, 451, 500, 503])
def test_status_that_brings_no_page_is_a_failure(status: int) -> None:
    outcome, _ = fetched({"/": answer(f"{status} X", body=b"" if status == 204 else b"a secret")})
    if status == 204:
        assert isinstance(outcome, Fetched)
    else:
        assert outcome == Failed(Failure.STATUS, f"It answered with status {status}.", status)


@pytest.mark.parametrize(
    ("value", "wait"),
    [("120", timedelta(seconds=120)), ("Sun, 01 Mar 2026 12:10:00 GMT", timedelta(minutes=10)), ("soon", None)],
)
def test_wait_that_is_asked_for_is_reported(value: str, wait: timedelta | None) -> None:
    outcome, server = fetched({"/": answer("503 Busy", Retry_After=value)})
    place = f"127.0.0.1:{server.port}" if wait else ""
    assert outcome == Failed(Failure.STATUS, "It answered with status 503.", 503, wait, place)


def test_cookie_of_a_name_is_not_sent_back() -> None:
    """By name: a jar would ignore cookies of a number anyway."""

    async def run() -> list[str]:
        pages: dict[str, Page] = {
            "/": answer("302 Found", Location="/b", Set_Cookie="spy=1; Path=/"),
            "/b": answer(Set_Cookie="spy=2"),
        }
        resolve = answers(name__example__com=[PUBLIC])
        async with serving(pages) as server, Fetcher(agent=AGENT, resolve=resolve) as fetcher:
            world.places[PUBLIC, 80] = server.port
            for _ in range(2):
                assert isinstance(await fetcher.fetch("http://name.example.com/", now=NOW), Fetched)
            return server.asked

    with internet() as world:
        asked = in_a_loop(run())
    assert (len(asked), [head for head in asked if "spy" in head]) == (5, [])


def test_environment_s_proxy_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    outcome, _ = fetched({"/": answer(body=b"direct")})
    assert isinstance(outcome, Fetched)


def test_steps_are_told_and_name_no_number() -> None:
    lines: list[str] = []

    async def run() -> None:
        resolve = answers(name__example__com=[PUBLIC])
        async with (
            serving({"/": answer("301 Moved", Location="/b"), "/b": answer()}) as server,
            Fetcher(agent=AGENT, resolve=resolve, tell=lines.append) as fetcher,
        ):
            world.places[PUBLIC, 80] = server.port
            await fetcher.fetch("http://name.example.com/", now=NOW)

    with internet() as world:
        in_a_loop(run())
    resolved = "name.example.com resolved to 1 address, allowed"  # for each request: nobody asks again in one breath
    assert lines == [
        resolved,
        "robots.txt of name.example.com allows it",
        resolved,
        "http://name.example.com/ answered 301",
        "redirected to http://name.example.com/b",
        "robots.txt of name.example.com allows it",
        resolved,
        "http://name.example.com/b answered 200",
    ]
