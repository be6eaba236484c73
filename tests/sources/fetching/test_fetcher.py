"""The fetcher against a real server on loopback: what it brings, what it refuses, what it calls a failure."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from datetime import timedelta
from typing import Any

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
from tests.sources.fetching.rig import AGENT, NOW, PUBLIC, Page, answer, answers, fetched, internet, serving

MIB = 1024 * 1024


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
        assert asyncio.run(run()) == Fetched(200, "http://xn--bcher-kva.example.com/", Headers(), b"x")
    assert set(world.tried) == {(PUBLIC, 80)}


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
        assert asyncio.run(run()) == Refused(
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

    outcome, conditional = asyncio.run(run())
    assert isinstance(outcome, Unchanged)
    assert [head.split(" ")[1] for head in conditional] == ["/b"]


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress(b"hello")),
        ("x-gzip", gzip.compress(b"hel") + gzip.compress(b"lo") + b"\0\0"),
        ("deflate", zlib.compress(b"hello")),
        ("DEFLATE", zlib.compress(b"hello")[2:-4]),
        ("identity", b"hello"),
    ],
)
def test_packed_body_is_unpacked(coding: str, packed: bytes) -> None:
    outcome, _ = fetched({"/": answer(body=packed, Content_Encoding=coding)})
    assert isinstance(outcome, Fetched)
    assert outcome.body == b"hello"


async def _endless(writer: Any) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        writer.write(b"x" * 65536)
        await writer.drain()


async def _endless_chunks_of_nothing(writer: Any) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n")
    member = gzip.compress(b"") * 1000
    while True:
        writer.write(b"%x\r\n%s\r\n" % (len(member), member))
        await writer.drain()


async def _slow(writer: Any) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.01)


async def _slow_headers(writer: Any) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        writer.write(b"X-A: b\r\n")
        await writer.drain()
        await asyncio.sleep(0.01)


async def _silent(writer: Any) -> None:
    await asyncio.sleep(5)


BOMB = gzip.compress(b"\0" * (11 * MIB))


@pytest.mark.parametrize(
    "page",
    [
        answer(body=BOMB, Content_Encoding="gzip"),
        answer(body=zlib.compress(b"\0" * (11 * MIB)), Content_Encoding="deflate"),
        answer(length=11 * MIB),
        answer(length=10**18),
        _endless,
        _endless_chunks_of_nothing,
    ],
    ids=["gzip bomb", "deflate bomb", "long", "very long", "endless", "endless nothing"],
)
def test_too_large_body_is_refused(page: Page) -> None:
    outcome, _ = fetched({"/": page}, limit=MIB)
    assert outcome == Refused(Refusal.SIZE, "It is larger than 1 MiB.")


def test_body_of_exactly_the_limit_is_fetched() -> None:
    for body, packed in ((b"x" * 1000, gzip.compress(b"x" * 1000)), (b"x" * 1001, gzip.compress(b"x" * 1001))):
        plain, _ = fetched({"/": answer(body=body)}, limit=1000)
        unpacked, _ = fetched({"/": answer(body=packed, Content_Encoding="gzip")}, limit=1000)
        assert isinstance(plain, Fetched) == isinstance(unpacked, Fetched) == (len(body) == 1000)


@pytest.mark.parametrize("page", [_slow, _silent, _slow_headers], ids=["body", "silence", "headers"])
def test_slow_answer_ends_at_the_deadline(page: Page) -> None:
    outcome, _ = fetched({"/": page}, deadline=0.15)
    assert outcome == Failed(Failure.TIME, "It did not answer in full within 0.15 seconds.")


def test_deadline_covers_robots_and_redirects_together() -> None:
    async def late(writer: Any) -> None:
        await asyncio.sleep(0.1)
        writer.write(answer("302 Found", Location="/", Connection="close"))
        await writer.drain()

    outcome, _ = fetched({"/": late}, deadline=0.25)
    assert isinstance(outcome, Failed)
    assert outcome.reason == Failure.TIME


@pytest.mark.parametrize(
    "page",
    [
        answer(body=b"short", length=10, Connection="close"),
        b"this is no HTTP\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"a" * 20_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 50_000 + b"\r\n",
        answer(body=b"\x1f\x8bnonsense", Content_Encoding="gzip"),
        answer(body=gzip.compress(b"hello" * 100)[:-20], Content_Encoding="gzip"),
        answer(body=b"\x1f", Content_Encoding="gzip"),
        answer(body=b"x", Content_Encoding="br"),
        answer(body=gzip.compress(gzip.compress(b"x")), Content_Encoding="gzip, gzip"),
    ],
    ids="short words length long-header many-headers garbage torn one-byte brotli twice".split(),  # noqa: SIM905
)
def test_broken_answer_is_a_failure(page: bytes) -> None:
    if b"Connection: close" not in page:
        page = page.replace(b"\r\n", b"\r\nConnection: close\r\n", 1)
    outcome, _ = fetched({"/": page})
    assert isinstance(outcome, Failed)
    assert outcome.reason in {Failure.ANSWER, Failure.CONNECTION}
    assert outcome.status is None


def test_connection_that_is_not_taken_is_a_failure() -> None:
    async def run() -> Outcome:
        async with serving({}) as server:
            url = server.url("/")
        async with Fetcher(agent=AGENT, allow_loopback=True) as fetcher:
            return await fetcher.fetch(url, now=NOW)

    assert asyncio.run(run()) == Failed(Failure.CONNECTION, "The connection was not taken.")


def test_plain_text_instead_of_encryption_is_a_failure() -> None:
    async def run() -> Outcome:
        async with serving({}) as server, Fetcher(agent=AGENT, allow_loopback=True) as fetcher:
            return await fetcher.fetch(server.url("/").replace("http:", "https:"), now=NOW)

    with internet():
        outcome = asyncio.run(run())
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
    outcome, _ = fetched({"/": answer("503 Busy", Retry_After=value)})
    assert outcome == Failed(Failure.STATUS, "It answered with status 503.", 503, wait)


ROBOTS_NO = Refused(Refusal.ROBOTS, "The site's robots.txt asks programs not to fetch it.")


@pytest.mark.parametrize(
    ("robots", "path", "allowed"),
    [
        (answer(body=b"User-agent: *\nDisallow: /"), "/", False),
        (answer(body=b"User-agent: Plumbline\nDisallow: /\n\nUser-agent: *\nAllow: /"), "/", False),
        (answer(body=b"User-agent: *\nDisallow: /\n\nUser-agent: plumbline/1.0\nDisallow:"), "/", True),
        (answer(body=b"User-agent: *\nDisallow: /private"), "/open/../private/x", False),
        (answer(body=b"User-agent: *\nDisallow: /private"), "/open/%2e%2E/private/x", False),
        (answer(body=b"User-agent: *\nDisallow: /*?q="), "/x?q=1", False),
        (answer(body=gzip.compress(b"User-agent: *\nDisallow: /"), Content_Encoding="gzip"), "/", False),
        (answer(body=b"User-agent: *\nDisallow: /\n" + b"#" * MIB), "/", False),
        (answer(body=b"\x00\xff\xfe<html>"), "/", True),
        (answer("404 Not Found"), "/", True),
        (answer("403 Forbidden"), "/", True),
        (answer("302 Found", Location="/robots.txt"), "/", True),
        (answer("302 Found", Location="/elsewhere"), "/", False),
    ],
)
def test_robots_is_honoured(robots: bytes, path: str, allowed: bool) -> None:
    pages: dict[str, Page] = {
        "/robots.txt": robots,
        "/elsewhere": answer(body=b"User-agent: *\nDisallow: /"),
        "/": answer(body=b"page"),
    }
    outcome, server = fetched(pages, path)
    assert (outcome != ROBOTS_NO) == allowed
    assert (isinstance(outcome, Fetched)) == allowed
    assert set(server.paths) - {"/robots.txt", "/elsewhere"} == ({"/"} if allowed else set())


def test_redirect_is_asked_of_robots_too() -> None:
    pages: dict[str, Page] = {
        "/robots.txt": answer(body=b"User-agent: *\nDisallow: /b"),
        "/": answer("302 Found", Location="/b"),
        "/b": answer(body=b"page"),
    }
    assert fetched(pages)[0] == ROBOTS_NO


def test_robots_of_a_host_in_trouble_stops_the_fetch_for_now() -> None:
    outcome, server = fetched({"/robots.txt": answer("503 Busy", Retry_After="60"), "/": answer()})
    sentence = "Its robots.txt answered 503; whether it may be fetched is not known."
    assert outcome == Failed(Failure.STATUS, sentence, 503, timedelta(seconds=60))
    assert server.paths == ["/robots.txt"]


def test_robots_is_read_once_a_day_for_each_host() -> None:
    async def run() -> list[str]:
        async with serving({"/": answer()}) as server, Fetcher(agent=AGENT, allow_loopback=True) as fetcher:
            for later in (timedelta(0), timedelta(hours=23, minutes=59), timedelta(hours=24), timedelta(hours=25)):
                await fetcher.fetch(server.url("/"), now=NOW + later)
            return server.paths

    assert asyncio.run(run()) == ["/robots.txt", "/", "/", "/robots.txt", "/", "/"]


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
        asyncio.run(run())
    assert lines == [
        "name.example.com resolved to 1 address, allowed",
        "robots.txt of name.example.com allows it",
        "http://name.example.com/ answered 301",
        "redirected to http://name.example.com/b",
        "robots.txt of name.example.com allows it",
        "http://name.example.com/b answered 200",
    ]
