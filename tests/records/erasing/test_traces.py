"""A trace finds its text wherever that stands, nothing else, and only for whoever has the key."""

from __future__ import annotations

import html
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.erasing.forms import as_written
from records.erasing.traces import LONG, SHORTEST, Trace, find, trace_of, traces_of, whole_at

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


texts = st.text(st.characters(blacklist_categories=("Cs",)), min_size=1, max_size=120)


@given(texts)
def test_text_is_found_as_json_and_html_write_it(text: str) -> None:
    if len(text.encode()) < SHORTEST:
        return
    traces = traces_of(as_written([text]), KEY)
    in_json = [json.dumps({"t": text}, ensure_ascii=ascii_only) for ascii_only in (True, False)]
    for written in (text, *in_json, html.escape(text)):
        assert list(find(written.encode(), traces, KEY))


@given(texts)
def test_long_run_is_found_in_whatever_way_the_rest_is_written(text: str) -> None:
    trace = trace_of(text, KEY)
    written = text.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&rsquo;").replace("\n", "\r\n")
    # Of a text whose runs are all very short the trace is that of the whole: there is no run to be found.
    is_run = trace is not None and (trace.length < trace.whole or written == text)
    if trace is None or trace.length < LONG or not is_run:
        return
    assert list(find(written.encode(), [trace], KEY))


@given(around, texts, around)
def test_whole_text_is_found_around_any_of_its_runs(before: str, text: str, after: str) -> None:
    data = "".join((before, text, after)).encode("utf-8", "surrogatepass")
    traces = traces_of([text], KEY)
    assert bool(traces) == (len(text.encode()) >= SHORTEST)
    for trace in traces:
        wholes = {whole_at(data, start, one, KEY) for start, one in find(data, [trace], KEY)}
        assert text.encode() in wholes
        assert wholes <= {text.encode(), None}


def test_other_words_around_a_run_are_no_whole_text() -> None:
    text = 'He said "the link of the members was cut in March" twice'
    run = "the link of the members was cut in March"
    (trace,) = traces_of([text], KEY)
    for data in (run, f'He says "{run}" twice', f'He said "{run}" once!', f'"{run}"', f'He said "{run}" twic'):
        ((start, _),) = find(data.encode(), [trace], KEY)
        assert whole_at(data.encode(), start, trace, KEY) is None
    old = Trace(trace.length, trace.window, trace.digest)  # of before whole texts were known
    ((start, _),) = find(text.encode(), [old], KEY)
    assert whole_at(text.encode(), start, old, KEY) is None


@pytest.mark.parametrize("text", ["", "short", "a\nb\nc\nd", "“”", "12345678"])
def test_what_stands_everywhere_by_chance_has_no_trace(text: str) -> None:
    assert trace_of(text, KEY) is None
    assert len(text) < SHORTEST or "\n" in text


def test_traces_of_a_list_are_each_once_and_say_nothing_of_the_text() -> None:
    found = traces_of(["the same words again", "", "the same words again", "some other words here"], KEY)
    assert [(trace.length, trace.whole) for trace in found] == [(20, 20), (21, 21)]
    assert all(isinstance(trace, Trace) and "words" not in repr(trace) for trace in found)
