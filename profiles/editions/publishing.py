"""Publishing: lock the profile, build the edition, check it, insert it, move the pointer. One function."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime

from django.db import transaction

from profiles.editions.approving import approved_by_another
from profiles.editions.checking import check
from profiles.editions.drafting import Draft, draft_of
from profiles.editions.holding import held
from profiles.editions.indexing import index
from profiles.editions.problem import Problem
from profiles.editions.rising import rises
from profiles.editions.schemas import read_words
from profiles.editions.sealing import seal
from profiles.editions.standing import found_in
from profiles.editions.words import SCHEMA, Words
from profiles.models import Address, Assessment, Edition, EditionKind, Profile, ProfileState, Status
from records.audit import record
from records.outbox import announce


class NotPublished(Exception):
    """Publishing was refused; nothing was written."""


class PreflightRefused(NotPublished):
    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__(" ".join(problem.words for problem in problems))


class ChangedMeanwhile(NotPublished):
    """Somebody changed the working file after the publisher looked at it."""


class NeedsSecondPerson(NotPublished):
    """Something rises into the highest band, and nobody but the publisher has approved it."""

    def __init__(self, lifted: tuple[str, ...]) -> None:
        self.lifted = lifted
        more = f" and {len(lifted) - 1} more" if len(lifted) > 1 else ""
        super().__init__(
            f"“{lifted[0]}”{more} would rise into the highest band. That takes two: somebody else has to approve "
            "the working file as it is now, then you can publish it."
        )


class NothingNew(NotPublished):
    """The words are those of the newest edition."""


@transaction.atomic
def publish(
    *,
    profile_id: int,
    by: str,
    now: datetime,
    note: str = "",
    kind: EditionKind = EditionKind.UPDATE,
    revision: int | None = None,
    expected: str = "",
    salts: Callable[[int], bytes] = secrets.token_bytes,
) -> Edition:
    """Publish the next edition of a profile with its first assessment; return the edition.

    `revision` is the revision that the person who publishes looked at; ChangedMeanwhile is raised where the
    working file has moved on, or where the draft is not the one with the digest `expected`; NeedsSecondPerson where
    something rises into the highest band and nobody else has approved it (profiles.editions.approving). `note` says
    what changed; every edition after the first needs one. The first edition's kind is always "first". Raises
    PreflightRefused with every problem, NothingNew, and NotPublished for what is on hold.
    """
    profile = Profile.objects.select_for_update().get(pk=profile_id)
    if revision is not None and profile.revision != revision:
        raise ChangedMeanwhile(
            "The working file was changed after you looked at it. Look at the preview again, then publish."
        )
    draft = draft_of(profile, now=now)
    if expected and draft.digest != expected:
        raise ChangedMeanwhile("What would be published is not what was approved any more. Have it approved again.")
    return issue(profile=profile, draft=draft, by=by, now=now, note=note, kind=kind, salts=salts)


def issue(
    *,
    profile: Profile,
    draft: Draft,
    by: str,
    now: datetime,
    note: str,
    kind: EditionKind,
    salts: Callable[[int], bytes] = secrets.token_bytes,
) -> Edition:
    """Make `draft` the next edition of a profile; every way to publish ends here. The caller holds the profile.

    Raises what `publish` raises. A withdrawn profile is public again by it; one that goes on in others stays ended.
    """
    if on_hold := held(profile.pk, now):
        raise NotPublished(f"This profile is on hold: {on_hold.reason} Lift the hold first.")
    if profile.state in (ProfileState.MERGED, ProfileState.SPLIT):
        raise NotPublished("This profile goes on in others. Write there, and publish those.")
    if Address.objects.filter(slug=draft.words.slug).exclude(profile=profile).exists():
        raise NotPublished(
            f"Another profile is public at “{draft.words.slug}”, or was once; that address leads there for ever. "
            "Choose another slug."
        )
    if draft.problems:
        raise PreflightRefused(draft.problems)
    before = profile.editions.order_by("-number").first()
    changes = None
    if before is not None:
        words_before = read_words(before.manifest, before.body)
        changes = changed_claims(words_before, draft.words)
        standing = before.assessments.order_by("-number").first()
        is_back = profile.state == ProfileState.WITHDRAWN
        if words_before == draft.words and not is_back and not (standing and rises(standing.result, draft.result)):
            raise NothingNew(
                f"Nothing to publish: the words are those of edition {before.number}, and no score rises. "
                "A score that only falls needs nobody to publish it."
            )
        if not note.strip():
            raise NotPublished("Say in a sentence what changed; readers see it beside the edition.")
    second = approved_by_another(draft, by=by)
    if draft.lifted and not second:
        raise NeedsSecondPerson(draft.lifted)
    number = before.number + 1 if before else 1
    previous = before.digest if before else ""
    sealed = seal(
        draft.words,
        schema=SCHEMA,
        number=number,
        previous=previous,
        published_at=now.astimezone(UTC).isoformat(),
        changes=changes,
        salts=salts,
    )
    edition = Edition.objects.create(
        profile=profile,
        number=number,
        kind=kind if before else EditionKind.FIRST,
        schema=SCHEMA,
        manifest=sealed.manifest,
        body=sealed.body,
        digest=sealed.digest,
        previous_digest=previous,
        published_at=now,
        published_by=by,
        approved_by=second,
        note=note.strip(),
    )
    assessment = Assessment.objects.create(
        edition=edition,
        number=1,
        assessed_at=now,
        method=draft.result["method"],
        cause="Published",
        score=draft.score,
        result=draft.result,
    )
    profile.current_edition = edition
    profile.state = ProfileState.PUBLISHED
    profile.save(update_fields=["current_edition", "state"])
    Address.objects.get_or_create(slug=draft.words.slug, defaults={"profile": profile, "since": now})
    status = Status.objects.filter(profile=profile).first() or Status(profile=profile)
    check(status=status, words=draft.words, found=found_in(draft.words))
    index(profile=profile, edition=edition, assessment=assessment, words=draft.words)
    record(by=by, verb="edition.published", subject=profile.subject, now=now, number=number, digest=sealed.digest)
    announce(topic="edition.published", key=profile.public_id, now=now, payload={"number": number})
    return edition


def changed_claims(before: Words, after: Words) -> int:
    """How many statements were added, taken out or changed, evidence included."""
    old = {claim.id: claim for claim in before.claims}
    new = {claim.id: claim for claim in after.claims}
    return sum(old.get(key) != new.get(key) for key in old.keys() | new.keys())
