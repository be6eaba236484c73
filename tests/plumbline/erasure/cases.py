"""A document with a canary in every text of it, cited, published, fallen, logged, mailed: what an erasure must find."""

from __future__ import annotations

from django.contrib.admin.models import CHANGE, LogEntry
from django.core.mail import send_mail

from profiles.desk.news import read_news
from profiles.editions.falling import due_by_document, look_at_due
from profiles.evidence.curating import Cited, cite
from profiles.models import Directness
from sources.ingesting import Upload, ingest
from sources.models import Document, Publisher
from tests.cast import ALICE, NOW, Cast, cast, editor, publish
from tests.kept import kept

CANARY = "zqx-heron-7714"
TITLE = f"How the {CANARY} report came to the harbour and what it says"
QUOTE = f"Eleven members, among them {CANARY}, had no service at all"
ADDRESS = f"https://news.example.com/2026/{CANARY}/article.html"
TEXT = (
    f"{QUOTE}, the courier reports. We saw the list of the {CANARY} desk ourselves. "
    "The link was cut in March, and the office ordered it restored within a week of that day. "
    "Nobody had told the members beforehand, and most of them learnt of it from their own customers. "
)
PAGE = f"""<html><head><title>{TITLE}</title><meta property="og:site_name" content="Heron Courier">
<link rel="canonical" href="{ADDRESS}"><meta name="author" content="Ada {CANARY}">
<meta property="article:published_time" content="2026-03-22"></head>
<body><article><h1>{TITLE}</h1><p>By Ada {CANARY}</p><p>{TEXT}</p>
<p>{TEXT.replace("March", "spring")}</p></article></body></html>"""


def taken_in() -> Document:
    """The document, ingested as any other."""
    found = ingest(files=[Upload("article.html", PAGE.encode(), "text/html", ADDRESS)], by=ALICE, now=NOW)
    assert [one.state for one in found.documents] == ["new"], found
    return Document.objects.get(public_id=found.documents[0].document)


@kept
def cited() -> tuple[Cast, Document]:
    """The cast's profile, published with a statement that cites the document."""
    found = cast()
    document = taken_in()
    courier = Publisher.objects.get(pk=document.publisher_id)
    Publisher.objects.filter(pk=courier.pk).update(grade="B")
    citation = cite(
        claim=found.claim,
        cited=Cited(document, "twelve", Directness.SECONDARY, QUOTE, own_reporting=True),
        by=ALICE,
        now=NOW,
    )
    assert citation.quote == QUOTE
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW)
    return found, document


def everywhere() -> tuple[Cast, Document]:
    """The same, looked at, fallen, logged and mailed."""
    found, document = cited()
    read_news(now=NOW)
    # A fall whose cause names the document.
    Document.objects.filter(public_id__in=[document.public_id, found.order.public_id]).update(vanished_at=NOW)
    due_by_document(document=document.public_id, now=NOW)
    look_at_due(now=NOW)
    LogEntry.objects.log_actions(editor().pk, [document], CHANGE, change_message=TITLE, single_object=True)
    send_mail(f"About {TITLE}", TEXT, None, ["reader@example.com"])
    return found, document
