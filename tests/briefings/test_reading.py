"""The one reading door through the pages: who gets the body, and that what ends bites at the next request."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Permission
from django.test import Client

from briefings import joining, publishing
from briefings.models import Briefing, Membership, SourceNote
from briefings.tiers import show_ways, tier
from profiles.models import Profile, Teaser
from records.models import User
from tests.briefings.cast import BODY, FAR, LONG_AGO, SINCE, draft, logged_in, member, note, published, reader
from tests.cast import ALICE, NOW, Cast, cast, editor, publish

pytestmark = pytest.mark.django_db

PAGE = "/briefings/second-duct/"
NOTES = "/briefings/notes/harbour-exchange/"
WITHIN = b"The second duct was never dug."


@pytest.fixture
def found() -> Cast:
    made = cast()
    show_ways()
    publish(profile_id=made.profile.pk, by=ALICE, now=NOW)
    return made


def reads(client: Client, address: str = PAGE) -> bool:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in answer.headers
    assert b"Why the second route is late." in answer.content
    assert (b"h-gate" in answer.content) is (WITHIN not in answer.content)
    return WITHIN in answer.content


def test_stranger_sees_teaser_and_both_steps_and_no_body() -> None:
    published()
    text = Client().get(PAGE).content.decode()
    assert "For members of the Strategic Circle." in text
    for way in ("/join/circle/", "/account/signup/", "/account/login/"):
        assert f'href="{way}?next=%2Fbriefings%2Fsecond-duct%2F"' in text
    assert not reads(Client())


@pytest.mark.parametrize(
    ("who", "to", "whole"),
    [
        ("reader", "circle", False),
        ("circle", "circle", True),
        ("circle", "alliance", False),
        ("alliance", "circle", True),
        ("alliance", "alliance", True),
    ],
)
def test_member_reads_what_the_tier_opens(who: str, to: str, whole: bool) -> None:
    published(to=to)
    user = reader("r@home.test") if who == "reader" else member("m@home.test", who)
    assert reads(logged_in(user)) is whole


def test_what_everyone_may_read_is_there_for_strangers() -> None:
    published(to="public")
    assert reads(Client())


def test_ending_a_membership_bites_at_the_next_request() -> None:
    published()
    user = member("m@home.test", "circle")
    client = logged_in(user)
    assert reads(client)
    joining.end(membership_id=Membership.objects.get().pk, reason="Asked for it.", by=ALICE, now=SINCE)
    assert not reads(client)
    assert "Asked for it." in client.get("/account/membership/").content.decode()


def test_raised_tier_bites_at_the_next_request() -> None:
    briefing = published()
    client = logged_in(member("m@home.test", "circle"))
    assert reads(client)
    Briefing.objects.filter(pk=briefing.pk).update(tier=tier("alliance"))
    assert not reads(client)


def test_deactivation_and_lost_confirmation_bite_at_the_next_request() -> None:
    published()
    user = member("m@home.test", "circle")
    client = logged_in(user)
    EmailAddress.objects.update(verified=False)
    assert not reads(client)
    EmailAddress.objects.update(verified=True)
    assert reads(client)
    User.objects.update(is_active=False)
    assert not reads(client)
    assert b"Make an account or log in" in client.get(PAGE).content


def test_confirmation_of_another_address_does_not_count() -> None:
    published()
    user = member("m@home.test", "circle")
    User.objects.filter(pk=user.pk).update(email="new@home.test")
    assert not reads(logged_in(user))


def test_editor_reads_and_staff_without_the_right_does_not() -> None:
    published()
    clerk = User.objects.create_user("clerk@desk.test", None, is_staff=True)
    assert not reads(logged_in(clerk))
    clerk.user_permissions.add(Permission.objects.get(codename="view_briefing"))
    assert reads(logged_in(clerk))
    User.objects.filter(pk=clerk.pk).update(is_staff=False)
    assert not reads(logged_in(clerk))
    assert reads(logged_in(editor()))


def test_withdrawn_briefing_says_when_and_why_and_no_more() -> None:
    briefing = published()
    publishing.withdraw(briefing_id=briefing.pk, reason="A figure in it was wrong.", by=ALICE, now=SINCE)
    for client in (Client(), logged_in(member("m@home.test", "alliance")), logged_in(editor())):
        answer = client.get(PAGE)
        text = answer.content.decode()
        assert (answer.status_code, WITHIN.decode() in text) == (410, False)
        assert "It was withdrawn on 1 June 2020. A figure in it was wrong." in text
        assert "Why the second route is late." not in text
    assert b"second-duct" not in Client().get("/briefings/").content


def test_draft_is_absent_for_everybody() -> None:
    draft()
    for client in (Client(), logged_in(member("m@home.test", "alliance")), logged_in(editor())):
        assert client.get(PAGE).status_code == 404


def test_list_shows_titles_teasers_and_public_profiles_alone(found: Cast) -> None:
    hidden = Profile.objects.create(slug="h", name="Hidden", made_at=NOW, changed_at=NOW, changed_by=ALICE)
    published(about=found.profile)
    published("of-a-draft", about=hidden, title="Of a draft")
    draft("not-yet", title="Not yet")
    text = Client().get("/briefings/").content.decode()
    assert 'On <a href="/profiles/harbour-exchange/">Harbour Exchange</a>' in text
    assert ("Of a draft" in text, "Hidden" in text, "Not yet" in text) == (True, False, False)


def test_hostile_text_is_inert_for_members_too() -> None:
    bad = "<script>alert(1)</script><img src=x onerror=alert(1)> [x](javascript:alert(1)) [^mark]"
    published(title=bad, teaser=bad, body=bad, byline=bad)
    client = logged_in(member("m@home.test", "circle"))
    for text in (client.get(PAGE).content.decode(), client.get("/briefings/").content.decode()):
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert 'href="javascript:' not in text
        assert "data-mark" not in text


def test_briefing_page_reads_only() -> None:
    published()
    for address in (PAGE, NOTES):
        assert [Client().post(address).status_code, Client().put(address).status_code] == [405, 405]


# --- Source notes ----------------------------------------------------------------------------------------


def test_notes_stand_beneath_the_public_words_of_their_citations(found: Cast) -> None:
    note(found.profile, "We asked for the **log**.")
    note(found.profile, "The report rests on a call.", "alliance", at=1)
    stranger = Client().get(NOTES).content.decode()
    assert ("For members of the Strategic Circle." in stranger, "We asked" in stranger) == (True, False)
    circle = logged_in(member("c@home.test", "circle")).get(NOTES).content.decode()
    assert "Twelve members of Harbour Exchange had no service for a day." in circle
    assert "Order on the northern link" in circle
    assert "<strong>log</strong>" in circle
    assert ("rests on a call" in circle, "There are further notes" in circle) == (False, True)
    alliance = logged_in(member("a@home.test", "alliance")).get(NOTES).content.decode()
    assert ("rests on a call" in alliance, "There are further notes" in alliance) == (True, False)


def test_notes_on_what_is_not_published_are_absent(found: Cast) -> None:
    assert Client().get(NOTES).status_code == 404
    found.claim.citations.all().delete()
    SourceNote.objects.create(
        profile=found.profile, citation="ci-gone", tier=tier("circle"), body="b", written_by=ALICE, written_at=LONG_AGO
    )
    assert logged_in(member("c@home.test", "circle")).get(NOTES).status_code == 404


def test_note_is_refused_on_another_profile_s_citation(found: Cast) -> None:
    other = Profile.objects.create(slug="other", name="Other", made_at=NOW, changed_at=NOW, changed_by=ALICE)
    citation = found.claim.citations.order_by("id")[0].public_id
    with pytest.raises(publishing.Refused, match="Other has no citation"):
        publishing.annotate(profile=other, citation=citation, tier=tier("circle"), body="x", by=ALICE, now=SINCE)
    assert not SourceNote.objects.exists()


# --- Teasers on profile pages ----------------------------------------------------------------------------


def shown(found: Cast) -> list[tuple[str, str, str]]:
    return list(Teaser.objects.filter(profile=found.profile).order_by("position").values_list("title", "text", "tier"))


def tag() -> str:
    return Client().get("/profiles/harbour-exchange/").headers["ETag"]


def test_teaser_comes_to_the_profile_page_and_goes(found: Cast) -> None:
    before = tag()
    briefing = published(about=found.profile)
    note(found.profile)
    assert shown(found) == [
        ("The second duct", "Why the second route is late.", "Strategic Circle"),
        ("Notes for members", "What our editors add to the sources of this profile.", "Strategic Circle"),
    ]
    with_both = tag()
    page = Client().get("/profiles/harbour-exchange/").content.decode()
    for link in (
        PAGE,
        NOTES,
        "/join/circle/?next=/profiles/harbour-exchange/",
        "/join/alliance/?next=/profiles/harbour-exchange/",
    ):
        assert f'href="{link}"' in page
    old = Client().get("/profiles/harbour-exchange/", headers={"if-none-match": before})
    assert (before != with_both, old.status_code) == (True, 200)
    publishing.withdraw(briefing_id=briefing.pk, reason="Wrong.", by=ALICE, now=SINCE)
    publishing.drop_note(note=SourceNote.objects.get(), by=ALICE, now=SINCE)
    assert (shown(found), tag()) == ([], before)


def test_edit_of_the_body_alone_changes_no_tag_and_of_the_teaser_does(found: Cast) -> None:
    briefing = published(about=found.profile)
    before = tag()
    Briefing.objects.update(body="Another.")
    publishing.saved(briefing=briefing, fields=["body"], by=ALICE, now=SINCE)
    assert tag() == before
    Briefing.objects.update(teaser="Another teaser.")
    publishing.saved(briefing=briefing, fields=["teaser"], by=ALICE, now=SINCE)
    assert tag() != before
    assert [text for _, text, _ in shown(found)] == ["Another teaser."]


def test_scheduled_briefing_is_shown_when_its_time_has_come(found: Cast) -> None:
    briefing = publishing.publish(briefing_id=draft(about=found.profile).pk, by=ALICE, now=LONG_AGO, at=SINCE)
    assert (shown(found), publishing.show_due(now=LONG_AGO)) == ([], 0)
    assert [publishing.show_due(now=SINCE), publishing.show_due(now=SINCE)] == [1, 0]
    assert [title for title, _, _ in shown(found)] == [briefing.title]


def test_schedule_can_be_given_up_and_time_cannot_run_back(found: Cast) -> None:
    later = draft(about=found.profile)
    publishing.publish(briefing_id=later.pk, by=ALICE, now=SINCE, at=FAR)
    assert Client().get(PAGE).status_code == 404
    with pytest.raises(publishing.Refused, match="nothing to withdraw"):
        publishing.withdraw(briefing_id=later.pk, reason="No.", by=ALICE, now=SINCE)
    publishing.unschedule(briefing_id=later.pk, by=ALICE, now=SINCE)
    assert Briefing.objects.get().published_at is None
    assert publishing.publish(briefing_id=later.pk, by=ALICE, now=SINCE, at=LONG_AGO).published_at == SINCE


@pytest.mark.parametrize("missing", ["teaser", "body", "byline"])
def test_briefing_without_a_part_is_not_published(missing: str) -> None:
    with pytest.raises(publishing.Refused, match=f"the {missing} is empty"):
        publishing.publish(briefing_id=draft(**{missing: " "}).pk, by=ALICE, now=SINCE)
    assert Briefing.objects.get().published_at is None


def test_published_twice_withdrawn_twice_and_deleted_are_refused() -> None:
    briefing = published()
    given = {"briefing_id": briefing.pk, "by": ALICE, "now": SINCE}
    with pytest.raises(publishing.Refused, match="published already"):
        publishing.publish(**given)
    with pytest.raises(publishing.Refused, match="Withdraw it"):
        publishing.drop_draft(**given)
    with pytest.raises(publishing.Refused, match="Say in a sentence"):
        publishing.withdraw(**given, reason=" ")
    publishing.withdraw(**given, reason="Wrong.")
    for act in (publishing.publish, lambda **more: publishing.withdraw(**more, reason="Again.")):
        with pytest.raises(publishing.Refused, match="withdrawn on 1 June 2020"):
            act(**given)


def test_old_edition_offers_nothing(found: Cast) -> None:
    published(about=found.profile)
    Profile.objects.filter(pk=found.profile.pk).update(summary="Another summary of the exchange at the harbour.")
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW, note="Shorter.")
    assert b"h-briefings" not in Client().get("/profiles/harbour-exchange/editions/1/").content
    assert b"h-briefings" in Client().get("/profiles/harbour-exchange/editions/2/").content


def test_body_is_as_it_was_written() -> None:
    published()
    page = logged_in(member("m@home.test", "circle")).get(PAGE).content.decode()
    assert "<p>The second duct was never dug.</p><p>Who pays for it is <strong>not</strong> settled.</p>" in page
    assert BODY.startswith("The second duct")
