"""From stored documents to signals: who is spoken of, in which role, on what event, and why we think so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from profiles.desk.matching import AliasEntry, Matcher
from profiles.evidence.curating import newest_version, open_profile
from profiles.models import Alias, Profile, ProfileState, Signal
from profiles.naming import fold, slug_of
from records.audit import record
from sources.ingested import Ingested
from sources.ingesting import Upload, ingest
from sources.models import Document

BY = "machine:intake"


@dataclass(frozen=True)
class MadeSignal:
    signal: str
    profile: str  # slug
    document: str
    title: str
    role: str
    event_type: str
    event_status: str
    state: str
    reasons: tuple[str, ...]
    is_new: bool


@dataclass(frozen=True)
class Intake:
    profile: str  # slug of the profile asked for, or ""
    profile_is_new: bool
    ingested: Ingested
    signals: tuple[MadeSignal, ...]


def bring_in(*, files: Sequence[Upload], profile: str, by: str, now: datetime) -> Intake:
    """Store files and make signals of them at once, without waiting for a worker.

    `profile` is a slug, or "": where no such profile exists a draft is opened, named as the files write it.
    Raises ValueError where the slug is no slug.
    """
    if profile and slug_of(profile) != profile:
        raise ValueError(f"“{profile}” is no slug: use small letters, digits and single hyphens.")
    ingested = ingest(files=files, by=by, now=now)
    documents = [found.document for found in ingested.documents if found.document]
    is_new = False
    if profile and documents and not Profile.objects.filter(slug=profile).exists():
        open_profile(slug=profile, name=_name_in(documents, profile), by=by, now=now)
        is_new = True
    matcher = current_matcher()
    signals = [
        signal
        for document in dict.fromkeys(documents)
        for signal in make_signals(document=document, now=now, matcher=matcher)
    ]
    if profile:
        signals = [signal for signal in signals if signal.profile == profile]
    return Intake(profile, is_new, ingested, tuple(signals))


def current_matcher() -> Matcher:
    """A matcher of every alias there is now."""
    over = (ProfileState.MERGED, ProfileState.SPLIT)  # documents are about those in which they go on
    rows = (
        Alias.objects.exclude(profile__state__in=over)
        .select_related("profile")
        .only(
            "text",
            "kind",
            "case_sensitive",
            "needs_context",
            "shadowed_by",
            "valid_from",
            "valid_to",
            "profile__public_id",
        )
    )
    return Matcher(
        AliasEntry(
            profile=alias.profile.public_id,
            text=alias.text,
            kind=alias.kind,
            case_sensitive=alias.case_sensitive,
            needs_context=alias.needs_context,
            shadowed_by=tuple(part.strip() for part in alias.shadowed_by.split(",") if part.strip()),
            valid_from=alias.valid_from,
            valid_to=alias.valid_to,
        )
        for alias in rows
    )


@transaction.atomic
def make_signals(*, document: str, now: datetime, matcher: Matcher) -> tuple[MadeSignal, ...]:
    """Make the signals of a document (its public id): one per profile it speaks of. Safe to run twice.

    A document that is no evidence makes none. Returns new and known signals alike.
    """
    found = Document.objects.select_related("story", "publisher").get(public_id=document)
    version = newest_version(found)
    if version is None or not found.is_evidence:
        return ()
    matches = matcher.match(title=found.title, text=version.text, on=found.published_on)
    profiles = {
        profile.public_id: profile for profile in Profile.objects.filter(public_id__in=[m.profile for m in matches])
    }
    story = found.story
    made = []
    for match in matches:
        profile = profiles[match.profile]
        reasons = [*match.reasons, *_story_reasons(found)]
        signal, is_new = Signal.objects.get_or_create(
            profile=profile,
            document=found,
            defaults={
                "role": match.role,
                "event_type": story.event_type if story else "",
                "event_status": story.event_status if story else "",
                "reasons": reasons,
                "made_at": now,
            },
        )
        if is_new:
            record(
                by=BY,
                verb="signal.made",
                subject=profile.subject,
                now=now,
                signal=signal.public_id,
                document=document,
            )
        made.append(
            MadeSignal(
                signal.public_id,
                profile.slug,
                document,
                found.title,
                signal.role,
                signal.event_type,
                signal.event_status,
                signal.state,
                tuple(signal.reasons),
                is_new,
            )
        )
    return tuple(made)


def _story_reasons(document: Document) -> list[str]:
    story = document.story
    if story is None:
        return []
    reasons = [str(reason) for reason in story.event_reasons[:2]]
    others = Document.objects.filter(story=story, versions__isnull=False, is_evidence=True).distinct().count() - 1
    if others > 0:
        reasons.append(f"{others} other {'document tells' if others == 1 else 'documents tell'} the same story.")
    return reasons


def _name_in(documents: Sequence[str], slug: str) -> str:
    """The profile's name as the documents write it, else made from the slug."""
    words = slug.replace("-", " ")
    for public_id in documents:
        document = Document.objects.get(public_id=public_id)
        version = newest_version(document)
        text = f"{document.title}\n{version.text if version else ''}"
        for start in range(min(len(text), 20_000)):
            piece = text[start : start + len(words)]
            if piece[:1].isupper() and fold(piece) == words:
                return piece
    return words.title()
