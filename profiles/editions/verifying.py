"""Looks at everything that was ever published and tells what is not as it was. Reads only.

Editions are read a few at a time, so that a hundred thousand need no more memory than a hundred. What is wrong with
one is judged in `profiles.editions.soundness`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import partial
from multiprocessing import get_context
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from profiles.editions.child_process import begin
from profiles.editions.soundness import (
    Link,
    Pointers,
    StoredAssessment,
    StoredEdition,
    chain_faults,
    edition_faults,
    pointer_faults,
)
from profiles.models import Assessment, Edition, Profile, ProfileState

PROFILES = 40  # that a process takes at a time
EDITIONS = 20  # that are in memory at a time


@dataclass(frozen=True)
class Fault:
    """Something that is not as it was published. `edition` is 0 where it is about the profile as a whole."""

    profile: str  # slug
    edition: int
    words: str

    def __str__(self) -> str:
        where = f", edition {self.edition}" if self.edition else ""
        return f"{self.profile}{where}: {self.words}"


@dataclass(frozen=True)
class Verified:
    """How much was looked at, and what is wrong with it."""

    profiles: int
    editions: int
    faults: tuple[Fault, ...]


def verify(*, profile: str = "", since: date | None = None, processes: int = 1) -> Iterator[Verified]:
    """Look at every edition, or at those of one `profile` (its slug or public id); yield a part at a time.

    With `since`, editions that were published or assessed on that day (UTC) or later; their profiles' chains are
    looked at whole. Raises LookupError where `profile` names none that was ever published.
    """
    keys = list(_profiles(profile, since).order_by("pk").values_list("pk", flat=True))
    if profile and not keys and not _profiles(profile, None).exists():
        raise LookupError(f"Nothing was ever published of “{profile}”.")
    parts = [keys[place : place + PROFILES] for place in range(0, len(keys), PROFILES)]
    look = partial(_look, since=since)
    if min(processes, len(parts)) < 2:
        yield from map(look, parts)
        return
    # Spawned, not forked: a fork would share the parent's connection.
    context, name = get_context("spawn"), connection.settings_dict["NAME"]
    with ProcessPoolExecutor(min(processes, len(parts)), context, initializer=begin, initargs=(name,)) as pool:
        yield from pool.map(look, parts)


def _profiles(profile: str, since: date | None) -> QuerySet[Profile]:
    editions = _since(Edition.objects.filter(profile=OuterRef("pk")), since)
    found = Profile.objects.filter(Exists(editions))
    return found.filter(Q(published__slug=profile) | Q(slug=profile) | Q(public_id=profile)) if profile else found


def _since(editions: QuerySet[Edition], since: date | None) -> QuerySet[Edition]:
    if since is None:
        return editions
    moment = datetime.combine(since, time(), tzinfo=UTC)
    assessed = Assessment.objects.filter(edition=OuterRef("pk"), assessed_at__gte=moment)
    return editions.filter(Q(published_at__gte=moment) | Exists(assessed))


def _look(keys: list[int], *, since: date | None) -> Verified:
    heads = _heads(keys)
    names = {head["pk"]: head["published__slug"] or head["slug"] for head in heads}
    found = [fault for head in heads for fault in _head_faults(head, names[head["pk"]])]
    looked = 0
    editions = _since(Edition.objects.filter(profile__in=keys), since).select_related("profile")
    assessments = Prefetch("assessments", Assessment.objects.order_by("number"))
    rows = editions.prefetch_related(assessments).order_by("profile", "number")
    for edition in rows.iterator(chunk_size=EDITIONS):
        looked += 1
        name = names[edition.profile_id]
        found += [Fault(name, edition.number, words) for words in edition_faults(_stored(edition))]
    found.sort(key=lambda fault: (fault.profile, fault.edition))
    return Verified(len(heads), looked, tuple(found))


def _heads(keys: list[int]) -> list[Mapping[str, Any]]:
    """Each profile with its chain and what points into it. One statement: nothing is published in between."""
    links = Edition.objects.filter(profile=OuterRef("pk")).order_by("number")
    last = Assessment.objects.filter(edition__profile=OuterRef("pk")).order_by("-edition__number", "-number")
    heads = (
        Profile.objects.filter(pk__in=keys)
        .annotate(
            links=ArraySubquery(
                links.values(row=JSONObject(number="number", digest="digest", previous="previous_digest"))
            ),
            last=Subquery(last.values(row=JSONObject(edition="edition__number", number="number", score="score"))[:1]),
        )
        .order_by("pk")
        .values(
            "pk",
            "slug",
            "state",
            "links",
            "last",
            "current_edition__number",
            "published__slug",
            "published__edition__number",
            "published__assessment__number",
            "published__score",
        )
    )
    return [dict(head) for head in heads]


def _head_faults(head: Mapping[str, Any], name: str) -> Iterator[Fault]:
    for number, words in chain_faults([Link(**link) for link in head["links"]]):
        yield Fault(name, number, words)
    newest = head["links"][-1]["number"]
    last = head["last"] if head["last"] and head["last"]["edition"] == newest else {"number": None, "score": None}
    pointers = Pointers(
        is_published=head["state"] == ProfileState.PUBLISHED,
        current=head["current_edition__number"],
        listed=head["published__edition__number"],
        listed_assessment=head["published__assessment__number"],
        listed_score=head["published__score"],
    )
    for words in pointer_faults(pointers, newest, last["number"], last["score"]):
        yield Fault(name, 0, words)


def _stored(edition: Edition) -> StoredEdition:
    return StoredEdition(
        profile=edition.profile.public_id,
        number=edition.number,
        schema=edition.schema,
        manifest=edition.manifest,
        body=edition.body,
        digest=edition.digest,
        previous=edition.previous_digest,
        published_at=edition.published_at,
        assessments=tuple(
            StoredAssessment(one.number, one.assessed_at, one.method, one.score, one.result)
            for one in edition.assessments.all()
        ),
    )
