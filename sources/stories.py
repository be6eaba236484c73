"""Which story a document belongs to."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import Q
from django.db.models.functions import Left

from records.identifiers import Entropy, new_identifier
from sources.models import Document, DocumentVersion, Story
from sources.reading.events import event_of
from sources.reading.same_story import (
    OPEN_DAYS,
    OPEN_DAYS_SLOW,
    Fingerprint,
    Verdict,
    background_of,
    best_story,
)
from sources.reading.spans import JUDGED_CHARACTERS
from sources.worked_out import held_print, print_of

# One key for all: a new document may join, open or complete any story, and two documents of one event that come at
# the same moment must see each other.
_LOCK = 0x706C756D62  # "plumb"
_SLOW = frozenset({"regulation", "acquisition"})
_MAX_CANDIDATES = 200
_NAMES_SOUGHT = 8
_NAMES_IN = 60_000  # characters of a text, in which its names are looked for


def lock_stories() -> None:
    """Wait until no other transaction places documents; held to the end of the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def stories_stay() -> None:
    """Wait until no other transaction places documents, and let none begin to the end of the caller's transaction.
    Any number may hold this at once, feeds that are stored side by side; who does must not call `lock_stories` then."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_LOCK])


def story_for(
    *, title: str, text: str, content: str, day: date | None, now: datetime, entropy: Entropy = secrets.token_bytes
) -> tuple[Story, Verdict | None]:
    """Return the open story that a text belongs to, with the verdict, or a new story and None. `content` is its hash.

    Stories stay open 21 days, 60 where the event is legal, regulatory or an acquisition. Needs `lock_stories`.
    """
    best = _best(title, text, content, day)
    if best:
        return Story.objects.get(pk=int(best[0])), best[1]
    story = Story.objects.create(
        public_id=new_identifier("story", entropy), title=title[:400], first_on=day, last_on=day, opened_at=now
    )
    return story, None


def open_story_for(*, title: str, text: str, content: str, day: date | None) -> Story | None:
    """Return the open story that a text belongs to, or None; nothing is written. It stays so under `lock_stories`; else
    it is where the text would most likely go."""
    best = _best(title, text, content, day)
    return Story.objects.get(pk=int(best[0])) if best else None


def _best(title: str, text: str, content: str, day: date | None) -> tuple[str, Verdict] | None:
    own = print_of(content, text, title=title, day=day)
    open_days = OPEN_DAYS_SLOW if event_of([(title, text)]).kind in _SLOW else OPEN_DAYS
    stories = _candidates(own)
    background = background_of([own, *(member for members in stories.values() for member in members)])
    return best_story(own, {str(key): members for key, members in stories.items()}, background, open_days=open_days)


def _candidates(document: Fingerprint) -> dict[int, list[Fingerprint]]:
    """Members of stories of the weeks around it that share one of the document's leading names, newest first."""
    ranked = sorted(document.names.items(), key=lambda item: (-item[1], item[0]))
    names = [name for name, _ in ranked if len(name) > 2][:_NAMES_SOUGHT]
    if not names:
        return {}
    shares = Q()
    for name in names:
        shares |= Q(beginning__icontains=name)
    near = Q()
    if document.day:  # an undated document may be of any day, and so may its neighbours
        window = timedelta(days=OPEN_DAYS_SLOW)
        near = Q(published_on=None) | Q(published_on__range=(document.day - window, document.day + window))
    keys = (
        Document.objects.filter(story__isnull=False, versions__isnull=False)
        .alias(beginning=Left("versions__text", _NAMES_IN))
        .filter(near, shares)
        .order_by("-id")
        .values_list("id", flat=True)
        .distinct()[:_MAX_CANDIDATES]
    )
    documents = list(Document.objects.filter(pk__in=list(keys)).order_by("id"))
    prints = _fingerprints(documents)
    found: dict[int, list[Fingerprint]] = {}
    for each in documents:
        if each.story_id is not None:
            found.setdefault(each.story_id, []).append(prints[each.pk])
    return found


def _fingerprints(documents: list[Document]) -> dict[int, Fingerprint]:
    """The fingerprints of the documents' newest versions, by the documents' keys. Texts are read only where the
    fingerprint is not remembered."""
    newest = DocumentVersion.objects.filter(document__in=documents).order_by("document_id", "-number")
    rows = newest.distinct("document_id").values_list("document_id", "id", "content_hash")
    versions = {document: (version, content) for document, version, content in rows}
    asked = {each.pk: (versions[each.pk][1], each.title, each.published_on) for each in documents}
    prints = {document: held for document, key in asked.items() if (held := held_print(*key)) is not None}
    unread = {versions[each.pk][0]: each for each in documents if each.pk not in prints}
    texts = DocumentVersion.objects.filter(pk__in=unread).annotate(judged=Left("text", JUDGED_CHARACTERS))
    for version, text in texts.values_list("id", "judged"):
        each = unread[version]
        prints[each.pk] = print_of(versions[each.pk][1], text, title=each.title, day=each.published_on)
    return prints
