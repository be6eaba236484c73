"""The gate at the desk, as an editor uses it."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from briefings import joining
from briefings.joining import Grounds
from briefings.models import Application, Briefing, BriefingProfile, Membership, SourceNote, Tier
from briefings.tiers import tier
from profiles.models import JoinWay, Teaser
from records.admin import DeskAdmin
from records.models import AuditRow, User
from tests.briefings.cast import FAR, LONG_AGO, draft, member, note, published, reader
from tests.cast import Cast, editor, public_cast
from tests.profiles.desk.test_admin import address_of, form_of
from tests.profiles.desk.test_rights import clerk

pytestmark = pytest.mark.django_db
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>'


@pytest.fixture
def alice() -> Client:
    client = Client()
    client.force_login(editor())
    return client


@pytest.fixture
def found() -> Cast:
    return public_cast()


def waits(organisation: str = "Quay Networks") -> Application:
    user = reader(f"r{Application.objects.count()}@home.test")
    grounds = Grounds(organisation, "Owner", "AS64500", "The registry names me.")
    return joining.apply(user=user, grounds=grounds, by=user.actor, now=LONG_AGO)


def page(name: str, thing: Any) -> str:
    meta = thing._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{name}", args=[thing.pk])


def test_front_page_shows_applications_oldest_first(alice: Client) -> None:
    for number in range(14):
        waits(f"Organisation {number:02}")
    text = alice.get("/admin/").content.decode()
    assert "Applications that wait" in text
    assert [f"Organisation {number:02}" in text for number in range(14)] == [True] * 12 + [False] * 2
    assert text.index("Organisation 00") < text.index("Organisation 01")
    assert "All 14" in text


@pytest.mark.parametrize(("permissions", "sees"), [((), False), (("view_application",), True)])
def test_front_page_shows_applications_to_those_who_may_see_them(permissions: tuple[str, ...], sees: bool) -> None:
    waits()
    assert ("Quay Networks" in clerk(*permissions).get("/admin/").content.decode()) is sees


def test_briefing_is_written_looked_at_published_and_withdrawn(alice: Client, found: Cast) -> None:
    form = {
        "title": "The second duct",
        "slug": "second-duct",
        "tier": tier("circle").pk,
        "teaser": "Why it is late.",
        "body": "It was **never** dug.",
        "byline": "Alice",
        "about-TOTAL_FORMS": 1,
        "about-INITIAL_FORMS": 0,
        "about-0-profile": found.profile.pk,
    }
    assert alice.post(reverse("admin:briefings_briefing_add"), form).status_code == 302
    briefing = Briefing.objects.get()
    assert (briefing.published_at, Teaser.objects.count()) == (None, 0)
    assert "It was <strong>never</strong> dug." in alice.get(page("preview", briefing)).content.decode()
    assert alice.post(page("publish", briefing), {"act": "publish"}).status_code == 302
    assert Teaser.objects.get().title == "The second duct"
    # A change of what is published is read at once, by members and on the profile's page.
    data = {**form_of(alice, address_of(briefing)), "teaser": "Why it is still late."}
    assert alice.post(address_of(briefing), data).status_code == 302
    assert Teaser.objects.get().text == "Why it is still late."
    emptied = alice.post(address_of(briefing), {**form_of(alice, address_of(briefing)), "body": ""})
    assert "A published briefing has one." in emptied.content.decode()
    assert alice.post(page("delete", briefing), {"post": "yes"}).status_code == 403
    # Taken off the profile, its teaser goes; put back, it comes.
    row = BriefingProfile.objects.get()
    data = {**form_of(alice, address_of(briefing)), "about-0-profile": found.profile.pk, "about-0-DELETE": "on"}
    assert alice.post(address_of(briefing), {**data, "about-0-id": row.pk}).status_code == 302
    assert Teaser.objects.count() == 0
    assert "This field is required." in alice.post(page("publish", briefing), {"act": "withdraw"}).content.decode()
    assert alice.post(page("publish", briefing), {"act": "withdraw", "reason": "Wrong."}).status_code == 302
    assert Briefing.objects.get().withdrawn_reason == "Wrong."
    verbs = AuditRow.objects.filter(subject=briefing.subject).order_by("id").values_list("verb", flat=True)
    assert list(verbs) == [
        "briefing.saved",
        "briefing.opened",
        "briefing.published",
        "briefing.saved",
        "briefing.saved",
        "briefing.withdrawn",
    ]
    assert "never" not in str(list(AuditRow.objects.values_list("detail", flat=True)))


def test_briefing_form_notices_the_other_editor(alice: Client) -> None:
    briefing = draft()
    data = form_of(alice, address_of(briefing))
    Briefing.objects.update(body="Changed by Bob.")
    answer = alice.post(address_of(briefing), {**data, "body": "Changed by Alice."})
    text = answer.content.decode()
    assert ("Changed by Bob." in text, "Changed by Alice." in text) == (True, True)
    assert Briefing.objects.get().body == "Changed by Bob."


@pytest.mark.parametrize("body", ["x" * 200_001, "[" * 300, "a\x00b"])
def test_body_that_cannot_be_rendered_is_refused(alice: Client, body: str) -> None:
    briefing = draft()
    answer = alice.post(address_of(briefing), {**form_of(alice, address_of(briefing)), "body": body})
    assert (answer.status_code, Briefing.objects.get().body) == (200, briefing.body)


def test_briefing_can_wait_for_its_time(alice: Client) -> None:
    briefing = draft()
    assert alice.post(page("publish", briefing), {"act": "publish", "at": "2120-01-01 09:00"}).status_code == 302
    assert Briefing.objects.get().published_at == FAR
    assert "It waits for 1 January 2120, 09:00 UTC." in alice.get(page("publish", briefing)).content.decode()
    assert alice.post(page("publish", briefing), {"act": "unschedule"}).status_code == 302
    assert Briefing.objects.get().published_at is None


def test_publishing_and_deciding_ask_for_rights_of_their_own() -> None:
    briefing, application = draft(), waits()
    membership = Membership.objects.get(user=member("m@home.test", "circle"))
    writer = clerk("change_briefing", "view_application", "view_membership")
    assert writer.post(page("publish", briefing), {"act": "publish"}).status_code == 403
    assert writer.get(page("preview", briefing)).status_code == 200
    assert writer.post(page("decide", application), {"act": "accept", "reason": "r"}).status_code == 403
    assert writer.get(page("end", membership)).status_code == 403
    for name, thing in (("publish", briefing), ("preview", briefing), ("decide", application), ("end", membership)):
        User.objects.filter(email="clerk@desk.test").delete()
        assert clerk().get(page(name, thing)).status_code == 403
    assert (Briefing.objects.get().published_at, Application.objects.get().state) == (None, "waiting")


def test_application_is_decided_on_its_page(alice: Client) -> None:
    application = waits()
    text = alice.get(address_of(application), follow=True).content.decode()
    assert "The registry names me." in text
    assert "This field is required." in alice.post(page("decide", application), {"act": "accept"}).content.decode()
    given = {"act": "accept", "reason": "Seen in the registry.", "until": "2120-01-01"}
    assert alice.post(page("decide", application), given).status_code == 302
    assert Membership.objects.get().reason == "Seen in the registry."
    late = alice.post(page("decide", application), {"act": "decline", "reason": "No."}, follow=True)
    assert "It was accepted on" in late.content.decode()
    assert Application.objects.get().state == "accepted"


def test_membership_is_granted_and_ended_for_a_reason(alice: Client) -> None:
    user = reader("r@home.test")
    form = {
        "user": user.pk,
        "tier": tier("alliance").pk,
        "starts_at_0": "2020-01-01",
        "starts_at_1": "09:00",
        "ends_at_0": "2120-01-01",
        "ends_at_1": "09:00",
        "reason": "Known to us.",
    }
    add = reverse("admin:briefings_membership_add")
    assert alice.post(add, {**form, "reason": ""}).status_code == 200
    assert alice.post(add, form).status_code == 302
    assert "in that time already" in alice.post(add, form).content.decode()
    held = Membership.objects.get()
    assert (held.user, held.granted_by) == (user, User.objects.get(email="alice@desk.test").actor)
    assert alice.get(address_of(held)).status_code == 200
    assert alice.post(page("end", held), {"reason": "Sold."}).status_code == 302
    held.refresh_from_db()
    assert (held.ended_reason, held.ended_at is not None) == ("Sold.", True)
    assert alice.post(page("delete", held), {"post": "yes"}).status_code == 403


def test_note_is_written_for_a_citation_of_the_profile(alice: Client, found: Cast) -> None:
    add = reverse("admin:briefings_sourcenote_add")
    citation = found.claim.citations.order_by("id")[0].public_id
    opened = alice.get(f"{add}?profile={found.profile.pk}").content.decode()
    assert f'<option value="{citation}">' in opened
    assert f"{add}?profile={found.profile.pk}" in alice.get(address_of(found.profile)).content.decode()
    form = {"profile": found.profile.pk, "citation": citation, "tier": tier("circle").pk, "body": "Asked **twice**."}
    assert alice.post(f"{add}?profile={found.profile.pk}", form).status_code == 302
    written = SourceNote.objects.get()
    assert (written.body, Teaser.objects.get().briefing) == ("Asked **twice**.", "")
    assert "has a note already" in alice.post(add, form).content.decode()
    assert "no such citation" in alice.post(add, {**form, "citation": "ci-0000000000000000"}).content.decode()
    data = {**form_of(alice, address_of(written)), "body": "Asked once."}
    assert alice.post(address_of(written), data).status_code == 302
    assert SourceNote.objects.get().body == "Asked once."
    assert alice.post(page("delete", written), {"post": "yes"}).status_code == 302
    assert (SourceNote.objects.count(), Teaser.objects.count()) == (0, 0)


def test_tier_by_a_new_name_stands_everywhere(alice: Client, found: Cast) -> None:
    published(about=found.profile)
    circle = tier("circle")
    data = {**form_of(alice, address_of(circle)), "name": "Harbour Circle"}
    assert alice.post(address_of(circle), data).status_code == 302
    assert (Teaser.objects.get().tier, JoinWay.objects.get(position=0).label) == (
        "Harbour Circle",
        "Join the Harbour Circle",
    )
    text = Client().get("/profiles/harbour-exchange/").content.decode()
    assert ("Join the Harbour Circle" in text, "Strategic Circle" in text) == (True, False)


def test_draft_can_be_deleted(alice: Client) -> None:
    assert alice.post(page("delete", draft()), {"post": "yes"}).status_code == 302
    assert not Briefing.objects.exists()
    assert AuditRow.objects.filter(verb="briefing.deleted").count() == 1


def test_hostile_words_are_inert_everywhere_at_the_desk(alice: Client, found: Cast) -> None:
    application = waits()
    Application.objects.update(organisation=HOSTILE, role=HOSTILE, resources=HOSTILE, evidence=HOSTILE)
    briefing = published(about=found.profile, title=HOSTILE, teaser=HOSTILE, body=HOSTILE, byline=HOSTILE)
    written = note(found.profile, HOSTILE)
    held = Membership.objects.get(user=member("m@home.test", "circle"))
    Membership.objects.update(reason=HOSTILE)
    User.objects.update(name=HOSTILE)
    for address in [
        "/admin/",
        *(reverse(f"admin:briefings_{name}_changelist") for name in NAMES),
        *(address_of(thing) for thing in (briefing, written, held)),
        page("decide", application),
        page("publish", briefing),
        page("preview", briefing),
        page("end", held),
        f"{reverse('admin:briefings_sourcenote_add')}?profile={found.profile.pk}",
    ]:
        text = alice.get(address).content.decode()
        assert ("<script>alert" in text, "<img src=x" in text) == (False, False), address


NAMES = ("tier", "membership", "application", "briefing", "sourcenote")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("rows", [1, 3])
def test_every_list_opens_under_a_fixed_number_of_queries(
    alice: Client, found: Cast, name: str, rows: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(rows):
        waits()
        published(f"b{number}", about=found.profile)
        member(f"m{number}@home.test", "circle")
        note(found.profile, at=number)
    with django_assert_max_num_queries(9):
        assert alice.get(reverse(f"admin:briefings_{name}_changelist")).status_code == 200
    with django_assert_max_num_queries(9):
        assert alice.get(reverse(f"admin:briefings_{name}_changelist") + "?q=quay").status_code == 200


def test_every_change_page_opens(alice: Client, found: Cast, django_assert_max_num_queries: Any) -> None:
    things = [waits(), published(about=found.profile), note(found.profile), Tier.objects.get(rank=1)]
    things.append(Membership.objects.get(user=member("m@home.test", "circle")))
    for thing in things:
        with django_assert_max_num_queries(20):
            assert alice.get(address_of(thing), follow=True).status_code == 200
        looker = clerk(f"view_{thing._meta.model_name}")
        assert looker.get(address_of(thing), follow=True).status_code == 200
        User.objects.filter(email="clerk@desk.test").delete()


def test_every_attribute_of_our_admin_is_one_that_django_knows() -> None:
    """A misspelt option is silently ignored otherwise."""
    known = set(dir(admin.ModelAdmin)) | set(dir(admin.TabularInline)) | {"model", "fk_name"} | set(dir(DeskAdmin))
    faults = [
        f"{kind.__name__}.{name}"
        for one in admin.site._registry.values()
        for kind in (type(one), *one.inlines)
        if kind.__module__.startswith("briefings.admin")
        for name in vars(kind)
        if not name.startswith("_") and name not in known
    ]
    assert faults == []
