"""Profiles that are withdrawn, renamed, merged and split: what every door says of them, and what it does not."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from profiles.editions.ending import NotEnded, merge, split, withdraw
from profiles.editions.publishing import NotPublished, publish
from profiles.editions.replying import Signed, reply, withdraw_reply
from profiles.editions.republishing import republish
from profiles.editions.states import TABLE, Answer, Door, State
from profiles.evidence.curating import open_profile
from profiles.models import Address, Claim, Edition, Ending, Profile, PublishedProfile
from tests.cast import ALICE, NOW, Cast, approved, cast
from tests.cast import publish as publish_by_two
from tests.profiles.site.neighbours import working_file

pytestmark = pytest.mark.django_db

LIVE = ("", "confidence/", "editions/", "feed.atom", "feed.json")
OLD = ("editions/1/", "editions/1/to/2/", "editions/1/cite.bib", "editions/1/cite.json")
API = ("", "claims/", "dependencies/", "editions/", "editions/1/", "as-of/2026-11-20/")
LISTS = ("/", "/profiles/", "/profiles/?q=harbour", "/feed.atom", "/feed.json", "/sitemap/1.xml", "/api/v1/profiles/")
REASON = "The exchange was closed for good."


def public() -> Cast:
    """The cast's profile, public in two editions."""
    found = cast()
    publish_by_two(profile_id=found.profile.pk, by=ALICE, now=NOW)
    Profile.objects.filter(pk=found.profile.pk).update(summary="An exchange at the old harbour of the town.")
    publish_by_two(profile_id=found.profile.pk, by=ALICE, now=NOW, note="The summary is shorter.")
    return found


def another(found: Cast, slug: str = "tarn-exchange", name: str = "Tarn Exchange") -> Profile:
    # Its statement has the key of the cast's: two that are merged must not clash.
    profile, _ = working_file(found, slug, name, key="outage", region=("europe", "Europe"))
    publish_by_two(profile_id=profile.pk, by=ALICE, now=NOW)
    return profile


def at(slug: str, *parts: str) -> list[str]:
    return [f"/profiles/{slug}/{part}" for part in parts]


def api(slug: str, *parts: str) -> list[str]:
    return [f"/api/v1/profiles/{slug}/{part}" for part in parts]


def statuses(addresses: list[str]) -> dict[str, int]:
    return {address: Client().get(address).status_code for address in addresses}


def test_every_state_has_an_answer_at_every_door() -> None:
    assert {state: set(doors) for state, doors in TABLE.items()} == {state: set(Door) for state in State}
    shown = {state for state in State if TABLE[state][Door.LISTS] == Answer.SHOWN}
    assert shown == {State.PUBLISHED}


def test_withdrawn_profile_is_gone_at_every_address_and_in_no_list() -> None:
    found = public()
    every = [*at("harbour-exchange", *LIVE, *OLD, "as-of/2026-11-20/"), *api("harbour-exchange", *API)]
    every += [f"/id/{found.profile.public_id}/", f"/id/{found.profile.public_id}/1/"]
    assert set(statuses(every).values()) == {200, 302}
    assert all("harbour" in Client().get(page).content.decode().lower() for page in LISTS)
    withdraw(profile_id=found.profile.pk, reason=REASON, by=ALICE, now=NOW)
    assert statuses(every) == dict.fromkeys(every, 410)
    page = Client().get("/profiles/harbour-exchange/").content.decode()
    assert REASON in page
    assert "Twelve members" not in page
    assert Client().get("/api/v1/profiles/harbour-exchange/").json() == {
        "type": "about:blank",
        "title": "Gone",
        "status": 410,
        "detail": REASON,
        "state": "deleted",
        "kind": "withdrawn",
        "on": NOW.date().isoformat(),
        "onward": [],
    }
    for listed in LISTS:
        assert "Harbour Exchange" not in Client().get(listed).content.decode(), listed
    feed = Client().get("/feed.atom").content.decode()
    assert f'<at:deleted-entry ref="tag:plumbline,2026:{found.profile.public_id}/2.1" when="2026-11-20T' in feed
    assert f'<at:deleted-entry ref="tag:plumbline,2026:{found.profile.public_id}/1.1" when="2026-11-20T' in feed


def test_what_was_never_public_is_absent_whatever_its_state() -> None:
    found = cast()
    every = [*at("harbour-exchange", *LIVE, *OLD), *api("harbour-exchange", *API), f"/id/{found.profile.public_id}/"]
    assert statuses(every) == dict.fromkeys(every, 404)
    with pytest.raises(NotEnded, match="Only what is public"):
        withdraw(profile_id=found.profile.pk, reason=REASON, by=ALICE, now=NOW)


def test_publishing_again_brings_a_withdrawn_profile_back() -> None:
    found = public()
    withdraw(profile_id=found.profile.pk, reason=REASON, by=ALICE, now=NOW)
    publish_by_two(profile_id=found.profile.pk, by=ALICE, now=NOW, note="It was opened again.")
    assert Client().get("/profiles/harbour-exchange/editions/1/").status_code == 200
    assert "edition 3" in Client().get("/profiles/harbour-exchange/").content.decode().lower()
    assert [ending.kind for ending in Ending.objects.all()] == ["withdrawn"]


def test_renamed_profile_is_found_at_its_old_address_with_everything_behind_it() -> None:
    found = public()
    Profile.objects.filter(pk=found.profile.pk).update(slug="quay-exchange", name="Quay Exchange")
    before = Client().get("/profiles/harbour-exchange/")
    assert before.status_code == 200  # until it is published
    publish_by_two(profile_id=found.profile.pk, by=ALICE, now=NOW, note="It has a new name.")
    old = [*at("harbour-exchange", *LIVE, *OLD), *api("harbour-exchange", *API)]
    for address in old:
        asked = "" if address.startswith("/api/") else "?a=b"  # the API refuses what is not on its list
        answer = Client().get(address + asked)
        there = address.replace("harbour-exchange", "quay-exchange") + asked
        assert (answer.status_code, answer["Location"]) == (301, there)
        assert answer["Cache-Control"] == "public, max-age=3600"
    assert Client().get(f"/id/{found.profile.public_id}/1/")["Location"] == "/profiles/quay-exchange/editions/1/"
    other = open_profile(slug="harbour-exchange", name="Somebody else", by=ALICE, now=NOW)
    Profile.objects.filter(pk=other.pk).update(summary="Another one.")
    with pytest.raises(NotPublished, match="that address leads there for ever"):
        publish(profile_id=other.pk, by=ALICE, now=NOW)


def test_merged_profile_leads_to_the_other_one_and_its_editions_stay() -> None:
    found = public()
    into = another(found)
    merge(profile_id=found.profile.pk, into_id=into.pk, reason="Tarn bought it.", by=ALICE, now=NOW)
    for part in LIVE:
        answer = Client().get(f"/profiles/harbour-exchange/{part}")
        assert (answer.status_code, answer["Location"]) == (301, f"/profiles/tarn-exchange/{part}")
    for address in at("harbour-exchange", *OLD, "as-of/2026-11-20/"):
        assert Client().get(address).status_code == 200
    page = Client().get("/profiles/harbour-exchange/editions/2/").content.decode()
    assert "merged into another" in page
    assert '<a href="/profiles/tarn-exchange/">Tarn Exchange</a>' in page
    assert "How we got this" not in page
    assert Client().get(f"/id/{found.profile.public_id}/2/")["Location"] == "/profiles/harbour-exchange/editions/2/"
    assert Client().get(f"/id/{found.profile.public_id}/")["Location"] == "/profiles/tarn-exchange/"
    for listed in LISTS:
        assert "Harbour Exchange" not in Client().get(listed).content.decode(), listed
    # Statements came along with their evidence under free keys, for an editor to look at.
    assert list(into.claims.order_by("position").values_list("key", "is_key")) == [
        ("outage", True),
        ("outage-2", False),
    ]
    moved = Claim.objects.get(key="outage-2")
    assert (moved.pk, moved.citations.count()) == (found.claim.pk, 3)
    assert into.aliases.filter(text="Harbour Exchange", kind="former").exists()
    with pytest.raises(NotPublished, match="goes on in others"):
        publish(profile_id=found.profile.pk, by=ALICE, now=NOW, note="Again.")
    # The other one can be published with them.
    Profile.objects.filter(pk=into.pk).update(summary="Tarn Exchange, with the harbour since this year.")
    publish_by_two(profile_id=into.pk, by=ALICE, now=NOW, note="It took over the harbour.")
    assert "Twelve members" in Client().get("/profiles/tarn-exchange/").content.decode()


def test_reply_that_came_along_is_withdrawn_where_readers_see_it() -> None:
    found = public()
    signed = Signed("It was six hours.", "Ann Mole", "Press office", NOW.date(), "By letter.")
    said = reply(profile_id=found.profile.pk, claim=found.claim.public_id, signed=signed, by=ALICE, now=NOW)
    into = another(found)
    merge(profile_id=found.profile.pk, into_id=into.pk, reason="Tarn bought it.", by=ALICE, now=NOW)
    Profile.objects.filter(pk=into.pk).update(summary="Tarn Exchange, with the harbour since this year.")
    publish_by_two(profile_id=into.pk, by=ALICE, now=NOW, note="It took over the harbour.")
    pages = at("tarn-exchange", "", "confidence/")
    for address in pages:
        assert "It was six hours." in Client().get(address).content.decode(), address
    withdraw_reply(reply_id=said.pk, reason="They asked for it.", by=ALICE, now=NOW)
    for address in pages:
        assert "It was six hours." not in Client().get(address).content.decode(), address


def test_merged_profile_whose_goal_is_not_public_tells_nothing_of_it() -> None:
    found = public()
    into = another(found)
    merge(profile_id=found.profile.pk, into_id=into.pk, reason="It was bought.", by=ALICE, now=NOW)
    withdraw(profile_id=into.pk, reason="A court ruled so.", by=ALICE, now=NOW)
    answer = Client().get("/profiles/harbour-exchange/")
    assert answer.status_code == 410
    assert "Tarn" not in answer.content.decode()
    assert "tarn" not in Client().get("/profiles/harbour-exchange/editions/1/").content.decode()


def test_chain_of_mergers_leads_to_its_end() -> None:
    found = public()
    one, two = another(found, "one-exchange", "One Exchange"), another(found, "two-exchange", "Two Exchange")
    merge(profile_id=found.profile.pk, into_id=one.pk, reason="Bought.", by=ALICE, now=NOW)
    merge(profile_id=one.pk, into_id=two.pk, reason="Bought again.", by=ALICE, now=NOW)
    assert Client().get("/profiles/harbour-exchange/")["Location"] == "/profiles/two-exchange/"
    with pytest.raises(NotEnded, match="Only what is public"):
        merge(profile_id=one.pk, into_id=two.pk, reason="And again.", by=ALICE, now=NOW)


def test_split_profile_names_its_parts_and_keeps_its_editions() -> None:
    found = public()
    one, two = another(found, "one-exchange", "One Exchange"), another(found, "two-exchange", "Two Exchange")
    with pytest.raises(NotEnded, match="at least two"):
        split(profile_id=found.profile.pk, into_ids=[one.pk, found.profile.pk], reason="Split.", by=ALICE, now=NOW)
    split(profile_id=found.profile.pk, into_ids=[two.pk, one.pk], reason="It was split.", by=ALICE, now=NOW)
    answer = Client().get("/profiles/harbour-exchange/")
    assert answer.status_code == 410
    assert answer.content.decode().index("One Exchange") < answer.content.decode().index("Two Exchange")
    told = Client().get("/api/v1/profiles/harbour-exchange/").json()
    assert told["onward"] == [
        {"slug": "one-exchange", "name": "One Exchange"},
        {"slug": "two-exchange", "name": "Two Exchange"},
    ]
    assert Client().get("/profiles/harbour-exchange/editions/2/").status_code == 200


@pytest.mark.parametrize("into", ["itself", "draft"])
def test_merging_into_what_cannot_be_is_refused(into: str) -> None:
    found = public()
    goal = found.profile.pk if into == "itself" else open_profile(slug="new", name="New", by=ALICE, now=NOW).pk
    with pytest.raises(NotEnded):
        merge(profile_id=found.profile.pk, into_id=goal, reason="So.", by=ALICE, now=NOW)
    assert PublishedProfile.objects.filter(slug="harbour-exchange").exists()
    assert found.profile.claims.count() == 1


def test_older_edition_is_published_again_as_a_new_one() -> None:
    found = public()
    made = republish(profile_id=found.profile.pk, number=1, note="The second was a mistake.", by=ALICE, now=NOW)
    first, second, third = Edition.objects.order_by("number")
    assert made == third
    assert third.kind == "correction"
    assert third.note == "The words of edition 1 of 20 November 2026 again. The second was a mistake."
    assert third.previous_digest == second.digest
    page = Client().get("/profiles/harbour-exchange/").content.decode()
    assert "whose northern link was cut in 2026" in page
    found.profile.refresh_from_db()
    assert found.profile.summary == "An exchange at the old harbour of the town."  # the working file stays
    with pytest.raises(NotPublished, match="no edition 9"):
        republish(profile_id=found.profile.pk, number=9, note="So.", by=ALICE, now=NOW)
    assert first.number == 1


def test_address_belongs_to_one_profile_for_ever() -> None:
    found = public()
    assert list(Address.objects.values_list("slug", "profile")) == [("harbour-exchange", found.profile.pk)]


def test_desk_takes_a_profile_off_the_site(admin_client: Client) -> None:
    found = public()
    into = another(found)
    page = f"/admin/profiles/profile/{found.profile.pk}/end/"
    assert page in admin_client.get(f"/admin/profiles/profile/{found.profile.pk}/change/").content.decode()

    def said(**given: Any) -> str:
        return admin_client.post(page, {"reason": REASON, "into": "", **given}, follow=True).content.decode()

    assert "No public profile is at “nowhere”" in said(kind="merged", into="nowhere")
    assert "Name the one profile" in said(kind="merged")
    assert "goes on nowhere" in said(kind="withdrawn", into=into.slug)
    assert "not public any more" in said(kind="withdrawn")
    assert Client().get("/profiles/harbour-exchange/").status_code == 410
    edition = found.profile.editions.get(number=1)
    again = f"/admin/profiles/edition/{edition.pk}/again/"
    assert again in admin_client.get(f"/admin/profiles/edition/{edition.pk}/change/").content.decode()
    approved(found.profile)
    told = admin_client.post(again, {"note": "It is open again."}, follow=True).content.decode()
    assert "Published edition 3" in told
    assert Client().get("/profiles/harbour-exchange/").status_code == 200
