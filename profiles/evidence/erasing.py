"""Erases from working files what rests on documents: quotes, signals. What editors wrote themselves stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F, Q, QuerySet

from profiles.evidence.curating import weigh_sides
from profiles.models import Citation, Claim, Profile, Signal
from records.erasing.orders import REMOVED, Order, Reach, swept
from records.erasing.sweeping import BATCH, batched, erasing


def quotes_of(reach: Reach) -> Reach:
    """The quotes that working files hold of the documents, as texts to look for."""
    rows = _citations(reach.documents).exclude(quote="").values_list("quote", flat=True)
    long, short = swept(rows)
    return Reach(texts=long, names=short)


def count(reach: Reach) -> Counter[str]:
    """How much there is to erase, by kind in words."""
    quoted = _citations(reach.documents).filter(~Q(quote="") | Q(version__isnull=False) | Q(attached=True))
    signals = Signal.objects.filter(document__public_id__in=reach.documents)
    return +Counter({"quotes in working files": quoted.count(), "signals": signals.count()})


def erase(order: Order, reach: Reach) -> Counter[str]:
    """Take the quotes out of citations of the documents, and signals of them away. Safe to run again.

    A citation stays, without words and as a mere mention of a document that is no evidence: publishing asks for it
    to be set aside. Working files that lose something count as changed, so that no approval outlives it.
    """
    went: Counter[str] = Counter()
    for batch in batched(reach.documents, BATCH):
        with erasing(order.id):
            went["signals"] += Signal.objects.filter(document__public_id__in=batch).delete()[0]
            mine = _citations(batch).filter(~Q(quote="") | Q(version__isnull=False) | Q(attached=True))
            went["quotes in working files"] += _empty(mine)
    return +went


def cut_passage(order: Order, texts: Sequence[str]) -> Counter[str]:
    """Take away every quote that holds one of `texts`; the citation stays without it."""
    went: Counter[str] = Counter()
    keys = list(_quoting(texts).values_list("pk", flat=True))
    for batch in batched(keys, BATCH):
        with erasing(order.id):
            went["quotes in working files"] += _changed(Citation.objects.filter(pk__in=batch))
            Citation.objects.filter(pk__in=batch).update(quote="", quote_start=None, quote_end=None)
    return +went


def wait_for_publishers(reach: Reach) -> None:
    """Come back when nobody holds a profile any more who took it while its working file still had the words."""
    for batch in batched(reach.documents, BATCH):
        mine = Q(claims__citations__document__public_id__in=batch)
        filed = Q(facet_values__citations__document__public_id__in=batch)
        keys = set(Profile.objects.filter(mine | filed).values_list("pk", flat=True))
        for key in sorted(keys):
            with transaction.atomic():
                list(Profile.objects.select_for_update().filter(pk=key).values_list("pk"))


def standing(texts: Sequence[str]) -> Counter[str]:
    """How many quotes still hold one of `texts`."""
    return +Counter({"quotes in working files": _quoting(texts).count()})


def _quoting(texts: Sequence[str]) -> QuerySet[Citation]:
    holds = Q(pk__in=[])
    for text in texts:
        holds |= Q(quote__contains=text)
    return Citation.objects.filter(holds)


def _citations(documents: Sequence[str]) -> QuerySet[Citation]:
    return Citation.objects.filter(document__public_id__in=documents)


def _empty(citations: QuerySet[Citation]) -> int:
    keys = list(citations.values_list("pk", flat=True))
    _changed(Citation.objects.filter(pk__in=keys))
    Citation.objects.filter(pk__in=keys).exclude(set_aside_reason="").update(set_aside_reason=REMOVED)
    emptied = Citation.objects.filter(pk__in=keys).update(
        quote="", quote_start=None, quote_end=None, version=None, attached=False
    )
    for claim in Claim.objects.filter(citations__in=keys).distinct():
        weigh_sides(claim)  # what was an account of somebody's own is only mentioned now
    return emptied


def _changed(citations: QuerySet[Citation]) -> int:
    rows = list(citations.values_list("claim__profile", "facet_value__profile"))
    touched = {key for row in rows for key in row if key}
    Profile.objects.filter(pk__in=touched).update(revision=F("revision") + 1)
    return len(rows)
