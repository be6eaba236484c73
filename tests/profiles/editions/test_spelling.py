"""Suggestions while somebody types, and names that somebody mistyped."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from profiles.editions import listing
from profiles.editions.names import is_one_slip, slips_of, starts_of
from profiles.editions.query import MOST_WORDS, ProfileQuery
from profiles.editions.spelling import Suggestion, forget_words, respelt, suggest
from profiles.models import NameSlip
from tests.profiles.editions.many import Listed, listed

words = st.text("abcdeü東", min_size=4, max_size=9)


@given(words, st.data())
def test_one_slip_is_one_letter_more_less_other_or_swapped(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(word) - 1))
    other = data.draw(st.sampled_from("abcxyz"))
    slipped = data.draw(
        st.sampled_from(
            [
                word[:place] + word[place + 1 :],
                word[:place] + other + word[place:],
                word[:place] + other + word[place + 1 :],
                word[:place] + word[place : place + 2][::-1] + word[place + 2 :],
            ]
        )
    )
    assert is_one_slip(word, slipped) == is_one_slip(slipped, word) == (slipped != word)
    if len(slipped) >= 4:
        assert slips_of(word) & slips_of(slipped)  # so the table finds the one by the other


@given(words, words)
def test_two_slips_are_none(one: str, other: str) -> None:
    if is_one_slip(one, other):
        assert abs(len(one) - len(other)) <= 1
        assert not is_one_slip("xyz" + one, "zyx" + other)


@pytest.mark.parametrize(
    ("names", "starts"),
    [
        (
            ("Harbour Exchange",),
            {"harbour exchange": ("Harbour Exchange", True), "exchange": ("Harbour Exchange", False)},
        ),
        (("Über", "AS 174"), {"uber": ("Über", True), "as 174": ("AS 174", True), "174": ("AS 174", False)}),
        (("東京湾",), {"東京 京湾": ("東京湾", True), "京湾": ("東京湾", False)}),
        (("...",), {}),
    ],
)
def test_names_may_be_begun_at_any_of_their_words(names: tuple[str, ...], starts: dict[str, tuple[str, bool]]) -> None:
    assert starts_of(names) == starts


ROWS = [
    Listed("harbour-exchange", ("Harbour Exchange", "HX Quayside"), summary="Twelve members."),
    Listed("old-harbour", ("Old Harbour",)),
    Listed("tokyo-bay", ("Tokyo Bay", "東京湾")),
    Listed("net-174", ("Net One", "AS174")),
]


@pytest.mark.django_db
def test_suggestions_begin_names_and_forgive_a_slip() -> None:
    listed(ROWS)
    harbour, old = Suggestion("harbour-exchange", "Harbour Exchange", ""), Suggestion("old-harbour", "Old Harbour", "")
    cases = {
        "har": (harbour, old),
        "HARBOUR EX": (harbour,),
        "exch": (harbour,),
        "quay": (Suggestion("harbour-exchange", "Harbour Exchange", "HX Quayside"),),
        "京湾": (Suggestion("tokyo-bay", "Tokyo Bay", "東京湾"),),
        "東": (Suggestion("tokyo-bay", "Tokyo Bay", "東京湾"),),
        "as17": (Suggestion("net-174", "Net One", "AS174"),),
        "habrour": (harbour, old),
        "harbur exchnge": (harbour,),
        "": (),
        "%": (),
        "har%": (harbour, old),
        "zebra": (),
    }
    assert {text: suggest(text) for text in cases} == cases


@pytest.mark.django_db
def test_mistyped_search_is_answered_for_what_was_meant() -> None:
    listed(ROWS)
    page = listing.list_page(ProfileQuery(words="Habrour"))
    assert (page.words, page.instead, [card.slug for card in page.cards]) == (
        "Habrour", "harbour", ["old-harbour", "harbour-exchange"],
    )  # fmt: skip
    assert listing.list_page(ProfileQuery(words="harbour")).instead == ""
    nothing = listing.list_page(ProfileQuery(words="zebra"))
    assert (nothing.instead, nothing.cards, nothing.total) == ("", (), 0)


@pytest.mark.django_db
def test_words_of_what_is_not_public_any_more_are_neither_offered_nor_kept() -> None:
    made = listed(ROWS)
    assert respelt("quaysidd") == "quayside"
    made["harbour-exchange"].delete()
    assert suggest("quaysidd") == ()
    assert listing.list_page(ProfileQuery(words="quaysidd")).instead == ""
    assert forget_words() > 0
    assert set(NameSlip.objects.values_list("word", flat=True)) == {"harbour", "tokyo"}
    assert respelt("quaysidd") == ""


@pytest.mark.django_db
def test_suggesting_costs_a_fixed_number_of_queries(django_assert_num_queries: object) -> None:
    listed(ROWS)
    with django_assert_num_queries(2):  # type: ignore[operator]
        suggest("har")


@pytest.mark.django_db
def test_sign_that_stands_for_many_words_makes_no_work(django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(3 * MOST_WORDS):
        suggest("\ufdfa" * 200)  # four words each


@pytest.mark.django_db
def test_search_within_a_transaction_leaves_its_settings_to_it() -> None:
    def found() -> list[str]:
        with connection.cursor() as cursor:
            return [str(cursor.execute(f"SHOW {name}").fetchone()) for name in ("enable_seqscan", "work_mem")]

    before = found()
    listing.list_page(ProfileQuery("harbour"))
    assert found() == before
