from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from records.models import AuditRow, OutboxRow
from sources.ingested import Ingested, IngestedDocument, TracedStory
from sources.ingesting import TOPIC, Upload, ingest, trace_story
from sources.models import Document, DocumentVersion, OriginEdge, Publisher, PublisherDomain, PublisherName, Story
from tests.sources.cases import DOCUMENTS, NO_SEEDS, NOW, ORDER, PAGE, REPORT, RETELLINGS, SEEDS, UNRELATED

BY = "user:us-0000000000000000"
TABLES = (Document, DocumentVersion, OriginEdge, Publisher, PublisherName, PublisherDomain, Story, AuditRow, OutboxRow)


def own(*names: str) -> list[Upload]:
    return [Upload(name, (DOCUMENTS / name).read_bytes()) for name in names]


def bring(*uploads: Upload, **more: Any) -> Ingested:
    return ingest(files=list(uploads), by=BY, now=NOW, **more)


def rows() -> list[list[dict[str, Any]]]:
    """Everything in the database that bringing files in can touch."""
    return [list(table.objects.order_by("pk").values()) for table in TABLES]


def shown(story: TracedStory) -> list[tuple[str, str, bool, int, int, int]]:
    """Each origin: name, how, held, documents, naming it, presumed."""
    return [
        (each.name, each.how, each.held, len(each.documents), len(each.named_by), len(each.presumed))
        for each in story.origins
    ]


@pytest.mark.django_db
def test_ingest_our_documents_are_one_story_and_one_origin() -> None:
    result = bring(*own(PAGE, *RETELLINGS))
    assert [(each.state, each.is_evidence, each.publisher, each.published_on) for each in result.documents] == [
        ("new", False, "", None),
        ("new", True, "", None),
        ("new", True, "", None),
        ("new", True, "Gullwing Brief", date(2031, 3, 14)),
        ("new", True, "SKERRY-DESK", None),
    ]
    assert result.documents[0].reason.startswith("It is a published profile, a page of our own kind, and no evidence")
    [story] = result.stories
    keys = [each.document for each in result.documents]
    assert (story.not_evidence, story.documents) == ((keys[0],), tuple(keys[1:]))
    assert (story.origins_named, story.origins_presumed) == (1, 0)
    assert shown(story) == [("Tidewater Chronicle", "named", False, 4, 1, 3)]
    assert story.origins[0].named_by == (keys[2],)
    assert [(each.name, each.held, sorted(each.mentioned_by)) for each in story.mentioned] == [
        ("Court documents", False, sorted(keys[1:])),
        ("Harbour Data Authority", False, sorted(keys[1:])),
    ]
    assert (story.event_type, story.event_status) == ("regulation", "closed")
    assert (story.first_on, story.last_on) == (date(2031, 3, 14), date(2031, 3, 14))


@pytest.mark.skipif(not SEEDS.is_dir(), reason=NO_SEEDS)
@pytest.mark.django_db
@pytest.mark.parametrize("turn", [1, -1])
def test_ingest_the_seeds_are_one_story_and_one_origin(turn: int) -> None:
    files = [Upload(path.name, path.read_bytes()) for path in sorted(SEEDS.glob("*.txt"))][::turn]
    result = ingest(files=files, by=BY, now=NOW.replace(year=2026))
    [story] = result.stories
    by_file = {each.file[:3]: each.document for each in result.documents}
    assert (story.origins_named, story.origins_presumed) == (1, 0)
    assert shown(story) == [("TechCrunch", "named", False, 4, 1, 3)]
    assert story.origins[0].named_by == (by_file["002"],)
    assert set(story.origins[0].presumed) == {by_file["001"], by_file["003"], by_file["004"]}
    assert {each.name: (each.held, len(each.mentioned_by)) for each in story.mentioned} == {
        "Court documents": (False, 4),
        "Federal Trade Commission": (False, 4),
    }
    assert story.not_evidence == (by_file["000"],)
    assert (story.event_type, story.event_status) == ("regulation", "closed")
    techcrunch = Publisher.objects.get(name="TechCrunch")
    assert (techcrunch.grade, techcrunch.kind) == ("F", "unknown")


@pytest.mark.django_db
def test_ingest_in_any_order_gives_the_same_origins() -> None:
    names = [REPORT, ORDER, *RETELLINGS, PAGE]
    for order in (names, names[::-1]):
        Document.objects.all().delete()
        Story.objects.all().delete()
        [story] = bring(*own(*order)).stories
        assert sorted(shown(story)) == [
            ("Harbour Data Authority", "primary", True, 2, 1, 0),
            ("Tidewater Chronicle", "named", True, 4, 1, 2),
        ]


@pytest.mark.django_db
def test_ingest_keeps_the_originals_when_they_turn_up() -> None:
    """A report and an order that others have named are the documents that already stand for them."""
    [before] = bring(*own(*RETELLINGS)).stories
    named = {each.name: each.document for each in before.mentioned} | {
        before.origins[0].name: before.origins[0].document
    }
    result = bring(*own(REPORT, ORDER))
    assert [(each.state, each.reason, each.document) for each in result.documents] == [
        ("new", "It was known from others that name it, and is held now.", named["Tidewater Chronicle"]),
        ("new", "It was known from others that name it, and is held now.", named["Harbour Data Authority"]),
    ]
    order = Publisher.objects.get(name="Harbour Data Authority")
    assert (order.kind, order.grade) == ("regulator", "F")


@pytest.mark.django_db
def test_ingest_twice_changes_nothing() -> None:
    files = own(PAGE, *RETELLINGS, REPORT, ORDER, UNRELATED)
    first = bring(*files)
    before = rows()
    again = ingest(files=files, by=BY, now=NOW + timedelta(days=1))
    assert rows() == before
    assert {each.state for each in again.documents} == {"same"}
    assert [each.document for each in again.documents] == [each.document for each in first.documents]
    assert {each.story: each for each in again.stories} == {each.story: each for each in first.stories}


@pytest.mark.django_db
def test_ingest_refuses_bad_files_and_keeps_the_others() -> None:
    result = bring(
        *own("empty.txt", "binary.dat", RETELLINGS[0], "undeclared_cyrillic.txt"), Upload("x" * 400, b"x" * 50)
    )
    assert [(each.state, each.reason) for each in result.documents] == [
        ("refused", "The file is empty."),
        ("refused", "This is a binary file, not text or HTML."),
        ("new", "It was not known before."),
        ("refused", "The text is not UTF-8 and does not name an encoding in which it can be read."),
        ("refused", "The text has 1 words; under 80 there is too little to judge."),
    ]
    assert DocumentVersion.objects.count() == 1
    nothing = rows()
    assert bring(*own("empty.txt")).documents[0] == IngestedDocument("empty.txt", "refused", "The file is empty.")
    assert rows() == nothing


@pytest.mark.django_db
def test_ingest_writes_news_and_audit_for_each_document() -> None:
    result = bring(*own(UNRELATED, "windows_1252.txt"))
    keys = [each.document for each in result.documents]
    assert list(OutboxRow.objects.order_by("id").values_list("topic", "key", "payload")) == [
        (TOPIC, key, {"version": 1, "state": "new"}) for key in keys
    ]
    assert list(AuditRow.objects.filter(verb="stored a document").order_by("id").values_list("actor", "subject")) == [
        (BY, f"document:{key}") for key in keys
    ]


@pytest.mark.django_db
def test_ingest_keeps_bytes_and_quotes_as_they_are() -> None:
    bring(*own(*RETELLINGS, REPORT, "windows_1252.txt"))
    for version in DocumentVersion.objects.all():
        assert Path(version.file_name).name == version.file_name
        assert version.raw_length == (DOCUMENTS / version.file_name).stat().st_size
        for finding in version.document.findings:
            if finding.get("start") is not None:
                assert version.text[finding["start"] : finding["end"]] == finding["quote"]
    for edge in OriginEdge.objects.exclude(quote="").select_related("version"):
        assert edge.version
        assert edge.version.text[edge.quote_start : edge.quote_end] == edge.quote


@pytest.mark.django_db
def test_ingest_a_changed_page_is_a_version_and_not_a_document() -> None:
    [report] = own(REPORT)
    changed = replace(report, data=report.data.replace(b"about 40,000 voice", b"about 41,000 voice"))
    moved = replace(report, address="http://tidewater-chronicle.example/2031/03/lanternfish-voices?utm_source=mail")
    first, second, third = (bring(upload).documents[0] for upload in (report, changed, moved))
    assert [(each.state, each.version) for each in (first, second, third)] == [
        ("new", 1),
        ("new version", 2),
        ("same", 1),
    ]
    assert first.document == second.document == third.document
    assert Document.objects.get(public_id=first.document).versions.count() == 2


@pytest.mark.django_db
def test_ingest_a_changed_text_of_a_known_publisher_is_a_version() -> None:
    [told] = own(RETELLINGS[2])
    changed = replace(told, data=told.data.replace(b"drops 40,000", b"drops").replace(b"64%", b"46%"))
    assert [bring(upload).documents[0].state for upload in (told, changed)] == ["new", "new version"]


def changed_report() -> Upload:
    """The report with other words, another headline and another byline."""
    [report] = own(REPORT)
    return replace(report, data=report.data.replace(b"Lanternfish", b"Lanternfisher").replace(b"40,000", b"41,000"))


@pytest.mark.django_db
def test_ingest_a_new_version_keeps_what_an_editor_ruled() -> None:
    [report] = own(REPORT)
    document = Document.objects.get(public_id=bring(report).documents[0].document)
    ruled = {
        "kind": "release",
        "title": "What the party says of itself",
        "byline": "The Party",
        "shows_own_reporting": not document.shows_own_reporting,
        "is_evidence": False,
        "no_evidence_reason": "Satire.",
        "published_on": date(2031, 1, 1),
        "language": "fr",
    }
    Document.objects.filter(pk=document.pk).update(**ruled)
    result = bring(changed_report()).documents[0]
    assert (result.state, result.version) == ("new version", 2)
    assert Document.objects.filter(pk=document.pk).values(*ruled).get() == ruled
    assert result.reason == (
        "The text of a document that we have has changed. What an editor ruled stays: kind, title, byline, "
        "own reporting, that it is no evidence."
    )


@pytest.mark.django_db
def test_ingest_a_new_version_changes_what_nobody_ruled() -> None:
    [report] = own(REPORT)
    before = Document.objects.get(public_id=bring(report).documents[0].document)
    result = bring(changed_report()).documents[0]
    after = Document.objects.get(pk=before.pk)
    assert result.reason == "The text of a document that we have has changed."
    assert after.title == before.title.replace("Lanternfish", "Lanternfisher").replace("40,000", "41,000")
    assert after.title != before.title
    assert [each["value"] for each in after.findings if each["what"] == "title"] == [after.title]


@pytest.mark.django_db
def test_ingest_finds_a_document_again_whose_title_an_editor_changed() -> None:
    [told] = own(RETELLINGS[2])
    document = bring(told).documents[0].document
    Document.objects.filter(public_id=document).update(title="The brief of the gulls")
    changed = replace(told, data=told.data.replace(b"64%", b"46%"))
    assert [(each.state, each.document) for each in bring(changed).documents] == [("new version", document)]


@pytest.mark.django_db
def test_ingest_of_an_original_that_an_editor_entered_fills_what_is_empty() -> None:
    [report] = own(REPORT)
    entered = Document.objects.create(
        title="The report that all repeat",
        kind="record",
        address="https://tidewater-chronicle.example/2031/03/lanternfish-voices",
        address_key="tidewater-chronicle.example/2031/03/lanternfish-voices",
        made_at=NOW,
    )
    result = bring(report).documents[0]
    entered.refresh_from_db()
    assert (result.document, result.version) == (entered.public_id, 1)
    assert (entered.title, entered.kind, entered.published_on) == (
        "The report that all repeat",
        "record",
        date(2031, 3, 12),
    )
    assert (entered.publisher and entered.publisher.name, entered.language) == ("Tidewater Chronicle", "en")


@pytest.mark.django_db
def test_ingest_the_same_text_at_two_addresses_is_a_copy() -> None:
    [report] = own(REPORT)
    copied = replace(
        report,
        address="https://copies.example/lanternfish",
        data=report.data.replace(
            b'og:site_name" content="Tidewater Chronicle', b'og:site_name" content="Copies'
        ).replace(b'"name": "Tidewater Chronicle"', b'"name": "Copies"'),
    )
    result = bring(report, copied)
    assert [each.state for each in result.documents] == ["new", "new"]
    [story] = result.stories
    assert story.origins_named + story.origins_presumed == 1
    assert ("same_text", "joined") in {(edge.kind, edge.state) for edge in story.edges}


@pytest.mark.django_db
def test_ingest_finds_publishers_by_domain_and_by_other_names() -> None:
    known = Publisher.objects.create(name="Gullwing Media", kind="aggregator", grade="D", grade_reason="Copies others.")
    PublisherDomain.objects.create(publisher=known, domain="gullwingbrief.example")
    chronicle = Publisher.objects.create(
        name="The Chronicle of Tidewater", kind="newsroom", grade="B", grade_reason="Good."
    )
    PublisherName.objects.create(publisher=chronicle, folded="tidewater chronicle")
    result = bring(*own(*RETELLINGS))
    assert result.documents[2].publisher == "Gullwing Media"
    assert result.stories[0].origins[0].name == "The Chronicle of Tidewater"
    assert not Publisher.objects.filter(name="Tidewater Chronicle").exists()


@pytest.mark.django_db
def test_editors_word_stays_when_a_story_is_traced_anew() -> None:
    result = bring(*own(*RETELLINGS))
    [story] = result.stories
    first = Document.objects.get(public_id=result.documents[0].document)
    edge = OriginEdge.objects.get(document=first, kind="presumed")
    edge.state, edge.made_by, edge.reason = "rejected", BY, "Its editor says that they read the papers."
    edge.save()
    traced = trace_story(story=story.story, by=BY, now=NOW)
    assert sorted(shown(traced)) == [
        ("Tidewater Chronicle", "named", False, 3, 1, 2),
        ("publisher not known", "presumed", True, 1, 0, 1),
    ]
    edge.refresh_from_db()
    assert (edge.state, edge.made_by) == ("rejected", BY)
    later = bring(*own(REPORT)).stories[0]
    assert ("Tidewater Chronicle", "named", True, 4, 1, 2) in shown(later)


@pytest.mark.django_db
def test_ingest_unrelated_document_is_a_story_of_its_own() -> None:
    result = bring(*own(RETELLINGS[0], UNRELATED))
    assert [shown(story) for story in result.stories] == [
        [("publisher not known", "presumed", True, 1, 0, 1)],
        [("Strandholm Gazette", "own", True, 1, 0, 0)],
    ]
    assert result.stories[1].event_type == "outage"


@pytest.mark.django_db(transaction=True)
def test_ingest_at_the_same_time_makes_one_story() -> None:
    start = Barrier(len(RETELLINGS))

    def run(name: str) -> str:
        try:
            start.wait(timeout=30)
            return bring(*own(name)).documents[0].story
        finally:
            connection.close()

    with ThreadPoolExecutor(len(RETELLINGS)) as pool:
        stories = set(pool.map(run, RETELLINGS))
    assert len(stories) == 1
    assert Story.objects.count() == 1
    [story] = bring(*own(RETELLINGS[0])).stories
    assert shown(story) == [("Tidewater Chronicle", "named", False, 4, 1, 3)]


@pytest.mark.django_db
def test_ingest_with_given_entropy_is_repeatable() -> None:
    numbers = count(1)
    result = bring(*own(*RETELLINGS), entropy=lambda size: next(numbers).to_bytes(size, "big"))
    Document.objects.all().delete()
    Story.objects.all().delete()
    Publisher.objects.all().delete()
    numbers = count(1)
    assert bring(*own(*RETELLINGS), entropy=lambda size: next(numbers).to_bytes(size, "big")) == result


def test_ingest_needs_an_aware_time() -> None:
    with pytest.raises(ValueError, match="time zone"):
        ingest(files=[], by=BY, now=NOW.replace(tzinfo=None))
