"""Readers report errors in what was published; an editor answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from profiles.editions.published import profile_page
from profiles.models import ErrorReport, PublishedProfile, ReportState
from records.audit import record
from records.mailing import mail_after_commit

AT_MOST = 10
WITHIN = timedelta(hours=1)


class TooMany(Exception):
    """One sender reports faster than anybody reads; nothing was stored."""


class NoAnswer(ValueError):
    """The answer cannot be given; the message says why, for the editor."""


@dataclass(frozen=True)
class Reportable:
    """What a reader is about to report: a published statement, or the page as a whole where `claim` is ""."""

    slug: str
    name: str
    edition: int
    claim: str
    statement: str


def reportable(slug: str, claim: str) -> Reportable | None:
    """Return what stands at `slug` now; None where nothing is published there, or no such statement."""
    page = profile_page(slug)
    if page is None:
        return None
    statements = {note.claim: note.statement for note in page.notes}
    if claim and claim not in statements:
        return None
    return Reportable(page.slug, page.name, page.edition.number, claim, statements.get(claim, ""))


@transaction.atomic
def report(*, about: Reportable, text: str, evidence: str, contact: str, sender: str, now: datetime) -> ErrorReport:
    """Store a report. `sender` tells one network address on one day from another without naming it.

    Raises TooMany after ten within an hour from one sender.
    """
    if ErrorReport.objects.filter(sender=sender, made_at__gt=now - WITHIN).count() >= AT_MOST:
        raise TooMany("That was a lot at once. Please write again in an hour; nothing you sent before is lost.")
    profile = PublishedProfile.objects.select_related("profile").get(slug=about.slug).profile
    return ErrorReport.objects.create(
        profile=profile,
        edition=about.edition,
        claim=about.claim,
        statement=about.statement,
        text=text,
        evidence=evidence,
        contact=contact,
        sender=sender,
        made_at=now,
    )


@transaction.atomic
def answer(*, report_id: int, state: ReportState, words: str, by: str, now: datetime) -> ErrorReport:
    """Answer a report once: there is an error, or there is none, in words. Raises NoAnswer.

    A reader who left an address is sent the answer.
    """
    found = ErrorReport.objects.select_for_update(of=("self",)).select_related("profile").get(pk=report_id)
    if found.state != ReportState.WAITING:
        raise NoAnswer(f"This report was answered meanwhile, by {found.answered_by}.")
    if state == ReportState.WAITING or not words.strip():
        raise NoAnswer("Say in a sentence what was found.")
    found.state, found.answer, found.answered_by, found.answered_at = state, words.strip(), by, now
    found.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    record(by=by, verb=f"report.{state.value}", subject=found.profile.subject, now=now, report=found.public_id)
    if found.contact:
        mail_after_commit(to=found.contact, subject=f"Your report on {found.profile.name}", body=_answer_mail(found))
    return found


def _answer_mail(found: ErrorReport) -> str:
    verdict = "You were right." if found.state == ReportState.UPHELD else "We looked, and we found no error."
    return "\n\n".join(
        [
            "Good day,",
            f"You wrote to us about the profile of {found.profile.name}: {found.text}",
            f"{verdict} {found.answer}",
            f"The profile: {settings.SITE_ADDRESS}/profiles/{found.profile.slug}/",
            "You get this mail because this address was given with the report. We send no other.\n\nPlumbline",
        ]
    )
