"""A trace finds its text wherever that stands, nothing else, and only for whoever has the key."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.erasing.traces import SHORTEST, Trace, find, trace_of, traces_of

KEY = b"k" * 32
runs = st.text(
    st.characters(blacklist_categories=("Cc", "Cs"), blacklist_characters="\\\"'&<> "), min_size=12, max_size=80
)
around = st.text(max_size=200)


@given(around, runs, around)
def test_text_is_found_where_it_stands(before: str, text: str, after: str) -> None:
    trace = trace_of(text, KEY)
    assert trace
    data = (before + text + after).encode("utf-8", "surrogatepass")
    there = len(before.encode("utf-8", "surrogatepass"))
    assert there in [offset for offset, found in find(data, [trace], KEY) if found == trace]


@given(runs, st.text(max_size=300))
def test_nothing_is_found_where_it_does_not_stand(text: str, other: str) -> None:
    trace = trace_of(text, KEY)
    assert trace
    data = other.encode("utf-8", "surrogatepass")
    assert bool(list(find(data, [trace], KEY))) == (text.encode() in data)


@given(runs)
def test_who_has_another_key_finds_nothing(text: str) -> None:
    trace = trace_of(text, KEY)
    assert trace
    assert list(find(text.encode(), [trace], b"another key")) == []


@given(st.text(st.characters(blacklist_categories=("Cs",)), min_size=1, max_size=120))
def test_text_is_found_as_json_and_html_write_it(text: str) -> None:
    trace = trace_of(text, KEY)
    if trace is None:
        return
    for written in (json.dumps({"t": text}, ensure_ascii=False), text.replace("&", "&amp;").replace("<", "&lt;")):
        assert list(find(written.encode(), [trace], KEY))


@pytest.mark.parametrize("text", ["", "short", "a\nb\nc\nd", "“”", "12345678"])
def test_what_stands_everywhere_by_chance_has_no_trace(text: str) -> None:
    assert trace_of(text, KEY) is None
    assert len(text) < SHORTEST or "\n" in text


def test_traces_of_a_list_are_each_once_and_say_nothing_of_the_text() -> None:
    found = traces_of(["the same words again", "", "the same words again", "some other words here"], KEY)
    assert [trace.length for trace in found] == [20, 21]
    assert all(isinstance(trace, Trace) and "words" not in repr(trace) for trace in found)
