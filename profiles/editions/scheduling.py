"""Publishing at a moment that was set before: nothing is built or shown until then, and only what was looked at."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction

from profiles.editions.approving import approved_by_another
from profiles.editions.drafting import draft_of
from profiles.editions.publishing import ChangedMeanwhile, NeedsSecondPerson, NotPublished, PreflightRefused, publish
from profiles.models import EditionKind, Profile, Release, ReleaseState
from records.audit import record
from records.mailing import mail_after_commit
from records.models import User

log = logging.getLogger(__name__)

AHEAD = timedelta(seconds=90)  # so long before its moment a worker is told of it; far below the visibility timeout


class NotScheduled(ValueError):
    """It cannot be scheduled; nothing was written. The message says why, for the editor."""


@transaction.atomic
def schedule(
    *, profile_id: int, at: datetime, zone: str, revision: int, note: str, kind: EditionKind, by: str, now: datetime
) -> Release:
    """Have the working file, as it is at `revision`, published at the moment `at`. Raises NotScheduled.

    Where something would rise into the highest band, somebody else has to have approved this very draft. One that
    waits already is replaced.
    """
    profile = Profile.objects.select_for_update().get(pk=profile_id)
    if profile.revision != revision:
        raise NotScheduled("The working file was changed after you looked at it. Look at the preview again.")
    if at <= now:
        raise NotScheduled("That moment has passed. Publish it now, or choose a later one.")
    if profile.current_edition_id and not note.strip():
        raise NotScheduled("Say in a sentence what changed; readers see it beside the edition.")
    draft = draft_of(profile, now=now)
    if draft.problems:
        raise NotScheduled(" ".join(problem.words for problem in draft.problems))
    if draft.lifted and not approved_by_another(draft, by=by):
        raise NotScheduled(str(NeedsSecondPerson(draft.lifted)))
    take_back(profile_id=profile_id, why="Another moment was set.", by=by, now=now)
    made = Release.objects.create(
        profile=profile,
        at=at,
        zone=zone,
        note=note.strip(),
        kind=kind,
        revision=revision,
        approved=draft.digest if draft.lifted else "",
        by=by,
        made_at=now,
    )
    record(by=by, verb="edition.scheduled", subject=profile.subject, now=now, at=at.isoformat())
    return made


@transaction.atomic
def take_back(*, profile_id: int, why: str, by: str, now: datetime) -> bool:
    """Take back the release that waits; whether there was one."""
    release = Release.objects.select_for_update().filter(profile=profile_id, state=ReleaseState.WAITING).first()
    if release is None:
        return False
    _end(release, ReleaseState.CANCELLED, why, now)
    record(by=by, verb="edition.unscheduled", subject=release.profile.subject, now=now)
    return True


def next_moments(*, now: datetime) -> list[datetime]:
    """The moments of releases that come within AHEAD, each once, so that a worker is there at the second."""
    rows = Release.objects.filter(state=ReleaseState.WAITING, at__gt=now, at__lte=now + AHEAD)
    return list(rows.order_by("at").values_list("at", flat=True).distinct())


def release_due(*, now: datetime) -> int:
    """Publish everything whose moment has come; return how many were published. Safe to run twice and at once."""
    done = 0
    for key in Release.objects.filter(state=ReleaseState.WAITING, at__lte=now).order_by("at", "id").values_list("pk"):
        try:
            done += _release(key[0], now)
        except SoftTimeLimitExceeded:
            raise
        except Exception:  # one that fails must not hold up the others; the next tick tries again
            log.exception("Release %s could not be published", key[0])
    return done


@transaction.atomic
def _release(key: int, now: datetime) -> bool:
    waiting = Release.objects.filter(pk=key, state=ReleaseState.WAITING)
    # The profile first, as whoever schedules does: two who wait for each other would end in a deadlock.
    list(Profile.objects.select_for_update().filter(pk__in=waiting.values("profile")).values_list("pk"))
    release = waiting.select_for_update(skip_locked=True, of=("self",)).select_related("profile").first()
    if release is None:
        return False
    try:
        with transaction.atomic():
            edition = publish(
                profile_id=release.profile_id,
                by=release.by,
                now=now,
                note=release.note,
                kind=EditionKind(release.kind),
                revision=release.revision,
                expected=release.approved,
            )
    except NotPublished as refusal:
        _hold(release, _why(refusal), now)
        return False
    release.edition, release.state, release.ended_at = edition, ReleaseState.DONE, now
    release.save(update_fields=["edition", "state", "ended_at"])
    return True


def _why(refusal: NotPublished) -> str:
    if isinstance(refusal, ChangedMeanwhile):
        return "The working file, or what stands behind its scores, changed after it was looked at and approved."
    if isinstance(refusal, PreflightRefused):
        return "Something is in the way now: " + " ".join(problem.words for problem in refusal.problems)
    return str(refusal)


def _hold(release: Release, why: str, now: datetime) -> None:
    _end(release, ReleaseState.HELD, why, now)
    profile = release.profile
    record(by="release", verb="edition.held", subject=profile.subject, now=now, why=why)
    person = User.objects.filter(public_id=release.by.removeprefix("user:"), is_active=True).first()
    if person:
        mail_after_commit(
            to=person.email,
            subject=f"Not published: {profile.name}",
            body=f"Good day,\n\nyou had {profile.name} published at {release.at:%d %B %Y, %H:%M} UTC. It was not: "
            f"{why}\n\nLook at it at the desk, then publish it or set another moment.\n\nPlumbline",
        )


def _end(release: Release, state: ReleaseState, why: str, now: datetime) -> None:
    release.state, release.why, release.ended_at = state, why, now
    release.save(update_fields=["state", "why", "ended_at"])
