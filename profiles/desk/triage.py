"""What an editor decides about a signal: accept it as evidence, dismiss it for a reason, or undo that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from profiles.evidence.curating import Cited, Refused, cite, state_claim
from profiles.models import Citation, Claim, ClaimKind, DatePrecision, Directness, Profile, Signal, SignalState
from records.audit import record
from sources.models import Document, OriginEdge


@dataclass(frozen=True)
class NewClaim:
    """A statement that an editor makes from a signal."""

    key: str
    statement: str
    predicate: str
    value: str
    kind: ClaimKind
    is_key: bool = False
    happened_on: date | None = None
    happened_precision: DatePrecision | None = None


@dataclass(frozen=True)
class Use:
    """What a signal's document is used for: a statement there is, or a new one, and what the document says of it."""

    claim: Claim | NewClaim
    cited: Cited


@transaction.atomic
def accept(*, signal: Signal, uses: Sequence[Use], by: str, now: datetime) -> tuple[Citation, ...]:
    """Accept a signal: its document is cited for each use. Without a use it is accepted as known, and cites nothing.

    Refused where the signal was decided meanwhile, or where a citation is not possible; then nothing is written.
    """
    held = _waiting(signal)
    citations = []
    for use in uses:
        claim = use.claim
        if isinstance(claim, NewClaim):
            claim = state_claim(
                profile=held.profile,
                key=claim.key,
                statement=claim.statement,
                predicate=claim.predicate,
                value=claim.value,
                kind=claim.kind,
                is_key=claim.is_key,
                happened_on=claim.happened_on,
                happened_precision=claim.happened_precision,
                by=by,
                now=now,
            )
        elif claim.profile_id != held.profile_id:
            raise Refused("That statement belongs to another profile.")
        citations.append(cite(claim=claim, cited=replace(use.cited, document=held.document), by=by, now=now))
    _decide(held, SignalState.ACCEPTED, by, now, "")
    return tuple(citations)


@transaction.atomic
def dismiss(*, signal: Signal, reason: str, by: str, now: datetime) -> None:
    """Dismiss a signal for a reason. Refused without one, or where the signal was decided meanwhile."""
    if not reason.strip():
        raise Refused("Dismissing a signal needs a reason.")
    _decide(_waiting(signal), SignalState.DISMISSED, by, now, reason.strip())


@transaction.atomic
def undo(*, signal: Signal, by: str, now: datetime) -> None:
    """Let a decided signal wait again. What was cited stays: citations are taken back one by one."""
    held = Signal.objects.select_for_update().get(pk=signal.pk)
    if held.state == SignalState.WAITING:
        raise Refused("This signal is waiting already.")
    Signal.objects.filter(pk=held.pk).update(
        state=SignalState.WAITING, decided_at=None, decided_by="", decision_reason=""
    )
    record(by=by, verb="signal.undone", subject=held.profile.subject, now=now, signal=held.public_id)


def suggested(document: Document) -> Cited:
    """What the document itself suggests for a citation; an editor confirms or changes it."""
    named = OriginEdge.objects.filter(document=document, kind="named", state="joined").order_by("-weight", "id").first()
    directness = Directness.TERTIARY
    if document.kind in ("filing", "release", "record"):
        directness = Directness.PRIMARY
    elif document.shows_own_reporting:
        directness = Directness.SECONDARY
    return Cited(
        document=document,
        value=None,
        directness=directness,
        own_reporting=document.shows_own_reporting,
        own_interest=document.kind == "release",
        original=named.original if named else None,
    )


def _waiting(signal: Signal) -> Signal:
    # The profile first, as every act of the desk (profiles.evidence.curating).
    Profile.objects.select_for_update().get(pk=signal.profile_id)
    held = Signal.objects.select_for_update(of=("self",)).select_related("profile", "document").get(pk=signal.pk)
    if held.state != SignalState.WAITING:
        raise Refused(f"This signal was {held.get_state_display().lower()} meanwhile, by {held.decided_by}.")
    return held


def _decide(signal: Signal, state: SignalState, by: str, now: datetime, reason: str) -> None:
    Signal.objects.filter(pk=signal.pk).update(state=state, decided_at=now, decided_by=by, decision_reason=reason)
    record(by=by, verb=f"signal.{state.value}", subject=signal.profile.subject, now=now, signal=signal.public_id)
