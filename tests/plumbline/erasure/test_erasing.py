"""What is erased is gone, from every place that it can reach, and what stays still verifies and recomputes."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models
from django.test import Client

from plumbline.erasure.checking import in_redis, remains
from plumbline.erasure.libraries import mails, read_mail
from plumbline.erasure.ordering import NotErased, approve, ask, carry_out, decline, order_of
from plumbline.erasure.steps import all_rules, reach_of, steps_of
from plumbline.erasure.stored import kept_pages
from plumbline.keeping import middleware
from plumbline.keeping.shelf import Shelf
from profiles.editions.replying import Signed, reply
from profiles.editions.sealing import faults
from profiles.models import Assessment, Citation, Edition, Removal, Signal
from records.erasing.sweeping import erasing
from records.models import Erasure, RefusedReturn
from sources.ingesting import Upload, ingest
from sources.models import Document, DocumentVersion, Publisher
from tests.cast import ALICE, BOB, NOW
from tests.plumbline.erasure.cases import ADDRESS, CANARY, PAGE, QUOTE, TITLE, everywhere

pytestmark = pytest.mark.django_db

PUBLIC = (
    "/",
    "/profiles/",
    "/profiles/?q=heron",
    "/profiles/harbour-exchange/",
    "/profiles/harbour-exchange/confidence/",
    "/profiles/harbour-exchange/editions/",
    "/profiles/harbour-exchange/editions/1/",
    "/profiles/harbour-exchange/feed.atom",
    "/feed.atom",
    "/feed.json",
    "/api/v1/profiles/",
    "/api/v1/profiles/harbour-exchange/",
    "/api/v1/profiles/harbour-exchange/editions/1/",
    "/api/v1/profiles/harbour-exchange/claims/",
)


def dump() -> Iterator[tuple[str, str]]:
    """Every row of every table as text, fetched bytes unpacked."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            yield from ((table, row[0]) for row in cursor.fetchall())
    for raw in DocumentVersion.objects.values_list("raw", flat=True):
        if raw:
            yield "fetched", zlib.decompress(bytes(raw)).decode()


def places(text: str) -> set[str]:
    """Where a text stands: tables, fetched bytes, kept answers, mails; at last public answers, which are kept again."""
    client = Client()
    # Read to its end: a cursor that is left open is closed whenever, and spoils the transaction of another test.
    kept = {"kept pages": list(kept_pages()), "Redis": in_redis()}
    found = {place for place, pages in kept.items() if any(text in page.decode(errors="replace") for page in pages)}
    found |= {table for table, row in dump() if text in row}
    found |= {path for path in PUBLIC if text in client.get(path).content.decode()}
    found |= {"mails" for path in mails() if text in read_mail(path)}
    return found


def erased(**order: Any) -> Erasure:
    asked = ask(reason="A court has ruled that it may not be kept.", by=ALICE, now=NOW, **order)
    approve(erasure_id=asked.pk, by=BOB, now=NOW)
    assert carry_out(erasure_id=asked.pk, now=NOW)
    asked.refresh_from_db()
    return asked


def test_every_text_of_every_table_has_one_rule() -> None:
    texts = (models.CharField, models.TextField, models.JSONField, models.BinaryField)
    rules = {rule.model: rule for rule in all_rules()}
    assert len(rules) == len(all_rules())
    for model in apps.get_models():
        held = {
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, texts) or type(field).__name__ in {"SearchVectorField", "ArrayField"}
        }
        named = rules[model].named if model in rules else ()
        assert (model._meta.label, sorted(named)) == (model._meta.label, sorted(held))


def test_document_is_gone_from_everywhere_and_the_rest_stands() -> None:
    _, document = everywhere()
    places(CANARY)  # the first readers, whose answers are kept
    before = places(CANARY)
    assert before >= {  # what could leak is there
        "kept pages",
        "Redis",
        "sources_document",
        "sources_documentversion",
        "fetched",
        "profiles_citation",
        "profiles_edition",
        "profiles_assessment",
        "records_auditrow",
        "django_admin_log",
        "mails",
        "/profiles/harbour-exchange/",
        "/api/v1/profiles/harbour-exchange/",
    }
    tags = {path: Client().get(path)["ETag"] for path in PUBLIC if "harbour" in path}
    scores = list(Assessment.objects.order_by("pk").values_list("score", "number"))
    done = erased(kind="document", target=document.public_id)
    assert places(CANARY) == set()
    assert remains(erasure=done.public_id) == {}
    edition = Edition.objects.get()
    assert faults(edition.manifest, edition.body, edition.digest) == []
    assert list(Assessment.objects.order_by("pk").values_list("score", "number"))[: len(scores)] == scores
    assert Removal.objects.get().reason == "A court has ruled that it may not be kept."
    assert not Signal.objects.filter(document=document).exists()
    assert Citation.objects.get(document=document).quote == ""
    assert done.receipt["went"]["stored versions of documents"] == 1
    assert CANARY not in str(done.receipt)
    record = Client().get("/api/v1/profiles/harbour-exchange/").json()
    assert record["removals"] == [{"on": NOW.date().isoformat(), "reason": done.reason, "texts": 4}]
    assert [one["state"] for one in record["documents"] if one["id"] == document.public_id] == ["deleted"]
    assert all(Client().get(path)["ETag"] != tag for path, tag in tags.items())
    page = Client().get("/profiles/harbour-exchange/").content.decode()
    assert "4 texts of this edition were removed for good on" in page
    assert f": {done.reason}</p>" in page


def test_what_was_erased_is_not_taken_in_again() -> None:
    _, document = everywhere()
    erased(kind="document", target=document.public_id)
    assert RefusedReturn.objects.exists()
    for upload in (
        Upload("again.html", PAGE.encode(), "text/html", ADDRESS),
        Upload("again.html", PAGE.encode(), "text/html", ADDRESS + "?utm_source=feed"),
        Upload("again.html", PAGE.replace(ADDRESS, "").encode(), "text/html", ""),  # the same words from nowhere
    ):
        told = ingest(files=[upload], by=ALICE, now=NOW).documents
        assert [(one.state, one.reason) for one in told] == [
            ("refused", "This was removed here for good, and is not taken in again.")
        ]
    assert places(CANARY) == set()


def test_publisher_goes_with_all_its_documents_and_what_was_learnt_of_it() -> None:
    _, document = everywhere()
    courier = Publisher.objects.get(pk=document.publisher_id)
    erased(kind="publisher", target=courier.public_id)
    assert places(CANARY) == set()
    assert places(courier.name) == set()


def test_passage_goes_wherever_it_stands_and_nothing_else() -> None:
    found, document = everywhere()
    done = erased(kind="passage", passage=QUOTE)
    assert places(QUOTE) == set()
    assert remains(erasure=done.public_id) == {}
    text = DocumentVersion.objects.get(document=document).text
    assert "the courier reports" in text  # the rest of the document stays where it was
    assert Document.objects.get(pk=document.pk).title == TITLE
    assert not Erasure.objects.get().passage
    edition = Edition.objects.get()
    assert faults(edition.manifest, edition.body, edition.digest) == []
    assert found.order.title in Client().get("/profiles/harbour-exchange/").content.decode()


def test_passage_of_a_reply_is_gone_from_what_every_process_has_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    found, _ = everywhere()
    passage = "Ann Mole of the press office was on call that night."
    signed = Signed(passage, "A. Mole", "Press office", NOW.date(), "By letter.")
    reply(profile_id=found.profile.pk, claim=found.claim.public_id, signed=signed, by=ALICE, now=NOW)
    page = "/profiles/harbour-exchange/"
    assert page in places(passage)
    tag = Client().get(page)["ETag"]
    web = middleware.shelf
    monkeypatch.setattr(middleware, "shelf", Shelf())  # of the worker that erases
    erased(kind="passage", passage=passage)
    monkeypatch.setattr(middleware, "shelf", web)
    assert places(passage) == set()
    assert Client().get(page)["ETag"] != tag


def test_it_takes_two_and_a_reason_and_something_to_erase() -> None:
    _, document = everywhere()
    with pytest.raises(NotErased, match="Say in a sentence why"):
        ask(kind="document", target=document.public_id, reason=" ", by=ALICE, now=NOW)
    with pytest.raises(NotErased, match="There is nothing of it here"):
        ask(kind="document", target="do-0000000000000000", reason="Because.", by=ALICE, now=NOW)
    with pytest.raises(NotErased, match="at least 12 signs"):
        ask(kind="passage", passage="a", reason="Because.", by=ALICE, now=NOW)
    asked = ask(kind="document", target=document.public_id, reason="Because.", by=ALICE, now=NOW)
    with pytest.raises(NotErased, match="Somebody else has to approve"):
        approve(erasure_id=asked.pk, by=ALICE, now=NOW)
    assert not carry_out(erasure_id=asked.pk, now=NOW)
    assert places(CANARY)
    decline(erasure_id=asked.pk, by=BOB, now=NOW)
    with pytest.raises(NotErased, match="decided already"):
        approve(erasure_id=asked.pk, by=BOB, now=NOW)
    assert not carry_out(erasure_id=asked.pk, now=NOW)
    assert places(CANARY)


@pytest.mark.parametrize(
    ("change", "during"),
    [
        ("UPDATE profiles_assessment SET cause = '[removed]'", False),
        ("UPDATE profiles_edition SET note = '[removed]'", False),
        ("UPDATE profiles_assessment SET cause = 'Something else'", True),
        ("UPDATE profiles_assessment SET score = 9000", True),
        ("UPDATE profiles_assessment SET result = jsonb_set(result, '{profile,score}', '9000')", True),
        ("UPDATE profiles_assessment SET result = result - 'method'", True),
        ("UPDATE profiles_assessment SET result = jsonb_set(result, '{more}', '1')", True),
        ("UPDATE profiles_edition SET note = 'Something else'", True),
        ("UPDATE profiles_edition SET digest = repeat('0', 64)", True),
        ("DELETE FROM profiles_assessment", True),
        ("DELETE FROM records_auditrow", True),
    ],
)
def test_what_is_written_once_stays_so_but_for_words_that_are_erased(change: str, during: bool) -> None:
    everywhere()
    with pytest.raises(IntegrityError), erasing("ea-test" if during else ""), connection.cursor() as cursor:
        cursor.execute(change)


@pytest.mark.parametrize("done", range(13))
def test_order_that_was_interrupted_is_carried_on(done: int) -> None:
    """The process died after `done` steps, before the last of them was noted."""
    _, document = everywhere()
    asked = ask(kind="document", target=document.public_id, reason="Because.", by=ALICE, now=NOW)
    approve(erasure_id=asked.pk, by=BOB, now=NOW)
    order = order_of(asked, NOW)
    reach = reach_of(order)
    Erasure.objects.update(reach=reach.as_json())
    steps = list(steps_of(order).items())
    assert len(steps) == 13
    for _name, step in steps[: done + 1]:
        step(order, reach, NOW)
    Erasure.objects.update(steps={name: {} for name, _ in steps[:done]})
    assert carry_out(erasure_id=asked.pk, now=NOW)
    assert places(CANARY) == set()
    assert remains(erasure=asked.public_id) == {}
