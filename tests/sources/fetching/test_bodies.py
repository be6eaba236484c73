from __future__ import annotations

import gzip
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.fetching.bodies import Body, TooLarge, Undecodable


def _bare(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


PACKERS = {"gzip": gzip.compress, "deflate": zlib.compress, "": bytes}


@given(
    data=st.binary(max_size=3000),
    coding=st.sampled_from(sorted(PACKERS)),
    size=st.integers(1, 700),
    limit=st.integers(0, 3000),
)
def test_body_comes_whole_or_not_at_all_whatever_the_pieces(data: bytes, coding: str, size: int, limit: int) -> None:
    packed = PACKERS[coding](data)
    body = Body(coding, limit)
    try:
        for start in range(0, len(packed), size):
            body.feed(packed[start : start + size])
        assert body.finish() == data
    except TooLarge:
        assert max(len(data), len(packed)) > limit
        assert data.startswith(body.taken)
    else:
        assert max(len(data), len(packed)) <= limit


@given(data=st.binary(max_size=300), coding=st.sampled_from(["gzip", "deflate"]))
def test_any_bytes_are_a_body_or_undecodable(data: bytes, coding: str) -> None:
    body = Body(coding, 1000)
    try:
        body.feed(data)
        assert len(body.finish()) <= 1000
    except (Undecodable, TooLarge):
        pass


def test_bare_deflate_is_read() -> None:
    body = Body("deflate", 1000)
    body.feed(_bare(b"hello"))
    assert body.finish() == b"hello"


def test_bomb_costs_no_more_than_the_limit() -> None:
    bomb = gzip.compress(b"\0" * 200_000_000, 9)
    body = Body("gzip", 1_000_000)
    tracemalloc.start()
    with pytest.raises(TooLarge):
        body.feed(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (len(body.taken), peak < 6_000_000) == (1_000_000, True)


@pytest.mark.parametrize("coding", ["br", "zstd", "compress", "gzip, gzip", "gzip,", "x", "gzi\u212a"])
def test_coding_that_was_not_asked_for_is_undecodable(coding: str) -> None:
    with pytest.raises(Undecodable):
        Body(coding, 1000)
