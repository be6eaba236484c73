"""Find publishers by the names and domains under which documents show them; make those that nobody knows yet."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from records.identifiers import Entropy, new_identifier
from sources.models import Publisher, PublisherDomain, PublisherName
from sources.models.publisher import Grade, PublisherKind
from sources.reading.address import registrable_domain
from sources.reading.names import fold

UNGRADED = "Made when a document named it; nobody has judged it yet."


@dataclass(frozen=True, slots=True)
class FoundPublisher:
    publisher: Publisher
    is_new: bool


def known_publishers() -> dict[str, str]:
    """Return the kinds of all publishers whose kind is known, by every folded name."""
    rows = PublisherName.objects.exclude(publisher__kind=PublisherKind.UNKNOWN).values_list("folded", "publisher__kind")
    known = dict(rows)
    for name, kind in Publisher.objects.exclude(kind=PublisherKind.UNKNOWN).values_list("name", "kind"):
        known.setdefault(fold(name), kind)
    return known


def find_publisher(*, name: str = "", host: str = "") -> Publisher | None:
    """Return the publisher of a host (by its longest known domain), else of a name; None where there is none."""
    labels = host.split(".")
    domains = [".".join(labels[start:]) for start in range(len(labels) - 1)]
    if domains:
        rows = PublisherDomain.objects.filter(domain__in=domains).select_related("publisher")
        best = max(rows, key=lambda row: len(row.domain), default=None)
        if best:
            return best.publisher
    folded = fold(name)[:200]
    if not folded:
        return None
    by_other_name = PublisherName.objects.filter(folded=folded).select_related("publisher").first()
    if by_other_name:
        return by_other_name.publisher
    return Publisher.objects.filter(name__iexact=name.strip()[:200]).first()


def find_or_make_publisher(
    *, name: str, host: str = "", kind: str = PublisherKind.UNKNOWN, entropy: Entropy = secrets.token_bytes
) -> FoundPublisher | None:
    """Return the publisher, made with grade F where it is not known; None without a name or known host.

    The caller holds the lock of `stories.lock_stories`, so two callers never make the same publisher. A domain
    is written down once, for the first publisher that shows it.
    """
    publisher = find_publisher(name=name, host=host)
    if publisher:
        return FoundPublisher(publisher, False)
    cleaned = name.strip()[:200]
    folded = fold(cleaned)[:200]
    if not folded:
        return None
    publisher = Publisher.objects.create(
        public_id=new_identifier("publisher", entropy),
        name=cleaned,
        kind=kind,
        grade=Grade.F,
        grade_reason=UNGRADED,
    )
    PublisherName.objects.create(publisher=publisher, folded=folded)
    domain = registrable_domain(host)
    if domain and not PublisherDomain.objects.filter(domain=domain).exists():
        PublisherDomain.objects.create(publisher=publisher, domain=domain)
    return FoundPublisher(publisher, True)
