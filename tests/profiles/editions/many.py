"""Many rows of the lists at once, for tests of lists: everything that lists read, and no edition of their own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from profiles.editions.indexing import note_names, vector
from profiles.models import NameSlip, Profile, PublishedProfile, PublishedTerm, TermCount
from profiles.naming import fold
from tests.cast import ALICE, NOW, public_cast


@dataclass(frozen=True)
class Listed:
    slug: str
    names: tuple[str, ...]
    summary: str = ""
    text: str = ""
    terms: tuple[str, ...] = ()  # facet:term
    score: int | None = None
    changed_at: datetime = NOW


def listed(rows: Iterable[Listed]) -> dict[str, PublishedProfile]:
    """Make these public, in place of the one profile that lends them its edition; by slug."""
    public_cast()
    lent = PublishedProfile.objects.get()
    lent.delete()
    Profile.objects.update(slug="lends")
    for left in (NameSlip, PublishedTerm, TermCount):
        left.objects.all().delete()
    made = {}
    for row in rows:
        profile = Profile.objects.create(
            slug=row.slug, name=row.names[0], made_at=NOW, changed_at=NOW, changed_by=ALICE
        )
        made[row.slug] = PublishedProfile.objects.create(
            profile=profile,
            slug=row.slug,
            edition=lent.edition,
            assessment=lent.assessment,
            name=row.names[0],
            name_folded=fold(row.names[0]),
            summary=row.summary,
            band="medium",
            score=row.score,
            changed_at=row.changed_at,
            card=lent.card,
            text=row.text,
            terms=sorted(row.terms),
            names=vector(*row.names),
            lead=vector(*row.names, row.summary),
            search=vector(*row.names, row.summary, row.text),
        )
        note_names(made[row.slug], row.names)
        PublishedTerm.objects.bulk_create(
            [PublishedTerm(term=term, label=term.partition(":")[2].capitalize()) for term in row.terms],
            ignore_conflicts=True,
        )
    return made
