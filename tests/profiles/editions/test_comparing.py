"""Whatever differs between two editions is shown, and nothing else; long ones take no longer than their length."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.editions.comparing import compare
from profiles.editions.difference import Difference, Item, Pair, StatementChange
from profiles.editions.passages import Passage, Piece, matched, passages
from profiles.editions.sealing import ERASED
from profiles.editions.words import KeyPointWords, ValueWords, Words
from tests.profiles.editions.sample_words import citation, claim, numbers, words

NUMBERS = numbers()


def changed(after: Words, before: Words | None = None) -> Difference:
    return compare(before or words(), after, NUMBERS, NUMBERS)


# --- texts -------------------------------------------------------------------------------------------

alphabet = st.sampled_from(["a", "b", "c", "A b.", "C d!", "e f g?", "Said.[^x]", "Said.[^y]", "\n\n", "…"])
texts = st.lists(alphabet, max_size=12).map(" ".join)


def said(text: str) -> str:
    """A text without the marks of its evidence."""
    return " ".join(text.replace("[^x]", "").replace("[^y]", "").split())


def side(found: tuple[Passage, ...], how: str) -> str:
    sentences = ("".join(one.text for one in passage.pieces if one.how in ("same", how)) for passage in found)
    return " ".join(filter(None, sentences))


@given(texts, texts)
def test_both_texts_can_be_read_from_what_changed(before: str, after: str) -> None:
    found = passages(before, after)
    if any(one.left_out for one in found):
        return
    if not found:
        assert before.split() == after.split()
        return
    assert (side(found, "removed"), side(found, "added")) == (said(before), said(after))


@given(texts)
def test_equal_texts_have_no_difference(text: str) -> None:
    assert passages(text, text) == ()


@given(st.lists(st.sampled_from("abcdef"), max_size=30), st.lists(st.sampled_from("abcdef"), max_size=30))
def test_what_is_matched_is_equal_and_in_order(before: list[str], after: list[str]) -> None:
    pairs = matched(before, after)
    assert all(before[here] == after[there] for here, there in pairs)
    assert [here for here, _ in pairs] == sorted({here for here, _ in pairs})
    assert [there for _, there in pairs] == sorted({there for _, there in pairs})
    if before == after:
        assert len(pairs) == len(before)


def piece(how: Any, text: str) -> Piece:
    return Piece(how, text)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "New.", [Passage("added", (piece("added", "New."),))]),
        ("Old.", "", [Passage("removed", (piece("removed", "Old."),))]),
        (
            "It was cut in March. It took a week.",
            "It was cut in April. It took a week.",
            [
                Passage(
                    "changed",
                    (
                        piece("same", "It was cut in "),
                        piece("removed", "March"),
                        piece("added", "April"),
                        piece("same", "."),
                    ),
                ),
                Passage("same", (piece("same", "It took a week."),)),
            ],
        ),
        (
            "It was cut.[^outage] More.",
            "It was cut.[^order] More.",
            [
                Passage("changed", (piece("same", "It was cut."),), marks=True),
                Passage("same", (piece("same", "More."),)),
            ],
        ),
        (
            "Nothing of this is left.",
            "Quite another sentence stands here.",
            [
                Passage("removed", (piece("removed", "Nothing of this is left."),)),
                Passage("added", (piece("added", "Quite another sentence stands here."),)),
            ],
        ),
        (
            "A one. B two. C three. D four. E five. Last.",
            "A one. B two. C three. D four. E five. First.",
            [
                Passage("left out", (), left_out=4),
                Passage("same", (piece("same", "E five."),)),
                Passage("removed", (piece("removed", "Last."),)),
                Passage("added", (piece("added", "First."),)),
            ],
        ),
        ("One.\n\nTwo.", "One. Two.", []),
        (ERASED, ERASED, []),
        (
            ERASED,
            "A text. It stays.",
            [
                Passage("removed", (piece("removed", "[removed]"),)),
                Passage("added", (piece("added", "A text."),)),
                Passage("added", (piece("added", "It stays."),)),
            ],
        ),
    ],
)
def test_passages(before: str, after: str, expected: list[Passage]) -> None:
    assert passages(before, after) == tuple(expected)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("A. " * 30_000, "A. " * 29_999),
        ("A. B. " * 15_000, "B. A. " * 15_000),
        (".[^" * 30_000, ".[^" * 29_000),
        ("word " * 40_000, "words " * 40_000),
        ("\n".join(f"S{n}." for n in range(20_000)), "\n".join(f"S{n}." for n in reversed(range(20_000)))),
    ],
    ids=["one sentence", "two in turns", "brackets", "one long sentence", "turned round"],
)
def test_text_that_nobody_wrote_is_compared_all_the_same(before: str, after: str) -> None:
    """Anything that compared each with each would still be at it tomorrow."""
    assert passages(before, after)


# --- editions ----------------------------------------------------------------------------------------


def test_same_edition_has_no_difference() -> None:
    found = changed(words())
    assert found.is_empty
    assert (found.statements_same, found.rescored) == (2, ())


# A leaf of the words to another value that is possible there. Others become another text, number or yes and no.
OTHERWISE = {
    "citations.document": "do-report",
    "citations.original": "do-order",
    "citations.value": "v2",
    "citations.directness": "tertiary",
    "facets.facet": "topic",
    "documents.publisher": ("pb-office", "pb-courier"),
    "documents.published_on": "2026-04-03",
    "documents.known_since": "2026-04-03",
    "outlook.horizon": "quarter",
    "outlook.due_on": "2027-01-01",
    "outlook.outcome": "did-not",
    "outlook.outcome_on": "2026-11-02",
    "dependencies.kind": "owns",
    "dependencies.claim": "cl-owner",
    "key_points.claim": "cl-owner",
    "claims.published": "v2",
    "claims.kind": "status",
    "claims.happened_on": "2026-03-04",
    "claims.happened_precision": "month",
    "sections.kind": ("account", "analysis"),
}
# What belongs to no reader: the profile's own id, which never changes, and ids of what is cited, which the words
# hold in several places.
FIXED = {"profile", "documents.id", "publishers.id"}
# Of filing, documents are cited for it as a whole: there is no value.
NOWHERE = ("facets", 0, "citations", 0, "value")
# Keys by which the words refer to something inside them: changed alone they name nothing a reader sees.
KEYS = {"values.key", "values.covers"}


def leaves(value: Any, name: str = "", path: tuple[Any, ...] = ()) -> Iterator[tuple[str, tuple[Any, ...], Any]]:
    if is_dataclass(value):
        for field in fields(value):
            inner = getattr(value, field.name)
            own = path[-1] if path and isinstance(path[-1], str) else ""
            parent = next((step for step in reversed(path) if isinstance(step, str)), own)
            yield from leaves(inner, f"{parent}.{field.name}" if parent else field.name, (*path, field.name))
    elif isinstance(value, tuple):
        for place, inner in enumerate(value):
            yield from leaves(inner, name, (*path, place))
    else:
        yield name, path, value


def with_leaf(value: Any, path: tuple[Any, ...], leaf: Any) -> Any:
    if not path:
        return leaf
    step, *rest = path
    if isinstance(step, int):
        return (*value[:step], with_leaf(value[step], tuple(rest), leaf), *value[step + 1 :])
    return replace(value, **{step: with_leaf(getattr(value, step), tuple(rest), leaf)})


def another(name: str, value: Any) -> Any:
    if name in OTHERWISE:
        given = OTHERWISE[name]
        return next(one for one in given if one != value) if isinstance(given, tuple) else given
    if isinstance(value, bool):
        return not value
    return value + 7 if isinstance(value, int) else f"{value} otherwise"


LEAVES = [(name, path, value) for name, path, value in leaves(words()) if name not in FIXED | KEYS and path != NOWHERE]


@pytest.mark.parametrize(("name", "path", "value"), LEAVES, ids=[".".join(map(str, path)) for _, path, _ in LEAVES])
def test_whatever_differs_is_shown(name: str, path: tuple[Any, ...], value: Any) -> None:
    """Field by field: a field that somebody adds to the words, and not here, fails this."""
    before = words()
    after = with_leaf(before, path, another(name, value))
    assert after != before
    for found in (compare(before, after, NUMBERS, NUMBERS), compare(after, before, NUMBERS, NUMBERS)):
        assert not found.is_unseen, name
        assert not found.is_empty, name


def test_every_field_is_in_the_sample() -> None:
    """No list of the sample is empty, so the test above reaches every field."""
    empty = [field.name for field in fields(Words) if getattr(words(), field.name) in ((), "")]
    assert empty == []


def test_order_alone_is_called_that() -> None:
    turned = words(claims=words().claims[::-1], sections=words().sections[::-1])
    found = changed(turned)
    assert (found.is_unseen, found.is_empty, found.statements, found.groups) == (True, False, (), ())


def test_statements_are_told_by_their_ids() -> None:
    before = words()
    outage, owner = before.claims
    fresh = claim("price", "Its prices rose by a tenth.", citation("price", "do-report"))
    after = words(claims=(replace(outage, statement="Eleven members had no service for a day."), fresh))
    found = compare(before, after, NUMBERS, numbers(whole=8000, outage=7000, price=6000))
    words_changed, added, gone = found.statements
    assert [(one.id, one.how) for one in found.statements] == [
        ("cl-outage", "changed"),
        ("cl-price", "added"),
        ("cl-owner", "removed"),
    ]
    assert words_changed.words is not None
    assert words_changed.words.passages[0].pieces == (
        Piece("removed", "Twelve"),
        Piece("added", "Eleven"),
        Piece("same", " members had no service for a day."),
    )
    assert [(one.how, one.publisher, one.title) for one in added.sources] == [
        ("added", "Quay Courier", "How the northern link was lost")
    ]
    assert (gone.statement, [one.how for one in gone.sources]) == (owner.statement, ["removed"])
    steps = [
        (one.confidence.before and one.confidence.before.number, one.confidence.after and one.confidence.after.number)
        for one in found.statements
    ]
    assert steps == [("0.98", "0.70"), (None, "0.60"), ("0.81", None)]
    assert found.confidence.before is not None
    assert found.confidence.after is not None
    assert (found.confidence.before.number, found.confidence.after.number) == ("0.90", "0.80")


def test_same_words_and_another_score_are_told_apart_from_changes() -> None:
    found = compare(words(), words(), NUMBERS, numbers(owner=5000))
    assert found.is_empty
    ((one),) = found.rescored
    assert (one.statement, one.confidence.before and one.confidence.before.score) == (
        "It belongs to its members.",
        8184,
    )


def test_evidence_added_taken_out_and_cited_otherwise() -> None:
    before = words()
    outage, owner = before.claims
    order = outage.citations[0]
    after = words(
        claims=(
            replace(
                outage,
                citations=(
                    replace(order, is_set_aside=True, set_aside="It was withdrawn.", value="v2", quote_end=140),
                    citation("new", "do-report", directness="secondary"),
                ),
            ),
            owner,
        )
    )
    (one,) = changed(after).statements
    assert one.words is None
    assert [(source.how, source.title) for source in one.sources] == [
        ("changed", "Order on the northern link"),
        ("added", "How the northern link was lost"),
        ("removed", "Order on the northern link"),
    ]
    assert one.sources[0].pairs == (
        Pair("Set aside", "no", "yes"),
        Pair("Set aside because", "", "It was withdrawn."),
        Pair("Says", "twelve", "a dozen or so"),
        Pair("Where the quote stands", "signs 101 to 136", "signs 101 to 140"),
    )


def test_values_are_told_by_their_texts() -> None:
    """A value that is taken out moves the keys of those behind it: nobody reads keys."""
    before = words()
    outage, owner = before.claims
    three = replace(
        outage, values=(ValueWords("v1", "ten", ()), *(replace(v, key=f"v{n}") for n, v in enumerate(outage.values, 2)))
    )
    three = replace(
        three,
        published="v2",
        values=(three.values[0], three.values[1], replace(three.values[2], covers=("v2",))),
        citations=tuple(replace(one, value="v2") for one in outage.citations),
    )
    (one,) = changed(before, words(claims=(three, owner))).statements
    assert (one.pairs, one.sources, one.words) == (
        (
            Pair(
                "All values that are given",
                "ten; twelve; a dozen or so (covers twelve)",
                "twelve; a dozen or so (covers twelve)",
            ),
        ),
        (),
        None,
    )


def test_outcome_of_something_to_watch() -> None:
    first, second = words().outlook
    known = replace(first, outcome="did-not", outcome_on="2026-12-31", outcome_note="No cable has landed.")
    (group,) = changed(words(outlook=(second, known))).groups
    assert group.name == "What to watch"
    assert [(item.how, item.title, item.pairs) for item in group.items] == [
        (
            "changed",
            "Whether the link is doubled.",
            (Pair("Outcome", "", "It did not happen"), Pair("Known on", "", "31 December 2026")),
        )
    ]


def test_reworded_thing_to_watch_is_the_same_thing() -> None:
    first, second = words().outlook
    (group,) = changed(words(outlook=(replace(first, text="Whether there will be two links."), second))).groups
    assert [item.how for item in group.items] == ["changed"]


def test_two_key_points_on_one_statement_are_told_apart() -> None:
    one = words().key_points[0]
    two = words(key_points=(one, KeyPointWords("They paid nothing.", one.claim)))
    (group,) = changed(two).groups
    assert group.items == (Item("added", "They paid nothing.", (), (), ()),)
    (group,) = compare(two, words(), NUMBERS, NUMBERS).groups
    assert group.items == (Item("removed", "They paid nothing.", (), (), ()),)


def test_erased_texts_are_shown_as_erased_and_nothing_is_claimed_of_them() -> None:
    before = words()
    outage, owner = before.claims
    erased = words(summary=ERASED, claims=(replace(outage, statement=ERASED), owner))
    for found, removed, added in (
        (changed(before, erased), "[removed]", "Twelve members had no service for a day."),
        (changed(erased), "Twelve members had no service for a day.", "[removed]"),
    ):
        (summary,) = found.texts
        assert summary.is_erased
        (one,) = found.statements
        assert one.words is not None
        assert one.words.is_erased
        assert [(passage.how, passage.pieces[0].text) for passage in one.words.passages] == [
            ("removed", removed),
            ("added", added),
        ]
    assert changed(erased, erased).is_empty


def many(count: int) -> Words:
    return words(
        claims=tuple(
            claim(f"c{n}", f"Statement {n} says that twelve had no service.", citation(f"a{n}"), citation(f"b{n}"))
            for n in range(count)
        )
    )


def test_long_editions_are_compared_by_looking_up() -> None:
    """Five thousand statements, all of them changed and turned round: each is looked up, none is searched for."""
    before = many(5_000)
    after = words(
        claims=tuple(replace(one, statement=one.statement.replace("twelve", "ten")) for one in before.claims[::-1])
    )
    found = changed(after, before)
    assert len(found.statements) == 5_000
    assert {type(one) for one in found.statements} == {StatementChange}
