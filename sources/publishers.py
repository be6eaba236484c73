"""Find publishers by the names and domains under which documents show them; make those that nobody knows yet."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from records.erasing.journal import may_not_return
from records.identifiers import Entropy, new_identifier
from sources.models import Publisher, PublisherDomain, PublisherName
from sources.models.publisher import Grade, PublisherKind
from sources.reading.address import registrable_domain
from sources.reading.names import name_key

UNGRADED = "Made when a document named it; nobody has judged it yet."
_ROOTS = """
WITH RECURSIVE chain (asked, at, steps) AS (
    SELECT id, id, 0 FROM sources_publisher WHERE id = ANY(%s)
    UNION ALL
    SELECT chain.asked, held.owner_id, chain.steps + 1
    FROM chain JOIN sources_publisher held ON held.id = chain.at
    WHERE held.owner_id IS NOT NULL
) CYCLE at SET is_circle USING path
SELECT DISTINCT ON (asked) asked, at FROM chain ORDER BY asked, steps DESC
"""


@dataclass(frozen=True, slots=True)
class FoundPublisher:
    publisher: Publisher
    is_new: bool


def known_publishers() -> dict[str, str]:
    """Return the kinds of all publishers whose kind is known, by every folded name."""
    rows = PublisherName.objects.exclude(publisher__kind=PublisherKind.UNKNOWN).values_list("folded", "publisher__kind")
    known = dict(rows)
    for name, kind in Publisher.objects.exclude(kind=PublisherKind.UNKNOWN).values_list("name", "kind"):
        known.setdefault(name_key(name), kind)
    return known


def owner_roots(publisher_ids: Iterable[int]) -> dict[int, Publisher]:
    """Return the ultimate owner of each publisher, by the publisher's primary key: itself where it has no owner.

    All that one root owns, through however many companies, speaks with one voice: it is one origin
    (confidence.md, "Origins"). Keys of no publisher are left out. Two queries, none for no keys.
    """
    asked = sorted(set(publisher_ids))
    if not asked:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_ROOTS, [asked])
        roots: dict[int, int] = dict(cursor.fetchall())
    found = Publisher.objects.in_bulk(set(roots.values()))
    return {publisher: found[root] for publisher, root in roots.items()}


def find_publisher(*, name: str = "", host: str = "") -> Publisher | None:
    """Return the publisher of a host (by its longest known domain), else of a name; None where there is none."""
    labels = host.split(".")
    domains = [".".join(labels[start:]) for start in range(len(labels) - 1)]
    if domains:
        rows = PublisherDomain.objects.filter(domain__in=domains).select_related("publisher")
        best = max(rows, key=lambda row: len(row.domain), default=None)
        if best:
            return best.publisher
    folded = name_key(name)[:200]
    if not folded:
        return None
    by_other_name = PublisherName.objects.filter(folded=folded).select_related("publisher").first()
    if by_other_name:
        return by_other_name.publisher
    return Publisher.objects.filter(name__iexact=name.strip()[:200]).first()


def return_of_name(folded: str) -> str:
    """The mark by which a publisher that was erased is known if a document names it again (folded name)."""
    return f"publisher:{folded}"


def return_of_domain(domain: str) -> str:
    """The mark by which the pages of a publisher that was erased are known."""
    return f"domain:{domain}"


def find_or_make_publisher(
    *, name: str, host: str = "", kind: str = PublisherKind.UNKNOWN, entropy: Entropy = secrets.token_bytes
) -> FoundPublisher | None:
    """Return the publisher, made with grade F where it is not known; None without a name or known host, or where it
    was erased.

    The caller holds the lock of `stories.lock_stories`, so two callers never make the same publisher. A domain
    is written down once, for the first publisher that shows it.
    """
    publisher = find_publisher(name=name, host=host)
    if publisher:
        return FoundPublisher(publisher, False)
    cleaned = name.strip()[:200]
    if may_not_return(return_of_name(name_key(cleaned)), return_of_domain(registrable_domain(host))):
        return None
    folded = name_key(cleaned)[:200]
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
