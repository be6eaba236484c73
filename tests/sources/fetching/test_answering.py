from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.fetching.answering import conditions, fresh_for, headers_of, retry_after
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


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Cache-Control": "max-age=600"}, 600),
        ({"Cache-Control": "public, MAX-AGE = 600"}, 600),
        ({"Cache-Control": 'max-age="600"'}, 600),
        ({"Cache-Control": "max-age=600, s-maxage=60"}, 60),
        ({"Cache-Control": "max-age=600, max-age=10"}, 600),
        ({"Cache-Control": "max-age=600", "Age": "550"}, 50),
        ({"Cache-Control": "max-age=600", "Age": "9" * 40}, 0),
        ({"Cache-Control": "max-age=600", "Age": "-3"}, 600),
        ({"Cache-Control": "max-age=0, must-revalidate"}, 0),
        ({"Cache-Control": "max-age=" + "9" * 80}, 365 * 86_400),
        ({"Cache-Control": "max-age=600, no-store"}, None),
        ({"Cache-Control": "no-cache, max-age=600"}, None),
        ({"Cache-Control": 'no-cache="set-cookie", max-age=600'}, None),
        *(({"Cache-Control": f"max-age={odd}"}, None) for odd in ("", "-600", "1.5", "1e3", "soon", "0x10", "6 00")),
        ({"Expires": "Sun, 01 Mar 2026 12:10:00 GMT"}, 600),
        ({"Expires": "Sun, 01 Mar 2026 14:10:00 GMT", "Date": "Sun, 01 Mar 2026 14:00:00 GMT"}, 600),  # its own clock
        ({"Expires": "Sun, 01 Mar 2026 11:00:00 GMT"}, 0),
        ({"Expires": "Fri, 31 Dec 9999 23:59:59 GMT"}, 365 * 86_400),
        ({"Expires": "Mon, 01 Jan 0001 00:00:00 +2300"}, 0),
        ({"Expires": "0"}, None),
        ({"Expires": "-1"}, None),
        ({"Cache-Control": "max-age=5", "Expires": "Sun, 01 Mar 2026 12:10:00 GMT"}, 5),
        ({"Cache-Control": "no-store", "Expires": "Sun, 01 Mar 2026 12:10:00 GMT"}, None),
    ],
)
def test_how_long_an_answer_holds(headers: dict[str, str], seconds: int | None) -> None:
    expected = None if seconds is None else timedelta(seconds=seconds)
    assert fresh_for(headers_of(headers), NOW) == expected


@given(st.text(max_size=60), st.text(max_size=40), st.text(max_size=40), st.text(max_size=10))
def test_any_headers_hold_for_none_to_a_year_or_say_nothing(said: str, expires: str, date: str, age: str) -> None:
    given = {"Cache-Control": f"max-age={said}", "Expires": expires, "Date": date, "Age": age}
    holds = fresh_for(headers_of(given), NOW)
    assert holds is None or timedelta(0) <= holds <= timedelta(days=365)


def test_headers_that_are_odd_are_left_out() -> None:
    odd = {"Content-Type": "text/html\x00", "ETag": '"ü"', "Last-Modified": "x" * 301, "Cache-Control": "no-store"}
    assert headers_of(odd) == Headers(cache_control="no-store")


@pytest.mark.parametrize("etag", ['"1"\r\nHost: evil', "\x7f", "ü", "", "x" * 301])
def test_odd_validator_is_not_sent(etag: str) -> None:
    assert conditions(etag, "") == {}
