"""Erases what briefings holds: passages in members' texts, and the memberships and applications of a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from briefings.models import Application, Briefing, BriefingProfile, Membership, SourceNote, Tier
from briefings.teasers import show_briefing
from briefings.tiers import show_ways
from records.erasing.orders import REMOVED, Order, Reach
from records.erasing.rules import Rule
from records.erasing.sweeping import erasing, sweep

RULES = (
    Rule(Tier, cut=("name", "description"), opaque=("slug",)),
    Rule(Membership, whole=("reason", "ended_reason"), opaque=("granted_by", "ended_by")),
    Rule(
        Application,
        cut=("organisation", "role", "resources", "evidence", "decision_reason"),
        opaque=("state", "decided_by"),
    ),
    Rule(
        Briefing,
        cut=("title", "teaser", "body", "byline", "withdrawn_reason"),
        opaque=("public_id", "slug", "changed_by"),
    ),
    Rule(BriefingProfile),
    Rule(SourceNote, cut=("body",), opaque=("citation", "written_by")),
)


def count(reach: Reach) -> Counter[str]:
    """How much of people's memberships and applications there is, by kind in words."""
    theirs = {"user__public_id__in": reach.people}
    memberships = Membership.objects.filter(**theirs)
    return +Counter(
        {
            "memberships": memberships.exclude(reason=REMOVED).count(),
            "applications": Application.objects.filter(**theirs).count(),
        }
    )


def erase(order: Order, reach: Reach) -> Counter[str]:
    """Take applications away, and the words out of memberships; that and when there was one stays."""
    with erasing(order.id):
        went = Counter({"applications": Application.objects.filter(user__public_id__in=reach.people).delete()[0]})
        mine = Membership.objects.filter(user__public_id__in=reach.people)
        went["memberships"] = mine.exclude(reason=REMOVED).update(reason=REMOVED)
        mine.exclude(ended_reason="").update(ended_reason=REMOVED)
    return +went


def cut_passage(order: Order, texts: Sequence[str], *, now: datetime) -> Counter[str]:
    """Cut the texts out of briefings, notes, tiers and applications, and show profile pages what is left."""
    went = sweep(RULES, texts, order=order.id)
    if went:
        show_ways()
        for briefing in Briefing.objects.filter(teaser__contains=REMOVED) | Briefing.objects.filter(
            title__contains=REMOVED
        ):
            with erasing(order.id):
                show_briefing(briefing, now)
    return went
