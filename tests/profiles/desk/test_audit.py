"""Each change at the desk has its audit row, under the name of whoever made it."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from profiles.editions.drafting import draft_of
from profiles.evidence.curating import open_profile
from profiles.models import Citation, Claim, Facet, FacetTerm, FacetValue, Profile
from records.models import AuditRow, User
from sources.models import Document, Publisher
from tests.cast import ALICE, NOW, Cast, document, editor
from tests.profiles.desk.test_admin import address_of, form_of
from tests.profiles.desk.test_forms import row, second_statement

pytestmark = pytest.mark.django_db


def audited(verb: str) -> list[tuple[str, dict[str, Any]]]:
    return list(AuditRow.objects.filter(verb=verb).order_by("id").values_list("subject", "detail"))


def test_statements_deleted_from_the_list(alice: Client, found: Cast) -> None:
    others = [found.claim.public_id, second_statement(found).public_id]
    found.profile.key_points.all().delete()
    before = Profile.objects.get().revision
    selected = list(Claim.objects.values_list("pk", flat=True))
    alice.post("/admin/profiles/claim/", {"action": "delete_selected", "_selected_action": selected, "post": "yes"})
    assert Claim.objects.count() == 0
    assert Profile.objects.get().revision == before + 2
    assert audited("claim.deleted") == [(found.profile.subject, {"claim": other}) for other in others]


def test_publisher_regraded_for_a_reason(alice: Client, found: Cast) -> None:
    publisher = Publisher.objects.get(name="Quay Courier")
    data = {**form_of(alice, address_of(publisher)), "grade": "E"}
    refused = alice.post(address_of(publisher), {**data, "grade_reason": ""})
    assert (refused.status_code, list(refused.context["adminform"].form.errors)) == (200, ["grade_reason"])
    assert alice.post(address_of(publisher), {**data, "grade_reason": "Three reports wrong."}).status_code == 302
    expected = {"before": "B", "after": "E", "reason": "Three reports wrong."}
    assert audited("publisher.regraded") == [(f"publisher:{publisher.public_id}", expected)]
    assert len(audited("publisher.saved")) == 1
    again = {**form_of(alice, address_of(publisher)), "grade": "F", "grade_reason": ""}
    assert alice.post(address_of(publisher), again).status_code == 302


def test_publisher_does_not_own_itself_not_even_through_another(alice: Client, found: Cast) -> None:
    upper, lower = Publisher.objects.get(name="Quay Courier"), Publisher.objects.get(name="Morning Net")
    Publisher.objects.filter(pk=lower.pk).update(owner=upper)
    data = {**form_of(alice, address_of(upper)), "grade_reason": "Read for a year."}
    for owner in (upper, lower):
        answer = alice.post(address_of(upper), {**data, "owner": str(owner.pk)})
        assert (answer.status_code, list(answer.context["adminform"].form.errors)) == (200, ["owner"])


def test_document_and_term_saved(alice: Client, found: Cast) -> None:
    term = FacetTerm.objects.get(facet=Facet.IMPACT)
    for thing, field, verb in ((found.order, "title", "document.saved"), (term, "label", "facet-term.saved")):
        data = {**form_of(alice, address_of(thing)), field: "Other words"}
        assert alice.post(address_of(thing), data).status_code == 302
        assert len(audited(verb)) == 1


def test_draft_profile_deleted(alice: Client) -> None:
    draft = open_profile(slug="draft", name="Draft", by=ALICE, now=NOW)
    assert alice.post(f"/admin/profiles/profile/{draft.pk}/delete/", {"post": "yes"}).status_code == 302
    assert audited("profile.deleted") == [(draft.subject, {})]


def test_rights_of_a_person_and_of_a_group(alice: Client) -> None:
    bob = editor("bob@desk.test", "Bob Pier")
    User.objects.filter(pk=bob.pk).update(is_superuser=False)
    right = Permission.objects.get(codename="publish_profile")
    data = {**form_of(alice, address_of(bob)), "joined_at_0": "2026-11-20", "joined_at_1": "09:00:00"}
    assert alice.post(address_of(bob), {**data, "user_permissions": [right.pk]}).status_code == 302
    ((subject, detail),) = audited("user.rights_changed")
    assert (subject, detail["before"]["permissions"], detail["after"]["permissions"]) == (
        bob.actor,
        [],
        ["publish_profile"],
    )
    group = Group.objects.create(name="Publishers")
    assert alice.post(address_of(group), {"name": "Publishers", "permissions": [right.pk]}).status_code == 302
    expected = {"name": "Publishers", "before": [], "after": ["publish_profile"]}
    assert audited("group.rights_changed") == [(f"group:{group.pk}", expected)]


def test_citation_set_aside_by_one_editor_changed_by_another_and_taken_back(alice: Client, found: Cast) -> None:
    bob = Client()
    bob.force_login(editor("bob@desk.test", "Bob Pier"))
    people = {user.name: user.actor for user in User.objects.all()}
    citation = Citation.objects.get(document=found.copy)
    field, address = "citations-2-set_aside_reason", address_of(found.claim)
    for client, reason, by in ((alice, "Adds nothing.", "Alice Quay"), (bob, "It is a copy.", "Bob Pier")):
        assert client.post(address, {**form_of(client, address), field: reason}).status_code == 302
        citation.refresh_from_db()
        assert (citation.set_aside_reason, citation.set_aside_by) == (reason, people[by])
    kept = (citation.set_aside_by, citation.set_aside_at)
    assert alice.post(address, {**form_of(alice, address), "citations-2-position": "7"}).status_code == 302
    citation.refresh_from_db()
    assert (citation.set_aside_by, citation.set_aside_at, citation.position) == (*kept, 7)
    assert alice.post(address, {**form_of(alice, address), field: ""}).status_code == 302
    citation.refresh_from_db()
    assert (citation.set_aside_reason, citation.set_aside_by, citation.set_aside_at) == ("", "", None)
    assert [detail["reason"] for _, detail in audited("citation.set_aside")] == ["Adds nothing.", "It is a copy."]
    assert audited("citation.taken_back") == [(found.profile.subject, {"citation": citation.public_id})]


def test_facet_is_cited_on_its_own_page(alice: Client, found: Cast) -> None:
    value = FacetValue.objects.get(facet=Facet.REGION)
    assert address_of(value) in alice.get(address_of(found.profile)).content.decode()
    before = Profile.objects.get().revision
    data = form_of(alice, address_of(value))
    quote = "The link was cut on 3 March 2026."
    cited = row(data, "citations", document=found.order.pk, directness="primary", position=0, quote=quote)
    bad = {key: ("Nobody wrote that." if key.endswith("-quote") else each) for key, each in cited.items()}
    refused = alice.post(address_of(value), bad)
    assert "These words do not stand in the document" in refused.content.decode()
    assert alice.post(address_of(value), cited).status_code == 302
    citation = value.citations.get()
    text = found.order.versions.get().text
    assert (citation.value, citation.quote, text[citation.quote_start : citation.quote_end]) == (None, quote, quote)
    assert citation.made_by == User.objects.get().actor
    assert Profile.objects.get().revision > before
    assert [subject for subject, _ in audited("facet.saved")] == [found.profile.subject]
    words = draft_of(Profile.objects.get(), now=NOW).words
    assert [len(facet.citations) for facet in words.facets if facet.facet == "region"] == [1]
    twice = row(
        form_of(alice, address_of(value)), "citations", document=found.order.pk, directness="primary", position=1
    )
    assert "This document is cited here already." in alice.post(address_of(value), twice).content.decode()


def test_document_entered_by_hand_is_known_by_its_address(alice: Client, found: Cast) -> None:
    add = reverse("admin:sources_document_add")
    empty = {f"{name}-{kind}_FORMS": "0" for name in ("goes_back_to", "versions") for kind in ("TOTAL", "INITIAL")}
    given = {"title": "Order", "kind": "filing", "is_evidence": "on", **empty}
    address = "https://www.example.org/order/?utm_source=feed"
    assert alice.post(add, {**given, "address": address}).status_code == 302
    assert Document.objects.get(title="Order").address_key == "example.org/order"
    again = alice.post(add, {**given, "address": "http://example.org/order"})
    assert again.status_code == 200
    assert "There is a document of this address already: “Order”." in again.content.decode()
    bare = document("Typed", None, None)
    assert alice.post(address_of(bare), {**form_of(alice, address_of(bare)), "address": address}).status_code == 200
    long = f"https://example.org/?q={'é' * 1900}"
    assert "2000 are the most" in alice.post(add, {**given, "address": long}).content.decode()
