"""The desk through Django's admin: as an editor uses it."""

from __future__ import annotations

import re
import threading
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.urls import reverse

from profiles.editions import published
from profiles.models import (
    Citation,
    Claim,
    ClaimValue,
    Edition,
    Profile,
    Signal,
)
from records.admin import DeskAdmin
from records.models import AuditRow, User
from tests.cast import ALICE, NOW, Cast, approved, cast, document, editor, public_cast, publish, publisher

pytestmark = pytest.mark.django_db


PAGES = ("preview", "ledger", "publish")


def form_of(client: Client, address: str) -> dict[str, Any]:
    """What a browser would send back from a form as it stands: every input, chosen option and text."""
    return form_on(client.get(address))


def form_on(page: Any) -> dict[str, Any]:
    """The same of a page that was asked for already."""
    assert page.status_code == 200
    context = page.context
    data: dict[str, Any] = {}
    forms = [context["adminform"].form]
    for formset in context["inline_admin_formsets"]:
        forms += [formset.formset.management_form, *formset.formset.initial_forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            if isinstance(value, bool):
                if value:
                    data[bound.html_name] = "on"
            elif isinstance(value, list | tuple):
                if value:  # nothing is sent of a list in which nothing is chosen
                    data[bound.html_name] = [str(one) for one in value]
            elif value is not None:
                data[bound.html_name] = str(value)
    return data


def address_of(thing: Any) -> str:
    meta = thing._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[thing.pk])


def signal_of(found: Cast) -> Signal:
    outlet = publisher("Evening Net")
    article = document("Harbour link restored", "Harbour Exchange says its link is back. All twelve came back.", outlet)
    return Signal.objects.create(
        profile=found.profile, document=article, role="subject", reasons=["It stands in the title."], made_at=NOW
    )


def test_front_page_shows_what_waits(alice: Client, found: Cast) -> None:
    signal_of(found)
    text = alice.get("/admin/").content.decode()
    assert "Harbour link restored" in text
    assert "Never published." in text


def test_profile_form_shows_the_score_and_what_is_in_the_way(alice: Client, found: Cast) -> None:
    Profile.objects.update(byline="")
    text = alice.get(address_of(found.profile)).content.decode()
    assert "High - direct sources" in text
    assert "Nobody signs the profile. Fill in the byline." in text
    assert "Twelve members of Harbour Exchange had no service for a day." in text


def test_profile_is_saved_with_its_history(alice: Client, found: Cast) -> None:
    before = Profile.objects.get().revision
    data = form_of(alice, address_of(found.profile))
    answer = alice.post(address_of(found.profile), {**data, "base": "New Quay"})
    assert answer.status_code == 302, answer.context["errors"]
    profile = Profile.objects.get(pk=found.profile.pk)
    assert (profile.base, profile.revision) == ("New Quay", before + 1)
    row = AuditRow.objects.get(verb="profile.saved")
    assert (row.actor, row.detail) == (User.objects.get().actor, {"fields": ["base"]})


def test_second_editor_sees_both_texts_and_nothing_is_lost(alice: Client, found: Cast) -> None:
    bob = Client()
    bob.force_login(editor("bob@desk.test", "Bob Pier"))
    address = address_of(found.profile)
    opened_by_alice, opened_by_bob = form_of(alice, address), form_of(bob, address)
    section = "sections-0-body"
    assert (
        alice.post(address, {**opened_by_alice, "summary": "Alice's summary.", section: "Alice's account."}).status_code
        == 302
    )

    conflict = bob.post(address, {**opened_by_bob, "summary": "Bob's summary.", "base": "Bob's base"})
    text = conflict.content.decode()
    assert conflict.status_code == 200
    assert "after you opened it" in text
    for said in ("Alice&#x27;s summary.", "Bob&#x27;s summary.", "Alice&#x27;s account.", "Bob&#x27;s base"):
        assert said in text, said
    stored = Profile.objects.get(pk=found.profile.pk)
    assert (stored.summary, stored.base) == ("Alice's summary.", "Quayside")

    # He decides, and saves again from the page that showed him both.
    again = re.search(r'name="seen_revision" value="(\d+)"', text)
    assert again is not None
    decided = {**opened_by_bob, "summary": "Both.", section: "Alice's account.", "seen_revision": again[1]}
    assert bob.post(address, decided).status_code == 302
    assert Profile.objects.get(pk=found.profile.pk).summary == "Both."
    assert found.profile.sections.get().body == "Alice's account."


@pytest.mark.django_db(transaction=True)
def test_two_saves_at_once_do_not_overwrite_each_other() -> None:
    found = cast()
    clients = []
    for name in ("alice", "bob"):
        client = Client()
        client.force_login(editor(f"{name}@desk.test"))
        clients.append((client, {**form_of(client, address_of(found.profile)), "summary": f"By {name}."}))
    outcomes: list[int] = []
    barrier = threading.Barrier(2)

    def save(client: Client, data: dict[str, str]) -> None:
        barrier.wait()
        try:
            outcomes.append(client.post(address_of(found.profile), data).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=pair) for pair in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [200, 302]


def test_statement_form_places_quotes_and_refuses_others(alice: Client, found: Cast) -> None:
    address = address_of(found.claim)
    data = form_of(alice, address)
    bad = alice.post(address, {**data, "citations-0-quote": "Words that nobody wrote"})
    assert bad.status_code == 200
    assert "These words do not stand in the document" in bad.content.decode()
    good = alice.post(address, {**data, "citations-0-quote": "The link was cut on 3 March 2026."})
    assert good.status_code == 302
    citation = Citation.objects.get(document=found.order)
    assert found.order.versions.get().text[citation.quote_start : citation.quote_end] == citation.quote


def test_statement_form_notices_the_other_editor(alice: Client, found: Cast) -> None:
    address = address_of(found.claim)
    data = form_of(alice, address)
    Claim.objects.update(statement="Changed by Bob.")
    answer = alice.post(address, {**data, "statement": "Changed by Alice."})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Stored meanwhile: “Changed by Bob.”" in text
    assert "Changed by Alice." in text
    assert Claim.objects.get().statement == "Changed by Bob."


def test_citation_set_aside_in_the_form_keeps_who_and_why(alice: Client, found: Cast) -> None:
    address = address_of(found.claim)
    data = form_of(alice, address)
    assert alice.post(address, {**data, "citations-2-set_aside_reason": "It adds nothing."}).status_code == 302
    citation = Citation.objects.get(document=found.copy)
    assert (citation.set_aside_reason, citation.set_aside_by) == ("It adds nothing.", User.objects.get().actor)


def test_signal_becomes_a_statement_with_its_source_and_an_edition(alice: Client, found: Cast) -> None:
    signal = signal_of(found)
    page = reverse("admin:profiles_signal_decide", args=[signal.pk])
    assert "All twelve came back." in alice.get(page).content.decode()
    answer = alice.post(
        page,
        {
            "act": "accept",
            "statement": "The northern link works again.",
            "key": "restored",
            "predicate": "link restored",
            "kind": "event",
            "value": "yes",
            "quote": "its link is back",
            "directness": "tertiary",
        },
    )
    assert answer.status_code == 302
    claim = Claim.objects.get(key="restored")
    citation = claim.citations.get()
    assert (citation.quote, citation.directness, citation.attached) == ("its link is back", "tertiary", True)
    assert Signal.objects.get().state == "accepted"

    publish_page = reverse("admin:profiles_profile_publish", args=[found.profile.pk])
    revision = Profile.objects.get().revision
    alone = alice.post(publish_page, {"revision": revision, "kind": "update", "note": ""})
    assert "That takes two" in alone.content.decode()
    approved(found.profile)
    assert alice.post(publish_page, {"revision": revision, "kind": "update", "note": ""}).status_code == 302
    public = published.profile_page("harbour-exchange")
    assert public is not None
    assert [note.statement for note in public.notes][-1] == "The northern link works again."


def test_signal_used_for_a_statement_there_is(alice: Client, found: Cast) -> None:
    signal = signal_of(found)
    page = reverse("admin:profiles_signal_decide", args=[signal.pk])
    given = {"act": "accept", "claim": found.claim.pk, "directness": "tertiary", "says": "other", "value": "eleven"}
    assert alice.post(page, {**given, "quote": "All twelve came back."}).status_code == 302
    assert [value.text for value in ClaimValue.objects.order_by("id")] == ["twelve", "eleven"]


@pytest.mark.parametrize(
    ("given", "value"), [({}, "twelve"), ({"says": "same"}, "twelve"), ({"says": "mentions"}, None)]
)
def test_document_that_says_the_same_makes_no_rival(
    alice: Client, found: Cast, given: dict[str, str], value: str | None
) -> None:
    signal = signal_of(found)
    page = reverse("admin:profiles_signal_decide", args=[signal.pk])
    data = {"act": "accept", "claim": str(found.claim.pk), "directness": "tertiary", **given}
    typed = alice.post(page, {**data, "value": "12"})  # typed differently: that would be a rival
    assert "A value goes with “something else”." in typed.content.decode()
    assert alice.post(page, data).status_code == 302
    citation = Citation.objects.get(document=signal.document)
    assert (citation.value.text if citation.value else None, ClaimValue.objects.count()) == (value, 1)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"act": "accept", "kind": "event", "directness": "tertiary"}, "A new statement needs its sentence."),
        ({"act": "dismiss", "reason": ""}, "This field is required."),
        (
            {
                "act": "accept",
                "statement": "S.",
                "key": "outage",
                "predicate": "p",
                "kind": "event",
                "value": "v",
                "directness": "tertiary",
            },
            "This profile has a statement with the key “outage” already.",
        ),
    ],
)
def test_signal_that_cannot_be_used_so_waits_on(
    alice: Client, found: Cast, given: dict[str, str], message: str
) -> None:
    signal = signal_of(found)
    answer = alice.post(reverse("admin:profiles_signal_decide", args=[signal.pk]), given)
    assert answer.status_code == 200
    assert message in answer.content.decode()
    assert (Signal.objects.get().state, Claim.objects.count()) == ("waiting", 1)


def test_signal_is_dismissed_for_a_reason_and_that_undone(alice: Client, found: Cast) -> None:
    signal = signal_of(found)
    page = reverse("admin:profiles_signal_decide", args=[signal.pk])
    assert alice.post(page, {"act": "dismiss", "reason": "Another exchange."}).status_code == 302
    held = Signal.objects.get()
    assert (held.state, held.decision_reason, held.decided_by) == (
        "dismissed",
        "Another exchange.",
        User.objects.get().actor,
    )
    late = alice.post(page, {"act": "dismiss", "reason": "Once more."})
    assert "was dismissed meanwhile" in late.content.decode()
    assert alice.post(page, {"act": "undo"}).status_code == 302
    assert Signal.objects.get().state == "waiting"


def test_publishing_page_refuses_in_words(alice: Client, found: Cast) -> None:
    Profile.objects.update(summary="", revision=9)
    page = reverse("admin:profiles_profile_publish", args=[found.profile.pk])
    assert "The summary is empty." in alice.get(page).content.decode()
    answer = alice.post(page, {"revision": 9, "kind": "update"})
    assert (answer.status_code, Edition.objects.count()) == (200, 0)
    Profile.objects.update(summary="An exchange at the old harbour of the town.", revision=10)
    stale = alice.post(page, {"revision": 9, "kind": "update"})
    assert "The working file was changed after you looked at it." in stale.content.decode()
    assert Edition.objects.count() == 0


def test_preview_is_the_public_page_and_private(alice: Client, found: Cast) -> None:
    answer = alice.get(reverse("admin:profiles_profile_preview", args=[found.profile.pk]))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "Twelve members were cut off for a day." in answer.content.decode()
    assert alice.get(reverse("admin:profiles_profile_ledger", args=[found.profile.pk])).status_code == 200


def test_stranger_and_reader_get_no_further_than_the_log_in(found: Cast) -> None:
    reader = Client()
    reader.force_login(User.objects.create_user("reader@home.test", "a long enough password"))
    for client in (Client(), reader):
        for name in PAGES:
            answer = client.get(reverse(f"admin:profiles_profile_{name}", args=[found.profile.pk]))
            assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/admin/login/")


def test_staff_without_rights_is_refused(found: Cast) -> None:
    clerk = Client()
    clerk.force_login(User.objects.create_user("clerk@desk.test", "a long enough password", is_staff=True))
    signal = signal_of(found)
    for address in (
        *(
            reverse(f"admin:profiles_profile_{name}", args=[found.profile.pk])
            for name in ("preview", "ledger", "publish")
        ),
        reverse("admin:profiles_signal_decide", args=[signal.pk]),
    ):
        assert clerk.get(address).status_code == 403


HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7|add:7 }}'


def test_hostile_words_are_inert_everywhere_at_the_desk(alice: Client, found: Cast) -> None:
    signal = signal_of(found)
    for thing in (found.order, found.report, found.copy, signal.document):
        type(thing).objects.filter(pk=thing.pk).update(title=HOSTILE)
    Profile.objects.update(name=HOSTILE, summary=HOSTILE, byline=HOSTILE, base=HOSTILE)
    Claim.objects.update(statement=HOSTILE)
    ClaimValue.objects.update(text=HOSTILE)
    Signal.objects.update(reasons=[HOSTILE])
    addresses = [
        "/admin/",
        "/admin/profiles/signal/",
        "/admin/profiles/claim/",
        "/admin/sources/document/",
        address_of(found.profile),
        address_of(found.claim),
        address_of(found.order),
        reverse("admin:profiles_signal_decide", args=[signal.pk]),
        *(
            reverse(f"admin:profiles_profile_{name}", args=[found.profile.pk])
            for name in ("preview", "ledger", "publish")
        ),
    ]
    for address in addresses:
        text = alice.get(address).content.decode()
        assert "<script>alert" not in text, address
        assert "<img src=x" not in text, address


@pytest.mark.parametrize(
    "model", [model for model in admin.site._registry if model._meta.app_label in ("profiles", "sources", "records")]
)
@pytest.mark.parametrize("rows", [1, 3])
def test_every_list_opens_under_a_fixed_number_of_queries(
    alice: Client, model: Any, rows: int, django_assert_max_num_queries: Any
) -> None:
    public_cast()
    for number in range(rows):
        document(f"Another {number}", f"Text {number}", publisher(f"Publisher {number}"))
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
    with django_assert_max_num_queries(9):
        assert alice.get(reverse(name)).status_code == 200
    with django_assert_max_num_queries(9):
        assert alice.get(reverse(name) + "?q=quay").status_code == 200


def test_every_change_page_opens(alice: Client, found: Cast, django_assert_max_num_queries: Any) -> None:
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW)
    for model in admin.site._registry:
        thing = model.objects.order_by("pk").first()
        if thing is None or model._meta.app_label not in ("profiles", "sources", "records"):
            continue
        with django_assert_max_num_queries(60):
            answer = alice.get(address_of(thing), follow=True)
        assert answer.status_code == 200, model


def test_every_attribute_of_our_admin_is_one_that_django_knows() -> None:
    """A misspelt option is silently ignored otherwise."""
    known = set(dir(admin.ModelAdmin)) | set(dir(admin.TabularInline)) | {"model", "fk_name"}
    known |= {"add_form", "add_fieldsets"}  # of Django's own admin of users
    known |= set(dir(DeskAdmin))
    faults = []
    for one in admin.site._registry.values():
        classes = [type(one), *one.inlines]
        for kind in classes:
            if not kind.__module__.startswith(("profiles", "sources", "records")):
                continue
            listed = {*getattr(kind, "list_display", ()), *getattr(kind, "readonly_fields", ())}
            faults += [
                f"{kind.__name__}.{name}"
                for name in vars(kind)
                if not name.startswith("_") and name not in known and name not in listed
            ]
    assert faults == []


def test_front_page_names_an_event_and_never_the_lack_of_one(alice: Client) -> None:
    found = cast()
    for about, event in ((found.order, "outage"), (found.report, "none")):
        Signal.objects.create(profile=found.profile, document=about, role="subject", event_type=event, made_at=NOW)
    text = alice.get("/admin/").content.decode()
    assert ("Office for Exchanges, outage." in text, "Quay Courier." in text, ", none" in text) == (True, True, False)
