"""What is kept of an answer, and how it is given: tables of cases and properties, without stores."""

from __future__ import annotations

import gzip
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from plumbline.keeping.answers import Kept, from_bytes, give, keep, to_bytes
from plumbline.keeping.shelf import Shelf

TEXT = "Harbour Exchange <b>&amp;</b> 東京. " * 40


def answer(content: Any = TEXT, status: int = 200, **headers: str) -> HttpResponse:
    response = HttpResponse(
        content, status=status, content_type=headers.pop("content_type", "text/html; charset=utf-8")
    )
    response.headers["ETag"] = 'W/"abc"'
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    for name, value in headers.items():
        response.headers[name.replace("_", "-")] = value
    return response


def asking(method: str = "GET", **headers: str) -> HttpRequest:
    return RequestFactory().generic(method, "/profiles/x/", headers=headers)


def with_cookie() -> HttpResponse:
    response = answer()
    response.set_cookie("sessionid", "x")
    return response


def without_tag() -> HttpResponse:
    response = answer()
    del response.headers["ETag"]
    return response


@pytest.mark.parametrize(
    ("response", "is_kept"),
    [
        (answer(), True),
        (answer(content=b"\x89PNG" * 200, content_type="image/png"), True),
        (answer(Vary="Accept"), True),
        (answer(status=404), False),
        (answer(status=301), False),
        (answer(Cache_Control="private, no-store"), False),
        (answer(Vary="Accept, Cookie"), False),
        (answer(content=b"x" * 2_000_001, content_type="image/png"), False),
        (with_cookie(), False),
        (without_tag(), False),
        (StreamingHttpResponse(iter([b"x"])), False),
    ],
)  # fmt: skip
def test_only_what_everybody_gets_is_kept(response: HttpResponse, is_kept: bool) -> None:
    assert (keep(response, "t") is not None) == is_kept


@pytest.mark.parametrize(
    ("headers", "encoding"),
    [
        ({}, None),
        ({"Accept-Encoding": "gzip"}, "gzip"),
        ({"Accept-Encoding": "br, gzip;q=0.5"}, "gzip"),
        ({"Accept-Encoding": "gzip;q=0, br"}, None),
        ({"Accept-Encoding": "gzip; q=0.0"}, None),
        ({"Accept-Encoding": "deflate"}, None),
    ],
)
def test_it_is_packed_for_whoever_takes_that(headers: dict[str, str], encoding: str | None) -> None:
    kept = keep(answer(), "t")
    assert kept is not None
    given_again = give(kept, asking(**headers))
    body = gzip.decompress(given_again.content) if encoding else given_again.content
    assert body == TEXT.encode()
    assert given_again.headers.get("Content-Encoding") == encoding
    assert given_again.headers["Vary"] == "Accept-Encoding"
    assert given_again.headers["Content-Length"] == str(len(given_again.content))


@pytest.mark.parametrize(
    ("asked", "status"),
    [('W/"abc"', 304), ('"abc"', 304), ("*", 304), ('"x", W/"abc"', 304), ('"abcd"', 200), ("abc", 200), ("", 200)],
)
def test_who_has_it_is_told_so(asked: str, status: int) -> None:
    kept = keep(answer(), "t")
    assert kept is not None
    given_again = give(kept, asking(**{"If-None-Match": asked}))
    assert given_again.status_code == status
    assert given_again.headers["ETag"] == 'W/"abc"'
    assert (given_again.content == b"") == (status == 304)


def test_head_has_the_headers_and_no_body() -> None:
    kept = keep(answer(), "t")
    assert kept is not None
    whole, head = give(kept, asking()), give(kept, asking("HEAD"))
    assert (dict(head.headers), head.content) == (dict(whole.headers), b"")


kepts = st.builds(
    Kept,
    tag=st.text(max_size=8),
    headers=st.lists(st.tuples(st.text(max_size=5), st.text(max_size=5)), max_size=3).map(
        lambda some: (*some, ("ETag", 'W/"1"'))
    ),
    body=st.binary(max_size=60),
    is_packed=st.booleans(),
)


@given(kepts)
def test_what_goes_to_redis_comes_back(kept: Kept) -> None:
    assert from_bytes(to_bytes(kept)) == kept


@given(st.binary(max_size=40))
def test_what_is_none_of_ours_is_nothing(data: bytes) -> None:
    found = from_bytes(data)
    assert found is None or from_bytes(to_bytes(found)) == found


@given(kepts, st.data())
def test_what_was_cut_or_damaged_on_its_way_is_nothing(kept: Kept, data: st.DataObject) -> None:
    whole = to_bytes(kept)
    place = data.draw(st.integers(0, len(whole) - 1))
    damaged = bytearray(whole)
    damaged[place] ^= data.draw(st.integers(1, 255))
    head = whole.index(b"\n")
    if place < head or kept.body:  # nothing follows the head of an empty body
        assert from_bytes(whole[:place]) is None
    if place > head:
        assert from_bytes(bytes(damaged)) is None
    for wrong in (b'["t",[],true,0]\n', b'["t",[["ETag"]],true,0]\n', b'["t",7,true,0]\n', b"[" * 9_000 + b"\n"):
        assert from_bytes(wrong) is None


@given(st.lists(st.tuples(st.sampled_from("abcde"), st.integers(0, 3_000)), max_size=30))
def test_shelf_never_holds_more_than_its_bound(puts: list[tuple[str, int]]) -> None:
    shelf = Shelf(most_bytes=6_000)
    for key, size in puts:
        kept = Kept("t", (), b"x" * size, False)
        shelf.put(key, kept, 0.0)
        assert shelf._size == sum(one.size for one, _ in shelf._kept.values()) <= 6_000
        assert shelf.tagged(key, "t") == kept
        assert shelf.tagged(key, "other") is None
        assert shelf.fresh(key) is None
