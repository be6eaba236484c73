from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.fetching.answering import conditions, headers_of, retry_after
from sources.fetching.outcomes import Headers
from tests.sources.fetching.rig import NOW

DAY = timedelta(hours=24)


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("0", timedelta(0)),
        (" 90 ", timedelta(seconds=90)),
        ("86400", DAY),
        ("86401", DAY),
        ("9" * 100, DAY),
        ("Sun, 01 Mar 2026 12:00:30 GMT", timedelta(seconds=30)),
        ("Sunday, 01-Mar-26 12:00:30 GMT", timedelta(seconds=30)),
        ("Sun Mar  1 12:00:30 2026", timedelta(seconds=30)),
        ("Sun, 01 Mar 2026 13:00:30 +0100", timedelta(seconds=30)),
        ("Sun, 01 Mar 2026 11:00:00 GMT", timedelta(0)),
        ("Fri, 31 Dec 9999 23:59:59 GMT", DAY),
        ("Mon, 01 Jan 0001 00:00:00 +2300", timedelta(0)),
        *(("", None), ("-5", None), ("1.5", None), ("soon", None), ("٣", None), ("1\n2", None), ("²", None)),
        ("Sun, 99 Mar 2026 12:00:30 GMT", None),
    ],
)
def test_retry_after_is_read_as_seconds_or_date(value: str, wait: timedelta | None) -> None:
    assert retry_after(value, NOW) == wait


@given(st.text(max_size=400))
def test_retry_after_of_any_text_is_a_wait_or_none(value: str) -> None:
    wait = retry_after(value, NOW)
    assert wait is None or timedelta(0) <= wait <= DAY


def test_headers_that_are_odd_are_left_out() -> None:
    odd = {"Content-Type": "text/html\x00", "ETag": '"ü"', "Last-Modified": "x" * 301, "Cache-Control": "no-store"}
    assert headers_of(odd) == Headers(cache_control="no-store")


@pytest.mark.parametrize("etag", ['"1"\r\nHost: evil', "\x7f", "ü", "", "x" * 301])
def test_odd_validator_is_not_sent(etag: str) -> None:
    assert conditions(etag, "") == {}
