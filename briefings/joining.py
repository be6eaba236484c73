"""Becoming a member and ceasing to be one: join, apply, decide, grant, end. Each act is one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from briefings.access import ALLIANCE, CIRCLE, Person, Reads, day, may_join
from briefings.mails import accepted_mail, declined_mail
from briefings.members import person_of
from briefings.models import Application, ApplicationState, Membership, Tier
from briefings.tiers import facts_of, tier
from records.audit import record
from records.mailing import mail_after_commit
from records.models import User

BY_THEMSELVES = "joined by themselves"
A_YEAR = timedelta(days=365)


class NotPossible(ValueError):
    """The act is not possible; the message says why, for whoever tried."""


@dataclass(frozen=True)
class Grounds:
    """What an applicant says: plain text, as long as the application's fields."""

    organisation: str
    role: str
    resources: str
    evidence: str


@transaction.atomic
def join_circle(*, user: User, by: str, now: datetime) -> Membership:
    """Make a confirmed person a member of the Circle, without an end. NotPossible for whoever cannot join now."""
    circle = tier(CIRCLE)
    _may_join(_locked(user), circle, now)
    return _write(user, circle, starts_at=now, ends_at=None, reason=BY_THEMSELVES, by=by, now=now)


@transaction.atomic
def leave_circle(*, user: User, by: str, now: datetime) -> None:
    """End the person's own membership of the Circle. NotPossible where there is none."""
    _locked(user)
    rows = Membership.objects.select_for_update().filter(user=user, tier__slug=CIRCLE, ended_at=None)
    running = [row for row in rows.order_by("starts_at") if row.ends_at is None or row.ends_at > now]
    if not running:
        raise NotPossible("You are no member of it.")
    for row in running:
        _end(row, reason="left by themselves", by=by, now=now)


@transaction.atomic
def apply(*, user: User, grounds: Grounds, by: str, now: datetime) -> Application:
    """Apply for the Leadership Alliance; it waits at the desk. NotPossible where one waits, or one belongs to it."""
    person = _locked(user)
    if Application.objects.filter(user=user, state=ApplicationState.WAITING).exists():
        raise NotPossible("Your application waits already.")
    _may_join(person, tier(ALLIANCE), now)
    given = {name: words.strip() for name, words in vars(grounds).items()}
    if not all(given.values()):
        raise NotPossible("Fill in all four fields.")
    application = Application.objects.create(user=user, made_at=now, **given)
    record(by=by, verb="application.made", subject=_subject(user), now=now, application=application.pk)
    return application


@transaction.atomic
def decide(
    *,
    application_id: int,
    accept: bool,
    reason: str,
    by: str,
    now: datetime,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> Application:
    """Accept an application (a membership from now, or `starts_at`, for a year, or to `ends_at`) or decline it.

    The reason is told to the applicant, in a mail and on their page. NotPossible where it was decided already or
    the reason is missing.
    """
    application = Application.objects.select_for_update(of=("self",)).select_related("user").get(pk=application_id)
    user = application.user
    if application.state != ApplicationState.WAITING:
        raise NotPossible(f"It was {application.state} on {day(application.decided_at or now)} already.")
    if not reason.strip():
        raise NotPossible("Say why, in a sentence. The applicant is told.")
    alliance = tier(ALLIANCE)
    if accept:
        start = starts_at or now
        application.membership = _write(
            user, alliance, starts_at=start, ends_at=ends_at or start + A_YEAR, reason=reason, by=by, now=now
        )
    application.state = ApplicationState.ACCEPTED if accept else ApplicationState.DECLINED
    application.decided_by, application.decided_at, application.decision_reason = by, now, reason.strip()
    application.save()
    record(by=by, verb=f"application.{application.state}", subject=_subject(user), now=now, application=application.pk)
    mail_after_commit(
        to=user.email, subject=f"Your application to the {alliance.name}", body=_decision_mail(application, alliance)
    )
    return application


@transaction.atomic
def grant(
    *, user: User, to: Tier, starts_at: datetime, ends_at: datetime | None, reason: str, by: str, now: datetime
) -> Membership:
    """Make somebody a member for a reason. NotPossible where they are one in that time, or the days are reversed."""
    _locked(user)
    return _write(user, to, starts_at=starts_at, ends_at=ends_at, reason=reason, by=by, now=now)


@transaction.atomic
def end(*, membership_id: int, reason: str, by: str, now: datetime) -> Membership:
    """End a membership before its time, at once. NotPossible where it is over or the reason is missing."""
    row = Membership.objects.select_for_update(of=("self",)).select_related("tier", "user").get(pk=membership_id)
    if row.ended_at is not None or (row.ends_at is not None and row.ends_at <= now):
        raise NotPossible("It is over already.")
    if not reason.strip():
        raise NotPossible("Say why, in a sentence. The member sees it.")
    return _end(row, reason=reason.strip(), by=by, now=now)


def check_span(*, user: User, to: Tier, starts_at: datetime, ends_at: datetime | None) -> None:
    """Raise NotPossible where a membership of that tier in that time cannot be: said before it is tried."""
    if to.rank == 0:
        raise NotPossible("Everyone reads what is public; nobody has to be a member for it.")
    if ends_at is not None and ends_at <= starts_at:
        raise NotPossible("It ends before it begins.")
    for row in Membership.objects.filter(user=user, tier=to):
        over = min((at for at in (row.ends_at, row.ended_at) if at is not None), default=None)
        if over == row.starts_at or (over is not None and over <= starts_at):
            continue
        if ends_at is None or row.starts_at < ends_at:
            raise NotPossible(f"They are a member of the {to.name} in that time already.")


def _write(
    user: User, to: Tier, *, starts_at: datetime, ends_at: datetime | None, reason: str, by: str, now: datetime
) -> Membership:
    if not reason.strip():
        raise NotPossible("Say why this person belongs to it.")
    check_span(user=user, to=to, starts_at=starts_at, ends_at=ends_at)
    try:
        with transaction.atomic():
            membership = Membership.objects.create(
                user=user,
                tier=to,
                starts_at=starts_at,
                ends_at=ends_at,
                reason=reason.strip(),
                granted_by=by,
                granted_at=now,
            )
    except IntegrityError as error:
        if "membership_one_at_a_time" not in str(error):
            raise
        raise NotPossible(f"They are a member of the {to.name} in that time already.") from error
    record(
        by=by,
        verb="membership.granted",
        subject=_subject(user),
        now=now,
        tier=to.slug,
        starts=starts_at.isoformat(),
        ends=ends_at.isoformat() if ends_at else None,
    )
    return membership


def _end(row: Membership, *, reason: str, by: str, now: datetime) -> Membership:
    # One that has not begun ends where it would have begun: it never was.
    row.ended_at, row.ended_by, row.ended_reason = max(now, row.starts_at), by, reason
    row.save(update_fields=["ended_at", "ended_by", "ended_reason"])
    record(by=by, verb="membership.ended", subject=_subject(row.user), now=now, tier=row.tier.slug)
    return row


def _decision_mail(application: Application, to: Tier) -> str:
    words = {
        "tier": to.name,
        "organisation": application.organisation,
        "reason": application.decision_reason,
    }
    membership = application.membership
    if membership is None or membership.ends_at is None:
        return declined_mail(**words)
    return accepted_mail(**words, begins=day(membership.starts_at), ends=day(membership.ends_at))


def _may_join(person: Person, to: Tier, now: datetime) -> None:
    verdict = may_join(person, facts_of(to), now)
    if verdict.reads is not Reads.WHOLE:
        raise NotPossible(verdict.words)


def _locked(user: User) -> Person:
    """Hold the person's row, so that two requests at once do not both find them without a membership."""
    return person_of(User.objects.select_for_update(no_key=True).get(pk=user.pk))


def _subject(user: User) -> str:
    return user.actor
