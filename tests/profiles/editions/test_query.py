from __future__ import annotations

from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.editions.query import FACETS, SORTS, BadQuery, ProfileQuery, parse

slugs = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True).filter(lambda s: len(s) < 30)
queries = st.builds(
    ProfileQuery,
    words=st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40).map(
        lambda text: " ".join(text.split())
    ),
    facets=st.sets(st.tuples(st.sampled_from(FACETS), slugs), max_size=4).map(
        lambda found: tuple(sorted(found, key=lambda one: (FACETS.index(one[0]), one[1])))
    ),
    sort=st.sampled_from(["", *SORTS]),
    after=st.sampled_from([(), (7, 3, 2), ("2026-11-20T09:00:00+00:00", 3), ("ä", 12)]),
)


@given(queries)
def test_address_and_question_are_the_same_thing(query: ProfileQuery) -> None:
    assert parse(parse_qs(query.query_string(), keep_blank_values=True)) == query


@given(queries, st.sampled_from(FACETS), slugs)
def test_choice_can_be_taken_away_again(query: ProfileQuery, facet: str, slug: str) -> None:
    bare = query.without_choice(facet, slug)
    assert bare.with_choice(facet, slug).without_choice(facet, slug) == bare
    assert (facet, slug) in query.with_choice(facet, slug).facets
    assert query.with_choice(facet, slug).after == ()


@pytest.mark.parametrize(
    "parameters",
    [
        {"drop": ["1"]},
        {"region": ["Europe'; --"]},
        {"region": ["a" * 5 + "/"]},
        {"sort": ["password"]},
        {"sort": ["name", "newest"]},
        {"q": ["a", "b"]},
        {"q": ["x" * 201]},
        {"after": ["!!!"]},
        {"after": ["eyJhIjogMX0"]},  # an object
        {"after": ["W10"]},  # an empty list
        {"after": ["W1sxXV0"]},  # a list in a list
        {"after": ["W3RydWVd"]},  # true
        {"after": ["W05hTl0"]},  # NaN
        {"region": [f"r{n}" for n in range(9)]},
        {"profile__facets": ["x"]},
    ],
)
def test_what_is_not_on_the_list_is_refused(parameters: dict[str, list[str]]) -> None:
    with pytest.raises(BadQuery):
        parse(parameters)


@given(st.text(max_size=60))
def test_any_place_is_read_or_refused(text: str) -> None:
    try:
        query = parse({"after": [text]})
    except BadQuery:
        return
    assert all(isinstance(part, str | int) for part in query.after)


@pytest.mark.parametrize(
    ("words", "terms"),
    [
        ("Téléc Ötzi", ("telec", "otzi")),
        ("a'b & !c | (d)", ("a", "b", "c", "d")),
        ("...", ()),
        ("AS13335", ("as", "13335")),
        ("", ()),
    ],
)
def test_terms(words: str, terms: tuple[str, ...]) -> None:
    assert ProfileQuery(words).terms == terms


@pytest.mark.parametrize(
    ("query", "order"),
    [(ProfileQuery(), "newest"), (ProfileQuery("x"), "relevance"), (ProfileQuery("x", sort="name"), "name")],
)
def test_order(query: ProfileQuery, order: str) -> None:
    assert query.order == order
