"""The numbers of an edition: its words and what is known of the publishers, scored on a day.

Pure. The result is plain JSON that holds everything the computation used beside the words themselves, so that
anybody can recompute each score.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, cast

from profiles.editions.losses import Loss, after_loss
from profiles.editions.words import CitationWords, ClaimWords, DocumentWords, Words
from profiles.evidence.confidence.v1 import evidence
from profiles.evidence.confidence.v1.ledger import ledger
from profiles.evidence.confidence.v1.parameters import METHOD, RELEASED, VERSION, Parameters
from profiles.evidence.confidence.v1.profile import Part, profile_score
from profiles.evidence.confidence.words import documents_line, reason
from profiles.evidence.learning.track import Counts, for_kind

NOTHING_LOST: Mapping[str, Loss] = {}
METHOD_NAME = f"{METHOD}-{VERSION}"


@dataclass(frozen=True)
class Standing:
    """What is known of a publisher on the day: its grade, its owner, its verdicts in all and for each kind."""

    name: str
    grade: str
    owner: str | None = None
    right: float = 0.0
    wrong: float = 0.0
    kinds: Mapping[str, Counts] = field(default_factory=dict)


# A document of which nobody knows who published it is judged like a publisher that cannot be judged.
NOBODY = Standing("a publisher not known", "F")


@dataclass(frozen=True)
class Chosen:
    """The parameters that apply, and the number of their set; 0 are those that the method was released with."""

    number: int = 0
    parameters: Parameters = RELEASED

    @property
    def method(self) -> str:
        """The method's name with that of its figures, as scores carry it: "ORIGIN-1", later "ORIGIN-1.2"."""
        return f"{METHOD_NAME}.{self.number}" if self.number else METHOD_NAME


AS_RELEASED = Chosen()


def assess(
    words: Words,
    standings: Mapping[str, Standing],
    today: date,
    chosen: Chosen = AS_RELEASED,
    lost: Mapping[str, Loss] = NOTHING_LOST,
) -> tuple[int | None, dict[str, Any]]:
    """Return the profile's score in ten-thousandths (None: no claims) and the result that explains it.

    `standings` maps a publisher's id to its standing, `lost` a citation's id to what became of its document.
    Claims without a published value are left out: they state nothing yet.
    """
    parameters = chosen.parameters
    claims: dict[str, Any] = {}
    parts = []
    roots: set[str] = set()
    presumed = 0
    for claim, given in claims_of(words, standings, lost, parameters):
        account = ledger(given, parameters, today)
        assessed = account.assessed
        shown = account.as_json()
        del shown["parameters"]  # once for all claims, below
        claims[claim.id] = {
            **shown,
            "reason": reason(assessed),
            "documents_line": documents_line(assessed),
        }
        parts.append(Part(claim.is_key, assessed.ten_thousandths, assessed.disputed))
        roots |= {origin.key for origin in assessed.origins if not origin.presumed}
        presumed = max(presumed, assessed.presumed_origins)
    result: dict[str, Any] = {
        "method": chosen.method,
        "today": today.isoformat(),
        "parameters": parameters.as_json(),
        "publishers": {
            publisher.id: _standing_json(standings.get(publisher.id, NOBODY)) for publisher in words.publishers
        },
        "lost": {key: asdict(loss) for key, loss in sorted(lost.items())},
        "disputes": [],
        "claims": claims,
        "profile": {
            **whole_json(parts),
            "originals": len(roots),
            "presumed": presumed if not roots else 0,
            "stale": sum(bool(claim["stale"]) for claim in claims.values()),
        },
    }
    return result["profile"]["score"], result


def whole_json(parts: Sequence[Part]) -> dict[str, Any]:
    """The numbers of a profile, from those of its claims."""
    whole = profile_score(parts)
    return {
        "score": whole.score,
        "weakest": whole.weakest,
        "counts": [list(count) for count in whole.counts],
        "disputed": whole.disputed,
        "held": whole.held,
    }


def claims_of(
    words: Words,
    standings: Mapping[str, Standing],
    lost: Mapping[str, Loss] = NOTHING_LOST,
    parameters: Parameters = RELEASED,
) -> Iterator[tuple[ClaimWords, evidence.Claim]]:
    """Each claim that publishes a value, with what the method is given of it."""
    documents = {document.id: document for document in words.documents}
    for claim in words.claims:
        if claim.published:
            known = _Known(claim.kind, standings, parameters.prior_weight)
            yield claim, _claim(claim, documents, known, lost)


@dataclass(frozen=True)
class _Known:
    """What is known of publishers where a statement of one kind is judged."""

    kind: str
    standings: Mapping[str, Standing]
    prior_weight: float

    def publisher(self, document: DocumentWords) -> evidence.Publisher:
        if not document.publisher:
            # Its own id keeps two documents of nobody apart.
            return evidence.Publisher(document.id, NOBODY.name, NOBODY.grade)
        standing = self.standings.get(document.publisher, NOBODY)
        right, wrong = standing.right, standing.wrong
        if standing.kinds:
            right, wrong = for_kind(self.kind, standing.kinds, self.prior_weight)
        return evidence.Publisher(document.publisher, standing.name, standing.grade, standing.owner, right, wrong)


def _claim(
    claim: ClaimWords,
    documents: Mapping[str, DocumentWords],
    known: _Known,
    lost: Mapping[str, Loss],
) -> evidence.Claim:
    return evidence.Claim(
        id=claim.id,
        kind=cast(evidence.Kind, claim.kind),
        published=claim.published,
        values=tuple(evidence.Value(value.key, value.text, value.covers) for value in claim.values),
        citations=tuple(
            after_loss(_citation(citation, documents, known), lost.get(citation.id)) for citation in claim.citations
        ),
    )


def _citation(citation: CitationWords, documents: Mapping[str, DocumentWords], known: _Known) -> evidence.Citation:
    document = documents[citation.document]
    return evidence.Citation(
        id=citation.id,
        publisher=known.publisher(document),
        directness=cast(evidence.Directness, citation.directness),
        attached=citation.attached,
        value=citation.value or None,
        original=_original(documents[citation.original], known) if citation.original else None,
        own_reporting=citation.own_reporting,
        own_interest=citation.own_interest,
        own_act=citation.own_act,
        set_aside="by an editor" if citation.is_set_aside else None,
        # What is undated may be old: it ages from the day on which we came to know it (docs/decisions/0008).
        date=date.fromisoformat(document.published_on or document.known_since),
        quoted=citation.quote_end > citation.quote_start,
    )


def _original(document: DocumentWords, known: _Known) -> evidence.Original:
    return evidence.Original(
        key=document.id,
        label=document.title,
        publisher=known.publisher(document) if document.publisher else None,
        seen=document.seen,
    )


def _standing_json(standing: Standing) -> dict[str, Any]:
    return {
        "grade": standing.grade,
        "owner": standing.owner or "",
        "right": standing.right,
        "wrong": standing.wrong,
        "kinds": {
            kind: {
                "right": counts.right,
                "wrong": counts.wrong,
                "verdicts": [counts.times_right, counts.times_wrong],
            }
            for kind, counts in standing.kinds.items()
        },
    }
