"""What an editor does with briefings and notes: save, publish or schedule, withdraw, annotate a source."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from briefings.access import day
from briefings.models import Briefing, SourceNote, Tier
from briefings.teasers import due, show_briefing, show_on
from profiles.editions.markup import refuse
from profiles.models import Citation, Profile
from records.audit import record


class Refused(ValueError):
    """The act is not possible; the message says why, for the editor."""


@transaction.atomic
def publish(*, briefing_id: int, by: str, now: datetime, at: datetime | None = None) -> Briefing:
    """Publish a briefing now, or at the later time `at`. A briefing that waits for its time can be given another.

    Raises Refused where a part is missing, where it is public or withdrawn already, and TooLong for a body that
    cannot be rendered.
    """
    briefing = _held(briefing_id)
    if briefing.withdrawn_at is not None:
        raise Refused(f"It was withdrawn on {day(briefing.withdrawn_at)}. Write a new one.")
    if briefing.published_at is not None and briefing.published_at <= now:
        raise Refused("It is published already. What you save is read at once.")
    missing = [name for name in ("teaser", "body", "byline") if not getattr(briefing, name).strip()]
    if missing:
        raise Refused(f"Not yet: the {' and the '.join(missing)} {'is' if len(missing) == 1 else 'are'} empty.")
    refuse(briefing.body)
    briefing.published_at = max(at, now) if at else now
    briefing.save(update_fields=["published_at"])
    show_briefing(briefing, now)
    record(
        by=by,
        verb="briefing.published",
        subject=briefing.subject,
        now=now,
        at=briefing.published_at.isoformat(),
        tier=briefing.tier.slug,
    )
    return briefing


@transaction.atomic
def unschedule(*, briefing_id: int, by: str, now: datetime) -> Briefing:
    """Make a draft again of a briefing that waits for its time. Refused once it is public."""
    briefing = _held(briefing_id)
    if briefing.published_at is None or briefing.published_at <= now:
        raise Refused("It does not wait for its time.")
    briefing.published_at = None
    briefing.save(update_fields=["published_at"])
    record(by=by, verb="briefing.unscheduled", subject=briefing.subject, now=now)
    return briefing


@transaction.atomic
def withdraw(*, briefing_id: int, reason: str, by: str, now: datetime) -> Briefing:
    """Take a published briefing away from readers, for a reason that they are shown. Its text stays at the desk."""
    briefing = _held(briefing_id)
    if briefing.published_at is None or briefing.published_at > now:
        raise Refused("Readers never had it: there is nothing to withdraw.")
    if briefing.withdrawn_at is not None:
        raise Refused(f"It was withdrawn on {day(briefing.withdrawn_at)} already.")
    if not reason.strip():
        raise Refused("Say in a sentence why; readers who had its address see it.")
    briefing.withdrawn_at, briefing.withdrawn_reason = now, reason.strip()
    briefing.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    show_briefing(briefing, now)
    record(by=by, verb="briefing.withdrawn", subject=briefing.subject, now=now, reason=reason.strip())
    return briefing


@transaction.atomic
def saved(*, briefing: Briefing, fields: list[str], by: str, now: datetime) -> None:
    """Keep who changed a briefing that was just saved, and when, and bring its teasers up to date.

    The audit row names the fields, never their text: audit rows are not erased.
    """
    Briefing.objects.filter(pk=briefing.pk).update(changed_at=now, changed_by=by)
    show_briefing(briefing, now)
    record(by=by, verb="briefing.saved", subject=briefing.subject, now=now, fields=sorted(fields))


def show_due(*, now: datetime) -> int:
    """Show the briefings whose time has come on their profiles' pages; return on how many pages. Safe to run twice."""
    with transaction.atomic():
        profiles = due(now)
        show_on(profiles, now)
    return len(profiles)


@transaction.atomic
def annotate(*, profile: Profile, citation: str, tier: Tier, body: str, by: str, now: datetime) -> SourceNote:
    """Write, or write anew, the members' note on the citation with this public id.

    Refused where the citation is not of this profile; TooLong for a note that cannot be rendered.
    """
    if not cites(profile, citation):
        raise Refused(f"{profile.name} has no citation {citation}.")
    if not body.strip():
        raise Refused("The note is empty.")
    refuse(body)
    note, _ = SourceNote.objects.update_or_create(
        citation=citation,
        defaults={"profile": profile, "tier": tier, "body": body, "written_by": by, "written_at": now},
    )
    show_on([profile.pk], now)
    record(by=by, verb="source-note.written", subject=profile.subject, now=now, citation=citation, tier=tier.slug)
    return note


@transaction.atomic
def drop_note(*, note: SourceNote, by: str, now: datetime) -> None:
    profile = note.profile
    note.delete()
    show_on([profile.pk], now)
    record(by=by, verb="source-note.deleted", subject=profile.subject, now=now, citation=note.citation)


@transaction.atomic
def drop_draft(*, briefing_id: int, by: str, now: datetime) -> None:
    """Delete a briefing that readers never had. Refused for any other: that one is withdrawn."""
    briefing = _held(briefing_id)
    if briefing.published_at is not None:
        raise Refused("It is published, or waits for its time. Withdraw it, or take it off the schedule first.")
    subject = briefing.subject
    briefing.delete()
    record(by=by, verb="briefing.deleted", subject=subject, now=now)


def cites(profile: Profile, citation: str) -> bool:
    """Whether the citation with this public id stands on `profile`."""
    found = Citation.objects.filter(public_id=citation)
    return found.filter(claim__profile=profile).exists() or found.filter(facet_value__profile=profile).exists()


def _held(briefing_id: int) -> Briefing:
    return Briefing.objects.select_for_update(of=("self",)).select_related("tier").get(pk=briefing_id)
