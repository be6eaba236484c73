"""Sentences that stand in several public profiles, from publishing one to being refused at the next."""

from __future__ import annotations

from typing import Any

import pytest

from profiles.editions.drafting import draft_of, draft_of_words
from profiles.editions.elsewhere import OTHERS_ALLOWED, note_sentences, said_elsewhere
from profiles.editions.schemas import read_words
from profiles.editions.sentences import mark_of, marks_of, sentences
from profiles.models import Profile, PublishedProfile, PublishedSentence
from tests.cast import ALICE, NOW, public_cast, publish, published_copies

pytestmark = pytest.mark.django_db


def published() -> PublishedProfile:
    public_cast()
    return PublishedProfile.objects.select_related("edition", "profile").get()


def words_of_listing(listing: PublishedProfile) -> Any:
    return read_words(listing.edition.manifest, listing.edition.body)


def marks(listing: PublishedProfile) -> set[int]:
    return set(listing.sentences.values_list("mark", flat=True))


def test_sentences_are_alike_whatever_their_case_spaces_and_marks() -> None:
    said = list(sentences("- Twelve  NETWORKS meet there and nowhere else.[^outage] Short one. twelve networks meet."))
    assert said == ["twelve networks meet there and nowhere else."]
    assert mark_of(said[0]) == int.from_bytes(bytes.fromhex("%016x" % (mark_of(said[0]) % 2**64)), "big", signed=True)
    assert -(2**63) <= mark_of(said[0]) < 2**63


def test_publishing_notes_the_sentences_and_the_next_edition_replaces_them() -> None:
    listing = published()
    before = marks(listing)
    assert before == set(marks_of(words_of_listing(listing))) != set()
    mark = mark_of("twelve networks meet there and nowhere else.")
    assert mark in before
    kept = PublishedSentence.objects.exclude(mark=mark).order_by("pk").first()
    Profile.objects.filter(pk=listing.pk).update(inclusion_reason="Nobody else joins these twelve networks.[^outage]")
    publish(profile_id=listing.pk, by=ALICE, now=NOW, note="Said better.")
    after = marks(listing)
    assert (before - after, len(after)) == ({mark}, len(before))
    assert kept is not None
    assert PublishedSentence.objects.filter(pk=kept.pk).exists()  # what stayed was not written


def test_nothing_is_written_where_nothing_changed(django_assert_num_queries: Any) -> None:
    listing = published()
    words = words_of_listing(listing)
    with django_assert_num_queries(1):
        note_sentences(listing, words)


def test_a_sentence_of_three_other_profiles_is_refused(django_assert_num_queries: Any) -> None:
    listing = published()
    profile, words = Profile.objects.get(pk=listing.pk), words_of_listing(listing)
    twins = published_copies(OTHERS_ALLOWED + 1)
    for twin in twins[:-1]:
        note_sentences(twin, words)
    assert draft_of(profile, now=NOW).problems == ()  # two others and itself
    note_sentences(twins[-1], words)
    with django_assert_num_queries(1):
        found = said_elsewhere(words, profile=profile.pk)
    assert {problem.rule for problem in found} == {"boilerplate-elsewhere"}
    assert len(found) == len(marks_of(words))
    assert found[0].words == (
        "The same sentence stands in 3 other profiles: “an exchange at the old harbour, whose northern link was cut in "
        "2026.”. Say what is true of this one alone, or leave it out."
    )
    assert draft_of(profile, now=NOW).problems == found
    assert draft_of_words(profile, words, now=NOW, again=True).problems == found
    twins[0].delete()  # ended, or taken from the list
    assert draft_of(profile, now=NOW).problems == ()
