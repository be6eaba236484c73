"""Who somebody is, for `briefings.access`: read from the database at each request, so that what is ended is ended."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from briefings.access import NOBODY, Person, Term
from briefings.models import Membership
from briefings.tiers import facts_of
from records.models import User

Visitor = AbstractBaseUser | AnonymousUser


def is_verified(user: User) -> bool:
    """Whether the address under which this person is known has been confirmed."""
    return EmailAddress.objects.filter(user_id=user.pk, email__iexact=user.email, verified=True).exists()


def person_of(visitor: Visitor) -> Person:
    """Return what matters of whoever asks: nothing is remembered between two requests."""
    if not isinstance(visitor, User) or not visitor.is_active:
        return NOBODY
    return Person(
        is_known=True,
        is_verified=is_verified(visitor),
        is_editor=visitor.is_staff and visitor.has_perm("briefings.view_briefing"),
        terms=terms_of(visitor),
    )


def terms_of(user: User) -> tuple[Term, ...]:
    rows = Membership.objects.filter(user=user).select_related("tier").order_by("starts_at", "id")
    return tuple(Term(facts_of(row.tier), row.starts_at, row.ends_at, row.ended_at) for row in rows)


def holds(user: User, slug: str, now: datetime) -> bool:
    """Whether this person belongs to the tier itself (not a higher one) at `now`, confirmed address or not."""
    return any(term.tier.slug == slug and term.holds(now) for term in terms_of(user))
