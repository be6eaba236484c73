"""Reads what stands beside the statements of a profile: verdicts, and the organisation's own word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from django.db.models import Q

from profiles.editions.beside import Beside, ReplyView, VerdictView
from profiles.editions.disputes import disputes_in, with_disputes
from profiles.editions.notes import confidence
from profiles.editions.schemas import read_words
from profiles.models import Assessment, Claim, Reply, Verdict


def asides_of(profile_id: int, until: datetime | None = None) -> dict[str, Beside]:
    """Return statement id to what stands beside it, of those that have something.

    With `until`, what had come before that moment; a reply that was withdrawn since is shown for no day.
    Two queries, and a third where a verdict names a value that is right instead: it stands in that edition.
    """
    by_then = Q() if until is None else Q(at__lt=until)
    # Statements that came from a merged profile keep what was said of them there.
    mine = Q(profile=profile_id) | Q(claim__in=Claim.objects.filter(profile=profile_id).values("public_id"))
    rows = list(
        Verdict.objects.filter(by_then, mine)
        .select_related("assessment__edition", "superseded_by")
        .defer("assessment__result", "assessment__edition__manifest", "assessment__edition__body")
        .order_by("-id")
    )
    values = _values(row for row in rows if row.right_value)
    verdicts: dict[str, list[VerdictView]] = {}
    for row in rows:
        verdicts.setdefault(row.claim, []).append(_verdict(row, values, until))
    replies: dict[str, list[ReplyView]] = {}
    for reply in Reply.objects.filter(by_then, mine, withdraws=None, withdrawn_by=None).order_by("id"):
        assert reply.said_on is not None  # the database holds this: reply_signed_or_withdrawal
        replies.setdefault(reply.claim, []).append(ReplyView(reply.text, reply.name, reply.role, reply.said_on))
    return {
        claim: Beside(tuple(verdicts.get(claim, ())), tuple(replies.get(claim, ())))
        for claim in verdicts.keys() | replies.keys()
    }


def _values(rows: Iterable[Verdict]) -> dict[tuple[int, str, str], str]:
    """Assessment, statement and key to the text of the value, as readers saw it when the verdict was given."""
    shown = {row.assessment_id for row in rows}
    if not shown:
        return {}
    found: dict[tuple[int, str, str], str] = {}
    for one in Assessment.objects.filter(pk__in=shown).select_related("edition"):
        words = with_disputes(read_words(one.edition.manifest, one.edition.body), disputes_in(one.result))
        for claim in words.claims:
            found |= {(one.pk, claim.id, value.key): value.text for value in claim.values}
    return found


def _verdict(row: Verdict, values: Mapping[tuple[int, str, str], str], until: datetime | None) -> VerdictView:
    shown = confidence(row.score, "")
    later = getattr(row, "superseded_by", None)
    return VerdictView(
        outcome=row.outcome,
        words=row.get_outcome_display(),
        instead=values.get((row.assessment_id, row.claim, row.right_value), ""),
        reason=row.reason,
        on=row.at.astimezone(UTC).date(),
        shown=shown.number,
        label=shown.label,
        edition=f"{row.assessment.edition.number}.{row.assessment.number}",
        is_superseded=later is not None and (until is None or later.at < until),
    )
