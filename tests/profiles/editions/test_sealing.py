from __future__ import annotations

import copy
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.editions.canonical import canonical, digest
from profiles.editions.sealing import ERASED, Erased, faults, seal, unseal
from profiles.editions.words import AliasWords, ClaimWords, ValueWords, Words

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)


@st.composite
def words(draw: st.DrawFn) -> Words:
    claims = draw(
        st.lists(
            st.builds(
                ClaimWords,
                id=texts,
                key=texts,
                statement=texts,
                predicate=texts,
                kind=st.just("event"),
                is_key=st.booleans(),
                published=st.just("v1"),
                values=st.lists(st.builds(ValueWords, key=texts, text=texts, covers=st.just(("v2",))), max_size=2).map(
                    tuple
                ),
                citations=st.just(()),
                happened_on=texts,
                happened_precision=texts,
            ),
            max_size=3,
        )
    )
    aliases = draw(st.lists(st.builds(AliasWords, text=texts, kind=texts), max_size=3))
    return Words(
        profile=draw(texts),
        slug="a",
        name=draw(texts),
        summary=draw(texts),
        base="",
        inclusion_reason="",
        byline="",
        reviewer="",
        disclosure="",
        is_invented=draw(st.booleans()),
        aliases=tuple(aliases),
        facets=(),
        key_points=(),
        sections=(),
        claims=tuple(claims),
        documents=(),
        publishers=(),
        outlook=(),
        dependencies=(),
        images=(),
        also_read=(),
    )


def sealed(of: Words, seed: int = 1) -> Any:
    return seal(
        of, schema=1, number=1, previous="", published_at="2026", changes=None, salts=random.Random(seed).randbytes
    )


@given(words())
def test_unsealing_gives_the_words_back(said: Words) -> None:
    found = sealed(said)
    assert unseal(found.manifest, found.body, Words) == said
    assert faults(found.manifest, found.body, found.digest) == []


@given(words(), st.data())
def test_erasing_a_block_leaves_the_rest_and_still_verifies(said: Words, data: st.DataObject) -> None:
    found = sealed(said)
    block = data.draw(st.sampled_from(sorted(found.body)))
    body = {**found.body, block: None}
    assert faults(found.manifest, body, found.digest) == []
    opened = unseal(found.manifest, body, Words)
    gone = [field for field in ("name", "summary", "base") if isinstance(getattr(opened, field), Erased)]
    assert gone == [field for field in ("name", "summary", "base") if found.manifest["words"][field]["block"] == block]


@given(words(), st.data())
def test_changing_anything_is_found(said: Words, data: st.DataObject) -> None:
    found = sealed(said)
    block = data.draw(st.sampled_from(sorted(found.body)))
    body = copy.deepcopy(found.body)
    entry = body[block]
    assert entry is not None
    entry[1] += "!"
    assert faults(found.manifest, body, found.digest) == [f"block {block} does not have its digest"]
    assert faults({**found.manifest, "number": 2}, found.body, found.digest) == [
        "the manifest does not have its digest"
    ]


def test_missing_and_added_blocks_are_found() -> None:
    found = sealed(Words("p", "s", "n", "", "", "", "", "", "", False, (), (), (), (), (), (), (), (), (), (), ()))
    without = {key: value for key, value in found.body.items() if key != "b1"}
    assert faults(found.manifest, {**without, "b1": None}, found.digest) == []
    assert faults(found.manifest, without, found.digest) == ["manifest and body do not have the same blocks"]
    assert faults(found.manifest, {**found.body, "b99": ["s", "t"]}, found.digest) == [
        "manifest and body do not have the same blocks"
    ]


def test_equal_words_under_other_salts_have_other_digests() -> None:
    said = Words("p", "s", "n", "", "", "", "", "", "", False, (), (), (), (), (), (), (), (), (), (), ())
    assert sealed(said, 1).digest != sealed(said, 2).digest
    assert sealed(said, 1) == sealed(said, 1)


def test_erased_text_says_so_and_knows_it() -> None:
    assert (ERASED, ERASED.is_erased) == ("[removed]", True)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"b": 1, "a": [True, None, "é\n\u2028"]}, '{"a":[true,null,"é\\n\u2028"],"b":1}'),
        ({}, "{}"),
        (9007199254740991, "9007199254740991"),
        ("</script>", '"</script>"'),
    ],
)
def test_canonical_bytes(value: Any, expected: str) -> None:
    assert canonical(value) == expected.encode()


@pytest.mark.parametrize(
    ("value", "error"),
    [(0.1, TypeError), ({"ä": 1}, ValueError), (2**53, ValueError), ({1: 2}, ValueError), ("\ud800", ValueError)],
)
def test_canonical_refuses(value: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        canonical(value)


@given(st.dictionaries(st.text("abcdef", max_size=5), st.integers(-100, 100)))
def test_digest_does_not_depend_on_the_order_of_entry(value: dict[str, int]) -> None:
    assert digest(value) == digest(dict(reversed(value.items())))
