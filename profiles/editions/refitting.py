"""Fits the method's calibration to the verdicts. A person asks for it, never the program."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection, transaction

from profiles.editions.parameter_sets import NEEDED, chosen
from profiles.evidence.learning.platt import CannotFit, Fit, Settled, fit
from profiles.models import ParameterSet, Unlearnt, Verdict, VerdictOutcome
from records.audit import record
from records.outbox import announce

REFITTED = "parameters.refitted"
_LOCK = 7_041  # one refit at a time; the number is only ours


@dataclass(frozen=True)
class Fitting:
    """What a fit would be made from and give. `fit` is None where `why_not` says why there is none."""

    verdicts: int
    fit: Fit | None
    why_not: str


def fitting(*, now: datetime) -> Fitting:
    """Return what fitting anew would give at `now`. Nothing is written.

    Verdicts that were superseded do not count, nor statements that lapsed: nobody knows whether they held. Nor do
    those whose evidence was erased.
    """
    standing = Verdict.objects.filter(superseded_by=None, unlearnt=None).exclude(outcome=VerdictOutcome.LAPSED)
    settled = [
        Settled(belief, outcome == VerdictOutcome.UPHELD)
        for belief, outcome in standing.values_list("belief", "outcome")
    ]
    many = len(settled)
    if many < NEEDED:
        return Fitting(many, None, f"{many} verdicts stand; a fit takes {NEEDED}. Until then none is better than one.")
    try:
        found = fit(settled)
    except CannotFit as refusal:
        return Fitting(many, None, str(refusal))
    if (found.a, found.b) == chosen(now).parameters.platt:
        return Fitting(many, None, "The verdicts give the figures that apply already.")
    return Fitting(many, found, "")


@transaction.atomic
def refit(*, reason: str, by: str, now: datetime) -> ParameterSet:
    """Fit the calibration to all verdicts and let it apply from `now`; return the new set.

    Every published profile becomes due in the background: scores fall where they have to, and rise only with a new
    edition. Raises CannotFit where there is no fit, or no reason is given.
    """
    if not reason.strip():
        raise CannotFit("Say in a sentence why it is fitted now; readers see it on the methodology page.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    found = fitting(now=now)
    if found.fit is None:
        raise CannotFit(found.why_not)
    return _apply((found.fit.a, found.fit.b), found.verdicts, reason=reason.strip(), by=by, now=now)


@transaction.atomic
def forget(*, erasure: str, by: str, now: datetime) -> ParameterSet | None:
    """Fit anew without what an erasure (public id) took away, where that was fitted to; return the new set, or None.

    Where too few verdicts are left for a fit, the calibration ends.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    newest = ParameterSet.objects.order_by("-number").first()
    if newest is None or not Unlearnt.objects.filter(erasure=erasure, verdict__at__lte=newest.at).exists():
        return None
    reason = "Something that it was fitted to was removed for good; it was fitted again to what is left."
    if newest.reason == reason and newest.verdicts == fitting(now=now).verdicts:
        return None  # a second run
    found = fitting(now=now)
    platt = (found.fit.a, found.fit.b) if found.fit else None
    if platt is None and found.verdicts >= NEEDED:
        return None  # what is left gives the same figures
    return _apply(platt, found.verdicts, reason=reason, by=by, now=now)


def _apply(platt: tuple[float, float] | None, verdicts: int, *, reason: str, by: str, now: datetime) -> ParameterSet:
    newest = ParameterSet.objects.order_by("-number").first()
    made = ParameterSet.objects.create(
        number=newest.number + 1 if newest else 1,
        figures=replace(chosen(now).parameters, platt=platt).as_json(),
        since=now,
        reason=reason,
        verdicts=verdicts,
        by=by,
        at=now,
    )
    announce(topic=REFITTED, key=str(made.number), now=now)
    a, b = platt or (None, None)
    subject = f"parameter-set:{made.number}"
    record(by=by, verb=REFITTED, subject=subject, now=now, verdicts=verdicts, a=a, b=b)
    return made
