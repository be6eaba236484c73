"""What the database would refuse is said in words, beside the field; what can be saved is saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from profiles.evidence.curating import Cited, cite, state_claim
from profiles.models import (
    Alias,
    Claim,
    ClaimKind,
    ClaimValue,
    Directness,
    Facet,
    FacetTerm,
    FacetValue,
    Profile,
)
from tests.cast import ALICE, NOW, Cast, approved, cast, document, version
from tests.profiles.desk.test_admin import address_of, form_of, signal_of

pytestmark = pytest.mark.django_db

BELOW = (
    "key_points",
    "sections",
    "facet_values",
    "outlook_items",
    "dependencies",
    "images",
    "aliases",
    "also_read",
)
NEW_PROFILE = {
    "name": "Fresh",
    "slug": "fresh",
    **{f"{name}-{kind}_FORMS": "0" for name in BELOW for kind in ("TOTAL", "INITIAL")},
}


def row(data: dict[str, Any], prefix: str, **fields: Any) -> dict[str, Any]:
    """`data` with one more row below the form."""
    at = int(data[f"{prefix}-TOTAL_FORMS"])
    return {**data, f"{prefix}-TOTAL_FORMS": str(at + 1), **{f"{prefix}-{at}-{k}": str(v) for k, v in fields.items()}}


def place_of(data: dict[str, Any], prefix: str, field: str, value: Any) -> int:
    return next(
        at for at in range(int(data[f"{prefix}-TOTAL_FORMS"])) if data.get(f"{prefix}-{at}-{field}") == str(value)
    )


def second_statement(found: Cast) -> Claim:
    return state_claim(
        profile=found.profile,
        key="second",
        statement="S.",
        predicate="p",
        value="v",
        kind=ClaimKind.EVENT,
        by=ALICE,
        now=NOW,
    )


def test_second_category_is_refused_and_another_one_instead_is_saved(alice: Client, found: Cast) -> None:
    other = FacetTerm.objects.create(facet=Facet.CATEGORY, slug="other", label="Other")
    data = form_of(alice, address_of(found.profile))
    both = row(data, "facet_values", term=other.pk, reason="It is both.")
    answer = alice.post(address_of(found.profile), both)
    assert answer.status_code == 200
    assert "A profile has one value of this facet." in answer.content.decode()
    old = FacetTerm.objects.get(facet=Facet.CATEGORY, slug="exchange")
    instead = {**both, f"facet_values-{place_of(data, 'facet_values', 'term', old.pk)}-DELETE": "on"}
    assert alice.post(address_of(found.profile), instead).status_code == 302
    assert found.profile.facet_values.get(facet=Facet.CATEGORY).term == other


@pytest.mark.parametrize("key", ["outage", "Foo_Bar", "foo--bar", "-"])
def test_statement_with_a_key_that_is_taken_or_none(alice: Client, found: Cast, key: str) -> None:
    other = second_statement(found)
    answer = alice.post(address_of(other), {**form_of(alice, address_of(other)), "key": key})
    assert answer.status_code == 200
    assert list(answer.context["adminform"].form.errors) == ["key"]


@pytest.mark.parametrize("published", ["twelve", "thirteen"])
def test_published_value_moves_to_any_row(alice: Client, found: Cast, published: str) -> None:
    ClaimValue.objects.create(claim=found.claim, text="thirteen")
    ClaimValue.objects.update(is_published=False)
    ClaimValue.objects.exclude(text=published).update(is_published=True)
    data = form_of(alice, address_of(found.claim))
    places = {text: place_of(data, "values", "text", text) for text in ("twelve", "thirteen")}
    for at in places.values():
        data.pop(f"values-{at}-is_published", None)
    answer = alice.post(address_of(found.claim), {**data, f"values-{places[published]}-is_published": "on"})
    assert answer.status_code == 302
    assert ClaimValue.objects.get(is_published=True).text == published


def test_two_published_values_are_refused(alice: Client, found: Cast) -> None:
    ClaimValue.objects.create(claim=found.claim, text="thirteen")
    data = form_of(alice, address_of(found.claim))
    answer = alice.post(address_of(found.claim), {**data, "values-0-is_published": "on", "values-1-is_published": "on"})
    assert answer.status_code == 200
    assert "One value of a statement is published, not two." in answer.content.decode()


def test_value_that_goes_is_neither_covered_nor_cited(alice: Client, found: Cast) -> None:
    gone = ClaimValue.objects.create(claim=found.claim, text="thirteen")
    data = form_of(alice, address_of(found.claim))
    at, other = place_of(data, "values", "text", "thirteen"), place_of(data, "values", "text", "twelve")
    going = {**data, f"values-{at}-DELETE": "on"}
    cited = alice.post(address_of(found.claim), {**going, "citations-0-value": str(gone.pk)})
    assert cited.status_code == 200
    assert "This value is deleted in the same save." in cited.content.decode()
    assert alice.post(address_of(found.claim), {**going, f"values-{other}-covers": str(gone.pk)}).status_code == 302
    assert list(found.claim.values.values_list("text", flat=True)) == ["twelve"]


def test_document_is_cited_once(alice: Client, found: Cast) -> None:
    data = form_of(alice, address_of(found.claim))
    twice = row(data, "citations", document=found.order.pk, directness="primary", position=9)
    answer = alice.post(address_of(found.claim), twice)
    assert answer.status_code == 200
    assert "This document is cited here already." in answer.content.decode()


@pytest.mark.parametrize("text", ["\u0301", "\ufdfa" * 100, "ß" * 150])
def test_alias_that_search_cannot_read(alice: Client, found: Cast, text: str) -> None:
    data = row(form_of(alice, address_of(found.profile)), "aliases", text=text, kind="brand")
    answer = alice.post(address_of(found.profile), data)
    assert answer.status_code == 200
    assert "a name needs 1 to 200." in answer.content.decode()


def test_new_profile_may_list_its_own_name(alice: Client) -> None:
    data = row(NEW_PROFILE, "aliases", text="Fresh", kind="brand")
    assert alice.post(reverse("admin:profiles_profile_add"), data).status_code == 302
    assert list(Alias.objects.values_list("text", "kind", "folded")) == [("Fresh", "brand", "fresh")]


@pytest.mark.parametrize("name", ["ß" * 200, "\u0301"])
def test_name_that_search_cannot_read(alice: Client, found: Cast, name: str) -> None:
    new = alice.post(reverse("admin:profiles_profile_add"), {**NEW_PROFILE, "name": name})
    old = alice.post(address_of(found.profile), {**form_of(alice, address_of(found.profile)), "name": name})
    for answer in (new, old):
        assert (answer.status_code, list(answer.context["adminform"].form.errors)) == (200, ["name"])


def test_profile_depends_on_another(alice: Client, found: Cast) -> None:
    data = row(
        form_of(alice, address_of(found.profile)),
        "dependencies",
        kind="owns",
        other=found.profile.pk,
        claim=found.claim.pk,
        position=0,
    )
    answer = alice.post(address_of(found.profile), data)
    assert answer.status_code == 200
    assert "does not depend on itself" in answer.content.decode()


def test_term_in_use_stays_in_its_facet(alice: Client, found: Cast) -> None:
    term = FacetTerm.objects.get(facet=Facet.CATEGORY)
    answer = alice.post(address_of(term), {**form_of(alice, address_of(term)), "facet": "topic"})
    assert (answer.status_code, list(answer.context["adminform"].form.errors)) == (200, ["facet"])


@pytest.mark.parametrize(
    ("given", "field"),
    [({"key": "Foo_Bar", "kind": "event"}, "key"), ({"key": "foo"}, "kind"), ({"key": "foo", "kind": "none"}, "kind")],
)
def test_new_statement_from_a_signal_is_whole(alice: Client, found: Cast, given: dict[str, str], field: str) -> None:
    page = reverse("admin:profiles_signal_decide", args=[signal_of(found).pk])
    base = {"act": "accept", "statement": "S.", "predicate": "p", "value": "v", "directness": "tertiary"}
    answer = alice.post(page, {**base, **given})
    assert answer.status_code == 200
    assert list(answer.context["accept_form"].errors) == [field]


@pytest.mark.parametrize("wrong", ["abc", "0", "9" * 30, "%00", ""])
def test_wrong_id_in_an_address(alice: Client, found: Cast, wrong: str) -> None:
    assert alice.get(f"/admin/profiles/claim/add/?profile={wrong}").status_code == 200
    assert alice.get(f"/admin/sources/document/add/?publisher={wrong}").status_code == 200
    for model in ("signal", "claim", "profile", "facetvalue"):
        answer = alice.get(f"/admin/profiles/{model}/{wrong or 'none'}/change/")
        assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/")


def test_statement_is_added_for_the_profile_in_the_address(alice: Client, found: Cast) -> None:
    page = alice.get(f"/admin/profiles/claim/add/?profile={found.profile.pk}")
    assert str(page.context["adminform"].form["profile"].value()) == str(found.profile.pk)


def said_on(page: Any) -> dict[str, str]:
    """What a form says is wrong, by the name of the field."""
    forms = [page.context["adminform"].form]
    for formset in page.context["inline_admin_formsets"]:
        forms += formset.formset.initial_forms
    return {form.add_prefix(name): " ".join(words) for form in forms for name, words in form.errors.items()}


CONTROL_SIGNS = ["\x00", "\x01", "\x0b", "\x7f", "\x85", "\uffff"]


@pytest.mark.parametrize(
    ("of", "fields"),
    [
        (
            lambda found: found.profile,
            ("name", "summary", "inclusion_reason", "byline", "sections-0-body", "key_points-0-text"),
        ),
        (lambda found: found.profile, ("aliases-0-text", "facet_values-0-reason")),
        (
            lambda found: found.claim,
            ("statement", "predicate", "values-0-text", "citations-0-quote", "citations-0-set_aside_reason"),
        ),
        (lambda found: found.order, ("title", "byline")),
        (lambda found: found.order.publisher, ("name", "grade_reason")),
        (lambda found: FacetTerm.objects.first(), ("label",)),
    ],
    ids=["profile", "rows of a profile", "statement", "document", "publisher", "term"],
)
def test_control_sign_is_refused_wherever_an_editor_writes(
    alice: Client, found: Cast, of: Callable[[Cast], Any], fields: tuple[str, ...]
) -> None:
    address = address_of(of(found))
    data = form_of(alice, address)
    assert set(fields) <= data.keys()
    for sign in CONTROL_SIGNS:
        answer = alice.post(address, {**data, **dict.fromkeys(fields, f"A{sign}b")})
        assert answer.status_code == 200
        said = said_on(answer)
        assert said.keys() == set(fields)
        assert all("control sign" in words for words in said.values()), said
        assert "control sign" in answer.content.decode()


@pytest.mark.parametrize("sign", CONTROL_SIGNS)
def test_control_sign_is_refused_where_a_signal_is_decided(alice: Client, found: Cast, sign: str) -> None:
    bad = f"A{sign}b"
    page = reverse("admin:profiles_signal_decide", args=[signal_of(found).pk])
    assert "control sign" in alice.post(page, {"act": "dismiss", "reason": bad}).content.decode()
    assert "control sign" in alice.post(page, {"act": "accept", "statement": bad}).content.decode()


LONG = "é" * 150_000


def test_quote_over_a_control_sign_of_the_document_is_refused(alice: Client, found: Cast) -> None:
    version(found.order, "Twelve members\x0cwere without service.", 2)
    data = form_of(alice, address_of(found.claim))
    answer = alice.post(address_of(found.claim), {**data, "citations-0-quote": "Twelve members were without"})
    assert answer.status_code == 200
    assert "Quote a part without it." in answer.content.decode()


@pytest.mark.parametrize("field", ["inclusion_reason", "facet_values-0-reason", "sections-0-body"])
def test_text_too_long_is_refused(alice: Client, found: Cast, field: str) -> None:
    data = form_of(alice, address_of(found.profile))
    answer = alice.post(address_of(found.profile), {**data, field: LONG})
    assert answer.status_code == 200
    assert "A text has at most 200,000 bytes; this one has 300,000." in answer.content.decode()


@pytest.mark.parametrize("field", ["inclusion_reason", "reason", "body"])
def test_pages_survive_a_text_too_long_that_is_stored(alice: Client, found: Cast, field: str) -> None:
    if field == "inclusion_reason":
        Profile.objects.update(inclusion_reason=LONG)
    elif field == "reason":
        FacetValue.objects.filter(facet=Facet.IMPACT).update(reason=LONG)
    else:
        found.profile.sections.update(body=LONG)
    for name in ("change", "publish", "preview", "ledger"):
        answer = alice.get(reverse(f"admin:profiles_profile_{name}", args=[found.profile.pk]), follow=True)
        assert answer.status_code == 200
    publish = reverse("admin:profiles_profile_publish", args=[found.profile.pk])
    revision = Profile.objects.get().revision
    answer = alice.post(publish, {"revision": revision, "kind": "update"})
    assert answer.status_code == 200
    assert "200,000 bytes" in answer.content.decode()


def test_stale_form_does_not_empty_what_a_value_covers(alice: Client, found: Cast) -> None:
    thirteen = ClaimValue.objects.create(claim=found.claim, text="thirteen")
    many = ClaimValue.objects.create(claim=found.claim, text="many")
    data = form_of(alice, address_of(found.claim))
    many.covers.add(thirteen)  # another editor's save
    answer = alice.post(address_of(found.claim), {**data, "statement": "Twelve, says the stale form."})
    assert answer.status_code == 200
    assert "Somebody saved this statement after you opened it." in answer.content.decode()
    assert list(many.covers.all()) == [thirteen]


def test_every_form_notices_the_other_editor(alice: Client, found: Cast) -> None:
    publisher = found.order.publisher
    assert publisher is not None
    term, facet = FacetTerm.objects.get(facet=Facet.IMPACT), FacetValue.objects.get(facet=Facet.IMPACT)
    for thing, field in ((found.order, "title"), (publisher, "name"), (term, "label"), (facet, "reason")):
        data = form_of(alice, address_of(thing))
        type(thing)._default_manager.filter(pk=thing.pk).update(**{field: "By Bob"})
        mine = {**data, field: "By Alice", "grade_reason": "Read for a year."}
        answer = alice.post(address_of(thing), mine)
        text = answer.content.decode()
        assert answer.status_code == 200, field
        assert "Stored meanwhile: “By Bob”" in text, field
        assert "By Alice" in text, field
        thing.refresh_from_db()
        assert getattr(thing, field) == "By Bob"
        seen = answer.context["adminform"].form["seen"].value()
        assert alice.post(address_of(thing), {**mine, "seen": seen}).status_code == 302
        thing.refresh_from_db()
        assert getattr(thing, field) == "By Alice"


def test_publish_page_moves_on_after_a_refusal(alice: Client, found: Cast) -> None:
    page = reverse("admin:profiles_profile_publish", args=[found.profile.pk])
    old = Profile.objects.get().revision
    Profile.objects.update(revision=old + 1)
    approved(found.profile)
    refused = alice.post(page, {"revision": old, "kind": "update", "note": ""})
    assert "Publishing again means this one." in refused.content.decode()
    seen = refused.context["form"]["revision"].value()
    assert alice.post(page, {"revision": seen, "kind": "update", "note": ""}).status_code == 302


@pytest.mark.parametrize("many", [3, 20])
def test_statement_page_costs_the_same_with_any_number_of_citations(
    alice: Client, many: int, django_assert_max_num_queries: Any
) -> None:
    found = cast()
    for number in range(many - 3):
        article = document(f"Article {number}", f"Text {number}.", None)
        given = Cited(article, f"value {number}", Directness.TERTIARY, original=found.report)
        cite(claim=found.claim, cited=given, by=ALICE, now=NOW)
    assert found.claim.citations.count() == many
    with django_assert_max_num_queries(40) as asked:
        assert alice.get(address_of(found.claim)).status_code == 200
    assert not [query["sql"] for query in asked.captured_queries if '"raw"' in query["sql"]]
