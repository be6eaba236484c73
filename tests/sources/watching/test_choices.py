from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.watching.choices import Choice, Paths, choice_of

WORDS = st.text(max_size=5)
CHOICES = st.builds(
    Choice,
    kind=st.sampled_from(["feed", "page", "sitemap", "part", "json"]),
    selector=WORDS,
    paths=st.builds(Paths, items=WORDS, title=WORDS, address=WORDS, date=WORDS, id=WORDS, text=WORDS),
)


@given(CHOICES)
def test_choice_is_read_back_from_its_mark(choice: Choice) -> None:
    assert choice_of(json.loads(json.dumps(choice.mark)), is_list=choice.is_list) == choice


@pytest.mark.parametrize(
    ("choice", "mark", "is_list"),
    [
        (Choice("feed"), {}, True),
        (Choice("page"), {}, False),
        (Choice("sitemap"), {"kind": "sitemap"}, True),
        (Choice("part"), {"kind": "part"}, True),
        (Choice("page", "main"), {"kind": "page", "selector": "main"}, False),
        (Choice("json", paths=Paths(text="$.a")), {"kind": "json", "text": "$.a"}, False),
        (
            Choice("json", paths=Paths(items="$.a", id="$.b")),
            {"kind": "json", "items": "$.a", "id": "$.b"},
            True,
        ),
    ],
)
def test_mark_of_what_is_ordinary_is_empty(choice: Choice, mark: dict[str, str], is_list: bool) -> None:
    assert (choice.mark, choice.is_list) == (mark, is_list)


@pytest.mark.parametrize(
    ("paths", "chosen"),
    [
        (Paths(), False),
        (Paths(items="$"), False),
        (Paths(items="$", id="$"), False),
        (Paths(items="$", address="$"), True),
        (Paths(title="$"), False),
        (Paths(text="$"), True),
    ],
)
def test_paths_say_what_is_watched(paths: Paths, chosen: bool) -> None:
    assert paths.chosen is chosen
