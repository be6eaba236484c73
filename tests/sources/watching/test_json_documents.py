from __future__ import annotations

import json
from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.watching.choices import Paths
from sources.watching.entries import MAX_BYTES, Entry, Feed, NotAFeed
from sources.watching.json_documents import faults_of, read_items, read_text
from sources.watching.json_paths import NotAllowed, allowed, values_at
from tests.sources.watching.room import NOW
from tests.sources.watching.test_json_feeds import ANYTHING

AT = "https://status.example.org/api/incidents.json"
ALL = Paths("$.incidents[*]", "$.name", "$.links.page", "$.at", "$.key", "$.updates[0].body")
INCIDENT = {
    "name": "Northern <b>link</b> cut",
    "key": 71,
    "at": "2031-03-03T10:00:00Z",
    "links": {"page": "/i/71"},
    "updates": [{"body": "<p>A dredger.</p>"}, {"body": "Older."}],
}
CUT = Entry(
    "71",
    "https://status.example.org/i/71",
    "Northern link cut",
    "A dredger.",
    datetime(2031, 3, 3, 10, tzinfo=UTC),
)


def items(value: Any, paths: Paths = ALL) -> Feed | NotAFeed:
    return read_items(json.dumps(value).encode(), paths, address=AT, now=NOW)


@pytest.mark.parametrize("path", ["$.incidents[*]", "$.incidents", "$..incidents[0]", "$.incidents[?@.key == 71]"])
def test_items_become_entries(path: str) -> None:
    assert items({"incidents": [INCIDENT]}, Paths(path, *list_of(ALL)[1:])) == Feed("", (CUT,), (), ())


def list_of(paths: Paths) -> list[str]:
    return [paths.items, paths.title, paths.address, paths.date, paths.id, paths.text]


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ({"incidents": []}, Feed("", (), (), ())),
        ({"incidents": {}}, Feed("", (), (), ())),
        ({"other": []}, NotAFeed("The path to the items leads to nothing in it: $.incidents[*]")),
        ([], NotAFeed("The path to the items leads to nothing in it: $.incidents[*]")),
        ("text", NotAFeed("The path to the items leads to nothing in it: $.incidents[*]")),
        ('{"incidents": [{"name": "A"}]}', NotAFeed("The path to the items leads to nothing in it: $.incidents[*]")),
        ({"incidents": ["x", None, {"name": True}, [1]]}, Feed("", (), (("without title, text and address", 4),), ())),
    ],
)
def test_items_that_are_not_there(value: Any, found: Feed | NotAFeed) -> None:
    assert items(value) == found


def test_items_over_500_and_twice_are_counted() -> None:
    found = items({"incidents": [{"key": min(number, 300), "name": "A"} for number in range(600)]})
    assert isinstance(found, Feed)
    assert len(found.entries) == 301
    assert found.left_out == (("there twice", 199), ("over the 500 that are read", 100))


@pytest.mark.parametrize(
    ("given", "moment"),
    [
        (1_930_000_000, datetime(2031, 2, 27, 23, 6, 40, tzinfo=UTC)),
        (1_930_000_000_000, datetime(2031, 2, 27, 23, 6, 40, tzinfo=UTC)),
        ("2031-03-03", datetime(2031, 3, 3, tzinfo=UTC)),
        ("Mon, 03 Mar 2031 10:00:00 +0100", datetime(2031, 3, 3, 9, tzinfo=UTC)),
        (20310303, datetime(2031, 3, 3, tzinfo=UTC)),
        (123_456, None),
        (10**30, None),
        (True, None),
        ("soon", None),
        ([], None),
    ],
)
def test_dates(given: Any, moment: datetime | None) -> None:
    found = items({"incidents": [{"name": "A", "at": given}]})
    assert isinstance(found, Feed)
    assert found.entries[0].published_at == moment


@pytest.mark.parametrize(
    ("value", "path", "text"),
    [
        ({"status": {"text": " All is well. "}}, "$.status.text", "All is well."),
        ({"a": [1, True, None, "x"]}, "$.a[*]", "1\ntrue\nnull\nx"),
        ({"b": 1, "a": [2]}, "$", '{\n "a": [\n  2\n ],\n "b": 1\n}'),
        ("plain", "$", "plain"),
        ({"a": 1}, "$.b", NotAFeed("The path to the text leads to nothing in it: $.b")),
        ({"a": " "}, "$.a", NotAFeed("There is no text where the path leads: $.a")),
        ([0] * 600, "$[*]", NotAFeed("The path leads to more than 500 values.")),
        ({"a": "x" * 500_001}, "$.a", NotAFeed("The text has over 500,000 characters.")),
    ],
)
def test_text(value: Any, path: str, text: str | NotAFeed) -> None:
    assert read_text(json.dumps(value).encode(), path) == text


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("incidents", "This is no JSONPath: it begins with $, such as $.items[*]"),
        ("$.", "This is no JSONPath. An example: $.items[*]"),
        ("$.a b", "This is no JSONPath, from “b” on. An example: $.items[*]"),
        (" $.a", "This is no JSONPath"),
        ("$.a | $.b", "This is no JSONPath"),
        ("$[?@.a =~ /x/]", "This is no JSONPath"),
        ("$[?match(@.a, '(a+)+$')]", "Of the functions only length() is used."),
        ("$[?search(@.a, '(a+)+$')]", "Of the functions only length() is used."),
        ("$[?count(@..*) > 1]", "Of the functions only length() is used."),
        ("$..a..b", "“..” searches all levels"),
        ("$[?@..a]", "A condition leads to one thing"),
        ("$[?@[?@.a]]", "A condition leads to one thing"),
        ("$[?@[*] == 1]", "This is no JSONPath"),
        ("$[?$.a == $.b]", "A condition compares with texts"),
        ("$[?@.a == $.b]", "A condition compares with texts"),
        ("$[*,*]", "Several things in one bracket are names or numbers"),
        ("$" + "[0,1]" * 4, "The brackets of a path name at most 8 things"),
        ("$" + ".a" * 13, "A path has at most 12 steps."),
        ("$." + "a" * 200, "A path has at most 200 characters."),
        ("$[?" + "(" * 190, "This is no JSONPath"),
        ("$.a[99999999999999999999]", "This is no JSONPath"),
    ],
)
def test_path_that_is_not_allowed_says_why(path: str, reason: str) -> None:
    with pytest.raises(NotAllowed) as caught:
        allowed(path)
    assert str(caught.value).startswith(reason)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("$", [{"a": [{"k": "x", "n": 1}, {"k": "y"}]}]),
        ("$.a[*].k", ["x", "y"]),
        ("$['a'][-1]['k']", ["y"]),
        ("$..k", ["x", "y"]),
        ("$.a[?@.k == 'y' && !@.n].k", ["y"]),
        ("$.a[?length(@.k) == 1 || @.n > 5].k", ["x", "y"]),
        ("$.a[0:1]['k','n']", ["x", 1]),
    ],
)
def test_path_that_is_allowed_leads_to_its_values(path: str, found: list[Any]) -> None:
    assert list(values_at(path, {"a": [{"k": "x", "n": 1}, {"k": "y"}]})) == found


@pytest.mark.parametrize(
    ("paths", "faults"),
    [
        (ALL, {}),
        (Paths(text="$.a"), {}),
        (Paths(), {"text": "Say where the items are, or where the text is that is watched."}),
        (Paths("$.a[*]"), {"title": "Say where an item has its title, its address or its text."}),
        (Paths("$.a[*]", id="$.i"), {"title": "Say where an item has its title, its address or its text."}),
        (
            Paths(title="$.a", text="$.b"),
            {"title": "This leads from an item: say where the items are."},
        ),
        (Paths("$..a..b", title="$.t"), {"items": "“..” searches all levels; a path has it once."}),
    ],
)
def test_faults_of_what_is_chosen(paths: Paths, faults: dict[str, str]) -> None:
    assert faults_of(paths) == faults


STEPS = ["", "[*]", "..*", ".a", "['a','b']", "[?@.a]", "[?@ == @]", "[?@.a == @.b]", "[::2]", "[-1]"]


@given(st.lists(st.sampled_from(STEPS), max_size=6).map(lambda steps: "$" + "".join(steps)), ANYTHING)
def test_work_of_an_allowed_path_is_bounded_by_the_document(path: str, value: Any) -> None:
    """Each level of branches at most doubles what is found; only one step may go through all levels."""
    try:
        allowed(path)
    except NotAllowed:
        return
    size = len(json.dumps(value))
    assert len(list(values_at(path, value))) <= 8 * size * 12


def test_widest_allowed_path_over_a_large_document_ends() -> None:
    value = {"a": [{"a": [{"b": number} for number in range(60)], "b": "x" * 9} for _ in range(800)]}
    body = json.dumps(value).encode()
    for path in ("$..*", "$..['a','b'][*]", "$..[?@.a == @.b]", "$.a[*].a[?@.b != 'x']"):
        found = read_items(body, Paths(path, "$.b", text="$.a[0].b"), address=AT, now=NOW)
        assert isinstance(found, Feed)
        assert len(found.entries) <= 500


def test_path_in_an_item_does_not_search_all_levels() -> None:
    paths = Paths("$.a[*]", "$..b")
    words = "In an item a path goes step by step, without “..”."
    assert faults_of(paths) == {"title": words}
    assert items({"a": [1]}, paths) == NotAFeed(words)


@given(st.binary(max_size=200), st.sampled_from(list(product(["", "$", "$.a", "$..*", "$["], repeat=2))))
def test_any_bytes_and_paths_raise_nothing(body: bytes, given: tuple[str, str]) -> None:
    paths = Paths(given[0], given[1], text=given[1])
    assert isinstance(read_items(body, paths, address=AT, now=NOW), Feed | NotAFeed)
    assert isinstance(read_text(body, given[1]), str | NotAFeed)
    assert isinstance(faults_of(paths), dict)


@given(ANYTHING, st.sampled_from(["$", "$.a", "$..*", "$[*]", "$[?@.a]"]))
def test_every_item_is_taken_or_counted(value: Any, path: str) -> None:
    try:
        body = json.dumps({"x": value}, allow_nan=False).encode()
    except ValueError:
        return
    found = read_items(body, Paths(path, "$.a", text="$"), address=AT, now=NOW)
    if isinstance(found, Feed):
        given = list(values_at(path, json.loads(body)))
        given = given[0] if len(given) == 1 and isinstance(given[0], list) else given
        assert len(found.entries) + sum(count for _, count in found.left_out) == len(given)


def test_large_body_is_refused() -> None:
    assert read_text(b" " * MAX_BYTES + b"11", "$") == NotAFeed("It is larger than 5 MiB.")
