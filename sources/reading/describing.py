"""What a new version may change in the description of a document: what nobody has ruled on, and never upwards.

See docs/decisions/0007-editors-rulings-stay.md.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Description:
    """How a document is described. `no_evidence_reason` is "" for evidence; `title` "" where none was recognised."""

    kind: str = "article"
    title: str = ""
    byline: str = ""
    own_reporting: bool = False
    is_evidence: bool = True
    no_evidence_reason: str = ""


@dataclass(frozen=True, slots=True)
class Redescribed:
    """The description to store, and in words what stays although the new text says otherwise."""

    description: Description
    kept: tuple[str, ...]


def redescribed(held: Description, before: Description, now: Description) -> Redescribed:
    """Return the description of a document whose text has changed.

    `held` is what is stored, `before` what was recognised in the text that we had (the default description where we
    had none), `now` what is recognised in the new text. Where `held` differs from `before`, somebody has ruled, and
    the ruling stays. A document that is no evidence stays so: only a person makes it evidence again.
    """
    evidence = now if held.is_evidence and before.is_evidence else held
    chosen = Description(
        kind=now.kind if held.kind == before.kind else held.kind,
        title=now.title if now.title and held.title == before.title else held.title,
        byline=now.byline if held.byline == before.byline else held.byline,
        own_reporting=now.own_reporting if held.own_reporting == before.own_reporting else held.own_reporting,
        is_evidence=evidence.is_evidence,
        no_evidence_reason=evidence.no_evidence_reason,
    )
    kept = [
        words
        for words, stays in (
            ("kind", chosen.kind != now.kind),
            ("title", bool(now.title) and chosen.title != now.title),
            ("byline", chosen.byline != now.byline),
            ("own reporting", chosen.own_reporting != now.own_reporting),
            ("that it is evidence", chosen.is_evidence and not now.is_evidence),
            ("that it is no evidence", not chosen.is_evidence and now.is_evidence),
        )
        if stays
    ]
    return Redescribed(chosen, tuple(kept))
