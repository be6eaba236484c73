"""From a working file to an edition, through the real use cases on the real database."""

from __future__ import annotations

import json
import random
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from profiles.editions import listing, published
from profiles.editions.drafting import draft_of
from profiles.editions.publishing import (
    ChangedMeanwhile,
    NothingNew,
    NotPublished,
    PreflightRefused,
)
from profiles.editions.query import ProfileQuery
from profiles.editions.schemas import read_words
from profiles.editions.sealing import faults, unseal
from profiles.editions.settling import settle
from profiles.editions.tags import tag_of
from profiles.editions.words import Words
from profiles.evidence.curating import Cited, cite, set_aside, state_claim, take_back
from profiles.models import (
    AlsoRead,
    Assessment,
    Citation,
    ClaimKind,
    Directness,
    Edition,
    EditionKind,
    Facet,
    Image,
    Profile,
    PublishedProfile,
    Section,
    Status,
    VerdictOutcome,
)
from records.models import AuditRow, OutboxRow
from sources.models import Document, Publisher
from tests.cast import ALICE, BOB, NOW, cast, file_under, public_cast, publish, publisher

pytestmark = pytest.mark.django_db


def test_first_edition_is_what_the_public_reads() -> None:
    found = cast()
    edition = publish(profile_id=found.profile.pk, by=ALICE, now=NOW)

    assert (edition.number, edition.kind, edition.previous_digest, edition.published_by) == (1, "first", "", ALICE)
    assert faults(edition.manifest, edition.body, edition.digest) == []
    assessment = edition.assessments.get()
    # Order (A, primary) and courier (B, secondary): two origins, the copy adds nothing; .9979 capped at .98.
    assert (assessment.number, assessment.score, assessment.method) == (1, 9800, "ORIGIN-1")
    profile = Profile.objects.get(pk=found.profile.pk)
    assert (profile.state, profile.current_edition) == ("published", edition)
    assert not Status.objects.filter(profile=profile).exists()  # nothing was ever checked

    page = published.profile_page("harbour-exchange")
    assert page is not None
    assert (page.name, page.confidence.label, page.confidence.number) == (
        "Harbour Exchange",
        "High - direct sources",
        "0.98",
    )
    assert (page.evidence.documents, page.evidence.originals, page.evidence.presumed) == (3, 2, 0)
    assert page.mark == "invented"
    assert [note.number for note in page.notes] == [1]
    assert [(one.publisher, one.directness, one.stance) for one in page.notes[0].sources] == [
        ("Office for Exchanges", "the document itself", "supports"),
        ("Quay Courier", "own reporting", "supports"),
        ("Morning Net", "repeats another report", "supports"),
    ]
    assert page.notes[0].sources[2].repeats == "Quay Courier"


def test_publishing_leaves_its_traces_in_the_same_transaction() -> None:
    found = cast()
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW)
    rows = AuditRow.objects.filter(verb="edition.published").values_list("actor", "subject", "at")
    assert list(rows) == [(ALICE, found.profile.subject, NOW)]
    news = OutboxRow.objects.filter(topic="edition.published").values_list("key", "payload")
    assert list(news) == [(found.profile.public_id, {"number": 1})]


def test_nothing_the_editor_does_afterwards_changes_what_is_read() -> None:
    found = public_cast()
    before = published.profile_page("harbour-exchange")
    Profile.objects.update(name="Renamed", summary="Rewritten")
    Citation.objects.all().delete()
    found.profile.claims.update(statement="Something else")
    assert published.profile_page("harbour-exchange") == before


def test_same_input_twice_gives_the_same_edition() -> None:
    found = cast()
    first = publish(profile_id=found.profile.pk, by=ALICE, now=NOW, salts=random.Random(7).randbytes)
    words = unseal(first.manifest, first.body, Words)
    draft = draft_of(Profile.objects.get(pk=found.profile.pk), now=NOW)
    assert (draft.words, draft.score, draft.result) == (words, 9800, first.assessments.get().result)


def test_second_edition_chains_and_counts_its_changes() -> None:
    found = cast()
    first = publish(profile_id=found.profile.pk, by=ALICE, now=NOW)
    found.profile.claims.update(statement="All twelve members had no service for a day.")
    second = publish(
        profile_id=found.profile.pk,
        by=BOB,
        now=NOW + timedelta(days=1),
        note="Said it plainer.",
        kind=EditionKind.CORRECTION,
    )
    assert (second.number, second.previous_digest, second.kind) == (2, first.digest, "correction")
    assert second.manifest["changes"] == 1
    newest = published.profile_page("harbour-exchange")
    old = published.profile_page("harbour-exchange", 1)
    assert newest is not None
    assert old is not None
    assert (newest.edition.number, newest.edition.claims_changed, newest.edition.is_newest) == (2, 1, True)
    assert (old.edition.number, old.edition.is_newest, old.edition.newest) == (1, False, 2)
    assert old.notes[0].statement == "Twelve members of Harbour Exchange had no service for a day."
    rows = published.editions("harbour-exchange")
    assert rows is not None
    assert [(row.number, row.is_newest, [one[0] for one in row.assessments]) for row in rows.rows] == [
        (2, True, ["2.1"]),
        (1, False, ["1.1"]),
    ]


@pytest.mark.parametrize(
    ("spoil", "refusal"),
    [
        (lambda found: found.profile.claims.all().delete(), PreflightRefused),
        (lambda found: Profile.objects.update(summary=""), PreflightRefused),
    ],
)
def test_refused_publishing_writes_nothing(spoil: Callable[[Any], Any], refusal: type[Exception]) -> None:
    found = cast()
    found.profile.key_points.all().delete()
    spoil(found)
    before = AuditRow.objects.count(), OutboxRow.objects.count()
    with pytest.raises(refusal):
        publish(profile_id=found.profile.pk, by=ALICE, now=NOW)
    assert (Edition.objects.count(), Assessment.objects.count(), PublishedProfile.objects.count()) == (0, 0, 0)
    assert (AuditRow.objects.count(), OutboxRow.objects.count()) == before
    assert Profile.objects.get(pk=found.profile.pk).state == "draft"


def test_publishing_with_nothing_new_is_refused() -> None:
    found = public_cast()
    with pytest.raises(NothingNew, match="the words are those of edition 1"):
        publish(profile_id=found.profile.pk, by=ALICE, now=NOW, note="Again.")


def test_regraded_publisher_lets_the_same_words_rise_by_hand() -> None:
    found = cast()
    Publisher.objects.filter(name="Office for Exchanges").update(grade="C")
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW)
    with pytest.raises(NothingNew):
        publish(profile_id=found.profile.pk, by=ALICE, now=NOW, note="Again.")
    Publisher.objects.filter(name="Office for Exchanges").update(grade="D")
    with pytest.raises(NothingNew):  # a fall needs nobody
        publish(profile_id=found.profile.pk, by=ALICE, now=NOW, note="Lower.")
    Publisher.objects.filter(name="Office for Exchanges").update(grade="A")
    edition = publish(profile_id=found.profile.pk, by=ALICE, now=NOW, note="The office is graded anew.")
    assert (edition.number, edition.manifest["changes"], edition.assessments.get().score) == (2, 0, 9800)


def test_refuted_statement_is_published_with_both_sides() -> None:
    """What was public and turns out wrong is shown as refuted; it does not silently stay."""
    found = cast()
    Citation.objects.filter(document=found.order).delete()
    Citation.objects.filter(document=found.report).delete()
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW)
    cite(
        claim=found.claim,
        cited=Cited(found.order, "none", Directness.PRIMARY, "Twelve members were without service.", own_act=True),
        by=ALICE,
        now=NOW,
    )
    with pytest.raises(PreflightRefused, match="A direct source contradicts the key statement"):
        publish(profile_id=found.profile.pk, by=ALICE, now=NOW, note="The order says otherwise.")
    settle(
        profile_id=found.profile.pk,
        claim=found.claim.public_id,
        outcome=VerdictOutcome.REFUTED,
        reason="The order counts none.",
        by=BOB,
        now=NOW,
    )
    edition = publish(profile_id=found.profile.pk, by=ALICE, now=NOW, note="The order says otherwise.")
    score = edition.assessments.get().score
    assert score is not None
    assert score < 1000
    page = published.profile_page("harbour-exchange")
    assert page is not None
    assert (page.notes[0].disputed, [one.stance for one in page.notes[0].sources]) == (True, ["supports", "disputes"])


def test_document_ruled_out_meanwhile_is_not_published() -> None:
    found = cast()
    Document.objects.filter(pk=found.report.pk).update(is_evidence=False, no_evidence_reason="It was made up.")
    with pytest.raises(PreflightRefused, match="is no evidence: It was made up"):
        publish(profile_id=found.profile.pk, by=ALICE, now=NOW)


def test_picture_is_public_once_an_edition_shows_it(settings: Any, tmp_path: Path, client: Client) -> None:
    settings.MEDIA_ROOT = tmp_path
    found = cast()
    name = f"{'a' * 64}.png"
    (tmp_path / name).write_bytes(b"picture")
    picture = Image.objects.create(
        profile=found.profile, file=name, width=1, height=1, caption="A quay", alt="quay", provenance="Drawn by us"
    )
    draft = client.get(f"/images/{name}")
    assert (draft.status_code, draft.content) == (404, client.get("/nothing/").content)
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW)
    public = client.get(f"/images/{name}")
    assert (public.status_code, public.content) == (200, b"picture")
    assert public.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    picture.delete()
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW, note="Without the picture.")
    assert client.get(f"/images/{name}").status_code == 200  # edition 1 goes on showing it


def test_house_of_many_companies_is_one_voice() -> None:
    """The courier and the office count once where one house stands above both, however far up."""
    found = cast()
    apart = draft_of(found.profile, now=NOW)
    house = publisher("House")
    middle = publisher("Middle", owner=house)
    Publisher.objects.filter(name="Quay Courier").update(owner=middle)
    Publisher.objects.filter(name="Office for Exchanges").update(owner=house)
    together = draft_of(found.profile, now=NOW)
    assert (apart.result["profile"]["originals"], together.result["profile"]["originals"]) == (2, 1)
    assert (apart.score, together.score) == (9800, 9700)
    owners = {one["owner"] for key, one in together.result["publishers"].items() if one["owner"]}
    assert owners == {house.public_id}


def test_undated_source_ages_from_the_day_it_became_known() -> None:
    found = cast()
    Document.objects.update(published_on=None)
    found.profile.claims.update(kind="operational")
    day_one = draft_of(found.profile, now=NOW).score
    later = draft_of(found.profile, now=NOW + timedelta(days=360)).score
    assert (day_one, later) == (9800, later)
    assert later is not None
    assert later < 4000


def test_old_edition_is_read_at_today_s_address() -> None:
    found = public_cast()
    Profile.objects.update(slug="new-harbour")
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW, note="It has moved.")
    old = published.profile_page("new-harbour", 1)
    assert old is not None
    assert (old.slug, published.profile_page("harbour-exchange")) == ("new-harbour", None)


def test_edition_with_every_block_erased_is_still_drawn_everywhere(client: Client) -> None:
    found = cast()
    Section.objects.create(
        profile=found.profile, place="other", kind="account", heading="Elsewhere", body="More.[^outage]", position=9
    )
    set_aside(citation=Citation.objects.get(document=found.copy), reason="Adds nothing.", by=ALICE, now=NOW)
    edition = publish(profile_id=found.profile.pk, by=ALICE, now=NOW)
    texts = {entry[1] for entry in edition.body.values() if len(entry[1]) > 12}
    before = published.record("harbour-exchange")
    Edition.objects.filter(pk=edition.pk).update(body=dict.fromkeys(edition.body))
    addresses = ["", "confidence/", "editions/", "editions/1/"]
    for address in [f"/profiles/harbour-exchange/{tail}" for tail in addresses] + [
        "/api/v1/profiles/harbour-exchange/",
        "/api/v1/profiles/harbour-exchange/claims/",
    ]:
        answer = client.get(address)
        assert answer.status_code == 200, address
        if address != "/profiles/harbour-exchange/editions/":
            assert "[removed]" in answer.content.decode(), address
    after = published.record("harbour-exchange")
    assert before is not None
    assert after is not None
    assert not [text for text in texts if text in str(published.profile_page("harbour-exchange"))]
    # The numbers, and what they were made of, are as they were.
    assert after["assessment"] == before["assessment"]
    assert [one["is_set_aside"] for one in after["claims"][0]["citations"]] == [False, False, True]


def test_edition_of_the_first_schema_stays_readable() -> None:
    stored = json.loads((Path(__file__).parents[2] / "fixtures" / "edition_schema_1.json").read_text(encoding="utf-8"))
    assert faults(stored["manifest"], stored["body"], stored["digest"]) == []
    words = read_words(stored["manifest"], stored["body"])
    assert (words.name, words.claims[0].citations[0].quote) == (
        "Harbour Exchange",
        "Twelve members were without service.",
    )


def test_schema_from_the_future_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="cannot read editions of schema 99"):
        read_words({"schema": 99}, {})


def test_second_edition_needs_to_say_what_changed() -> None:
    found = public_cast()
    Profile.objects.update(base="Elsewhere")
    with pytest.raises(NotPublished, match="Say in a sentence what changed"):
        publish(profile_id=found.profile.pk, by=ALICE, now=NOW, note="  ")


def test_address_that_another_profile_still_has_is_refused_in_words() -> None:
    public_cast()
    Profile.objects.update(slug="moved")  # in the working file only; the public address stays until it is published
    other = Profile.objects.create(slug="harbour-exchange", name="Other", made_at=NOW, changed_at=NOW, changed_by=ALICE)
    with pytest.raises(NotPublished, match="Another profile is public at"):
        publish(profile_id=other.pk, by=ALICE, now=NOW)


def test_publishing_what_one_has_not_seen_is_refused() -> None:
    found = cast()
    seen = Profile.objects.get(pk=found.profile.pk).revision
    state_claim(
        profile=found.profile,
        key="late",
        statement="Another thing.",
        predicate="thing",
        value="yes",
        kind=ClaimKind.EVENT,
        by=BOB,
        now=NOW,
    )
    with pytest.raises(ChangedMeanwhile):
        publish(profile_id=found.profile.pk, by=ALICE, now=NOW, revision=seen)
    assert Edition.objects.count() == 0


def test_set_aside_citation_stays_visible_and_counts_no_more() -> None:
    found = cast()
    order = Citation.objects.get(document=found.order)
    set_aside(citation=order, reason="The order was withdrawn.", by=ALICE, now=NOW)
    draft = draft_of(Profile.objects.get(pk=found.profile.pk), now=NOW)
    assert draft.score == 8184  # the courier's own report alone: .88 * .93
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW)
    page = published.profile_page("harbour-exchange")
    assert page is not None
    assert page.notes[0].sources[0].set_aside == "The order was withdrawn."
    assert page.notes[0].voice == page.notes[0].sources[1]
    take_back(citation=order, by=ALICE, now=NOW)
    assert draft_of(Profile.objects.get(pk=found.profile.pk), now=NOW).score == 9800


def test_steps_of_the_account_add_up_to_the_score() -> None:
    public_cast()
    page = published.confidence_page("harbour-exchange")
    assert page is not None
    (ledger,) = page.ledgers
    assert sum(line.step for line in ledger.lines) == pytest.approx(0.98, abs=1e-9)
    assert [line.kind for line in ledger.lines] == ["start", "origin", "origin", "cap"]
    assert page.bands == (("High - direct sources", 1),)


def test_page_names_no_profile_that_is_not_public() -> None:
    found = cast()
    hidden = Profile.objects.create(
        slug="hidden", name="Hidden House", made_at=NOW, changed_at=NOW, changed_by=ALICE, is_invented=True
    )
    AlsoRead.objects.create(profile=found.profile, other=hidden)
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW)
    page = published.profile_page("harbour-exchange")
    assert page is not None
    assert page.also_read == ()


def test_reading_costs_a_fixed_number_of_queries(django_assert_num_queries: Any) -> None:
    found = cast()
    for number in range(5):
        file_under(found.profile, Facet.TOPIC, f"topic-{number}", f"Topic {number}", f"It is about number {number}.")
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW)
    # Listing with edition, assessment, status, verdicts, replies, what depends on it.
    with django_assert_num_queries(6):
        published.profile_page("harbour-exchange")
    with django_assert_num_queries(1):
        tag_of("harbour-exchange")
    with django_assert_num_queries(3):
        published.editions("harbour-exchange")
    with django_assert_num_queries(4):  # keys, rows, names of terms, counts
        listing.list_page(ProfileQuery())


def test_drafting_costs_a_fixed_number_of_queries(django_assert_max_num_queries: Any) -> None:
    found = cast()
    with django_assert_max_num_queries(25) as first:
        draft_of(found.profile, now=NOW)
    for number in range(4):
        state_claim(
            profile=found.profile,
            key=f"more-{number}",
            statement=f"Thing {number}.",
            predicate="thing",
            value="yes",
            kind=ClaimKind.EVENT,
            by=ALICE,
            now=NOW,
        )
    with django_assert_max_num_queries(25) as second:
        draft_of(found.profile, now=NOW)
    assert len(first) == len(second)


@pytest.mark.django_db(transaction=True)
def test_two_publishers_at_once_make_one_edition() -> None:
    found = cast()
    outcomes: list[str] = []
    barrier = threading.Barrier(2)

    def run() -> None:
        barrier.wait()
        try:
            outcomes.append(str(publish(profile_id=found.profile.pk, by=ALICE, now=NOW).number))
        except NothingNew:
            outcomes.append("nothing new")
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["1", "nothing new"]
    assert Edition.objects.count() == 1


def test_search_finds_by_name_alias_and_statement() -> None:
    public_cast()
    for words in ("harbour", "HARB", "Härbour exchange", "northern link", "quayside", "twelve members"):
        page = listing.list_page(ProfileQuery(words=words))
        assert [card.slug for card in page.cards] == ["harbour-exchange"], words
    for words in ("airport", "harbour airport", "...", "' | :* &"):
        assert listing.list_page(ProfileQuery(words=words)).cards == (), words
    assert listing.list_page(ProfileQuery(words="service")).cards[0].snippet == (
        "Twelve members of Harbour Exchange had no <mark>service</mark> for a day. Twelve members were cut off for a "
        "day. The northern link was cut in March. …"
    )


def test_facets_count_what_matches_and_can_be_unpicked() -> None:
    found = public_cast()
    page = listing.list_page(ProfileQuery(facets=(("region", "europe"),)))
    assert page.total == 1
    region = next(group for group in page.groups if group.facet == "region")
    assert [(option.slug, option.count, option.chosen, option.address) for option in region.options] == [
        ("europe", 1, True, "/profiles/")
    ]
    assert page.chosen == (("Region: Europe", "/profiles/"),)
    file_under(found.profile, Facet.REGION, "africa", "Africa", "A cable of its members ends on an African coast.")
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW, note="Filed under a second region.")
    for chosen in ((("region", "africa"),), (("region", "africa"), ("region", "europe"))):
        wide = listing.list_page(ProfileQuery(facets=chosen))
        regions = next(group for group in wide.groups if group.facet == "region")
        assert (wide.total, [option.count for option in regions.options]) == (1, [1, 1])
    empty = listing.list_page(ProfileQuery(facets=(("impact", "low"), ("region", "europe"))))
    assert (empty.total, empty.cards) == (0, ())
    assert dict(empty.chosen) == {
        "Impact: low": "/profiles/?region=europe",
        "Region: Europe": "/profiles/?impact=low",
    }
