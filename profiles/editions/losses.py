"""What became of a cited document after it was cited, and what that does to the citation. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from profiles.evidence.confidence.v1.evidence import Citation

How = Literal["retracted", "vanished", "changed"]


@dataclass(frozen=True)
class Loss:
    """What happened to the document of a citation, and on which day (ISO) it was noticed.

    retracted   it was ruled to be no evidence: the citation counts no longer
    vanished    it is no longer where it was: nobody can read what we read, so it counts as only mentioned
    changed     its words no longer hold what we quoted: the same
    """

    how: How
    on: str


def after_loss(citation: Citation, loss: Loss | None) -> Citation:
    """Return the citation as the method is to see it (docs/decisions/0010)."""
    if loss is None:
        return citation
    if loss.how == "retracted":
        return replace(citation, set_aside=citation.set_aside or "no longer evidence")
    return replace(citation, attached=False)
