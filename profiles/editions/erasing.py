"""Erases words from published editions and the numbers on them: blocks become null, texts in results are emptied.

Manifests, digests and numbers stay, so an edition still verifies and a score is still recomputable.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from profiles.editions.falling import due_by_publisher
from profiles.editions.indexing import index
from profiles.editions.outdating import outdate
from profiles.editions.schemas import read_words
from profiles.editions.spelling import forget_words
from profiles.models import (
    Assessment,
    Edition,
    Profile,
    PublishedProfile,
    Removal,
    Unlearnt,
    Verdict,
    VerdictLesson,
)
from records.erasing.forms import as_in_json
from records.erasing.orders import REMOVED, Order, Reach, swept
from records.erasing.sweeping import Finder, batched, emptied, erasing

NOTHING = Reach()
STRUCTURE = frozenset({"kind", "step", "grade", "directness", "how", "method", "key"})
"""Fields of a result that are choices of ours: a publisher called "origin" is none of them."""
SHORTEST_NAME = 3  # signs: what is shorter is no name, and stands in every second sentence
TITLE_SHOWN = 69  # signs of a longer title that a cause of a fall keeps (profiles.editions.lowering)
TOGETHER = 20  # identifiers or texts that are asked for in one query


def quotes_of(reach: Reach) -> Reach:
    """Titles, addresses and quotes that published editions hold of the documents, as texts to look for."""
    texts: list[str] = []
    for edition in _resting_on(reach):
        body = edition.body
        texts += [body[block][1] for block in blocks_on(edition.manifest, reach) if body.get(block)]
    long, short = swept(texts)
    return Reach(texts=long, names=short)


def count(reach: Reach) -> Counter[str]:
    """How much there is to erase, by kind in words."""
    found: Counter[str] = Counter()
    for edition in _resting_on(reach):
        there = sum(edition.body.get(block) is not None for block in blocks_on(edition.manifest, reach))
        found["texts in published editions"] += there
        found["published editions"] += bool(there)
    found["things learnt of publishers"] = sum(len(lessons) for _, lessons in _taught_by(reach))
    return +found


def erase(order: Order, reach: Reach, *, now: datetime) -> Counter[str]:
    """Empty every block that says something of the documents and publishers, the texts in their assessments, and
    forget what was learnt from them. Safe to run again."""
    went: Counter[str] = Counter()
    taught = set()
    for verdict, lessons in _taught_by(reach):
        with erasing(order.id):
            Unlearnt.objects.get_or_create(verdict_id=verdict, defaults={"erasure": order.id})
            taught |= {lesson.publisher for lesson in lessons}
            rows = VerdictLesson.objects.filter(pk__in=[lesson.pk for lesson in lessons])
            went["things learnt of publishers"] += rows.delete()[0]
    for edition in _resting_on(reach):
        went += _empty(edition.pk, order, now, reach=reach)
    for publisher in sorted(taught):
        due_by_publisher(publisher=publisher, now=now)
    return +went


def cut_texts(order: Order, texts: Sequence[str], *, now: datetime) -> Counter[str]:
    """Empty every block, note and text of an assessment that holds one of `texts`. Safe to run again.

    Unless they are a passage, the title of another document that has one of them stays: it is that document's own.
    """
    went: Counter[str] = Counter()
    for key, some in _holding(texts):
        went += _empty(key, order, now, texts=some, spares=order.kind != "passage")
    if went:
        forget_words()
    return +went


def standing(texts: Sequence[str]) -> Counter[str]:
    """How many editions still hold one of `texts`."""
    return +Counter({"published editions": len({key for key, _ in _holding(texts)})})


def blocks_on(manifest: Mapping[str, Any], reach: Reach) -> Iterator[str]:
    """The blocks of an edition that say something of the documents or publishers of `reach`."""
    documents, publishers = set(reach.documents), set(reach.publishers)
    words = manifest["words"]
    yield from blocks_of_documents(manifest, documents)
    for one in words["publishers"]:
        if one["id"] in publishers:
            yield one["name"]["block"]
    for one in (*words["claims"], *words["facets"]):
        for citation in one["citations"]:
            if citation["document"] in documents:
                yield from (citation[name]["block"] for name in ("quote", "set_aside"))


def blocks_of_documents(manifest: Mapping[str, Any], ids: Collection[str] | None = None) -> Iterator[str]:
    """The blocks that hold titles and addresses of the documents with these public ids; None: of all of them."""
    for one in manifest["words"]["documents"]:
        if ids is None or one["id"] in ids:
            yield from (one[name]["block"] for name in ("title", "address"))


def _taught_by(reach: Reach) -> Iterator[tuple[int, list[VerdictLesson]]]:
    """Verdicts (keys) on statements that rest on the documents or publishers, with what they taught of those."""
    of_publishers: dict[int, list[VerdictLesson]] = {}
    for lesson in VerdictLesson.objects.filter(publisher__in=reach.publishers):
        of_publishers.setdefault(lesson.verdict_id, []).append(lesson)
    yield from of_publishers.items()
    gone = set(reach.documents)
    for edition in _resting_on(Reach(documents=reach.documents)):
        words = edition.manifest["words"]
        speaker = {one["id"]: one["publisher"] for one in words["documents"]}
        for claim in words["claims"]:
            cited = {citation[name] for citation in claim["citations"] for name in ("document", "original")} & gone
            verdicts = Verdict.objects.filter(claim=claim["id"], assessment__edition=edition) if cited else ()
            for verdict in verdicts:
                spoke = {speaker[one] for one in cited if speaker.get(one)}
                yield verdict.pk, list(verdict.lessons.filter(publisher__in=spoke - set(reach.publishers)))


def _resting_on(reach: Reach) -> Iterator[Edition]:
    seen: set[int] = set()
    for part, ids in (("documents", reach.documents), ("publishers", reach.publishers)):
        for some in batched(ids, TOGETHER):
            named = Q(pk__in=[])
            for one in some:
                named |= Q(**{f"manifest__words__{part}__contains": [{"id": one}]})
            for edition in Edition.objects.filter(named).order_by("pk").iterator(chunk_size=100):
                if edition.pk not in seen:
                    seen.add(edition.pk)
                    yield edition


def _holding(texts: Sequence[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Editions (keys) with one of some of the texts in a block, in their note or in an assessment, with those."""
    for some in batched(texts, TOGETHER):
        held, scored = Q(pk__in=[]), Q(pk__in=[])
        for text in some:
            held |= Q(body_text__contains=as_in_json(text)) | Q(note__contains=text)
            scored |= Q(result_text__contains=as_in_json(text)) | Q(cause__contains=text)
        editions = Edition.objects.annotate(body_text=Cast("body", TextField())).filter(held)
        for key in editions.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=2_000):
            yield key, some
        assessments = Assessment.objects.annotate(result_text=Cast("result", TextField())).filter(scored)
        for key in assessments.order_by("pk").values_list("edition", flat=True).iterator(chunk_size=2_000):
            yield key, some


def _empty(
    key: int,
    order: Order,
    now: datetime,
    *,
    reach: Reach = NOTHING,
    texts: Sequence[str] = (),
    spares: bool = False,
) -> Counter[str]:
    with erasing(order.id):
        profile = Profile.objects.select_for_update().get(editions=key)
        edition = Edition.objects.select_for_update().get(pk=key)
        blocks = {block for block in blocks_on(edition.manifest, reach) if edition.body.get(block)}
        gone = [edition.body[block][1] for block in blocks]
        has = _finder(texts, (*reach.names, *gone))
        plain = _finder(texts, ())
        others = set(blocks_of_documents(edition.manifest)) - blocks if spares else set()
        blocks |= {block for block, entry in edition.body.items() if entry and block not in others and plain(entry[1])}
        body = {**edition.body, **dict.fromkeys(blocks)}
        note = REMOVED if edition.note and plain(edition.note) else edition.note
        if blocks or note != edition.note:
            Edition.objects.filter(pk=key).update(body=body, note=note)
            # A second run adds to what the first one told.
            Removal.objects.get_or_create(
                edition=edition,
                erasure=order.id,
                defaults={"on": order.on, "reason": order.reason, "blocks": len(blocks)},
            )
        accounts = sum(_empty_numbers(assessment, has) for assessment in edition.assessments.select_for_update())
        if blocks or accounts or note != edition.note:
            _show_again(profile, now)
    return Counter(
        {
            "published editions": int(bool(blocks)),
            "texts in published editions": len(blocks),
            "accounts of scores": accounts,
        }
    )


def _empty_numbers(assessment: Assessment, has: Finder) -> bool:
    result = emptied(assessment.result, has, STRUCTURE)
    cause = REMOVED if has(assessment.cause) else assessment.cause
    if result == assessment.result and cause == assessment.cause:
        return False
    Assessment.objects.filter(pk=assessment.pk).update(result=result, cause=cause)
    return True


def _finder(texts: Iterable[str], names: Iterable[str]) -> Finder:
    """Whether a text holds one of `texts`, or one of `names` as words of their own, shortened ones included."""
    whole = [re.escape(text) for text in texts if text]
    for name in names:
        if len(name) >= SHORTEST_NAME:
            whole.append(rf"(?<!\w){re.escape(name)}(?!\w)")
            if len(name) > TITLE_SHOWN:
                whole.append(re.escape(name[:TITLE_SHOWN].rstrip()))
    return re.compile("|".join(whole)).search if whole else lambda _: None


def _show_again(profile: Profile, now: datetime) -> None:
    """Lists, search and cards are made of the words; and the score is due to be looked at."""
    listing = PublishedProfile.objects.select_related("edition", "assessment").filter(profile=profile).first()
    if listing is None:
        return
    words = read_words(listing.edition.manifest, listing.edition.body)
    index(profile=profile, edition=listing.edition, assessment=listing.assessment, words=words)
    PublishedProfile.objects.filter(profile=profile).update(look_again_at=now)
    outdate([profile.pk])
