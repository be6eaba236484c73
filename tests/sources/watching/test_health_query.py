from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.watching.health_query import (
    LONGEST_WORDS,
    MOST_WORDS,
    SHOWS,
    STATES,
    TROUBLES,
    HealthQuery,
    folded,
    health_query,
)


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ({}, HealthQuery()),
        (
            {"show": "look", "q": " Quay  Courier ", "state": "held", "trouble": "size", "after": "12"},
            HealthQuery("look", "Quay Courier", "held", "size", 12),
        ),
        ({"show": "odd", "state": "dead", "trouble": "password", "after": "x"}, HealthQuery()),
        ({"show": "\x00", "q": "a\x00b\x1fc\ud800", "trouble": ""}, HealthQuery(words="a b c")),
        ({"after": "²"}, HealthQuery()),
        ({"after": "-1"}, HealthQuery()),
        ({"after": "9" * 19}, HealthQuery()),
        ({"q": "x" * 500}, HealthQuery(words="x" * LONGEST_WORDS)),
        ({"source__publisher__grade": "A", "password": "x"}, HealthQuery()),
    ],
)
def test_what_is_not_on_a_list_is_not_asked(asked: dict[str, str], read: HealthQuery) -> None:
    assert health_query(asked) == read


def test_words_are_folded_and_counted_once() -> None:
    assert HealthQuery(words="Häfen HAFEN Señal ﬁber").terms == ("hafen", "senal", "fiber")
    assert len(HealthQuery(words=" ".join(map(str, range(50)))).terms) == MOST_WORDS
    assert folded("Århus ÉTÉ") == "arhus ete"
    assert folded("ΚΟΣΜΟΣ") == "κοσμοσ"  # as PostgreSQL does it


def test_question_is_carried_to_the_next_page_and_to_another_list() -> None:
    asked = HealthQuery("look", "a & b", "failing", "time", 7)
    assert asked.query_string() == "show=look&q=a+%26+b&state=failing&trouble=time&after=7"
    assert asked.behind(9).query_string() == "show=look&q=a+%26+b&state=failing&trouble=time&after=9"
    assert asked.on("moved").query_string() == "show=moved&q=a+%26+b&state=failing&trouble=time"
    assert (asked.is_narrowed, HealthQuery("look", after=3).is_narrowed) == (True, False)


@given(
    st.dictionaries(
        st.sampled_from(["show", "q", "state", "trouble", "after", "x"]),
        st.sampled_from([*SHOWS, *STATES, *TROUBLES]) | st.text(max_size=30) | st.integers().map(str),
    )
)
def test_any_question_is_read_and_written_back_the_same(asked: dict[str, str]) -> None:
    read = health_query(asked)
    assert health_query(dict(parse_qsl(read.query_string()))) == read
