"""What records itself erases: accounts of people, and words in the audit trail, news and dead letters."""

from __future__ import annotations

from collections import Counter

from django.contrib.sessions.models import Session
from django.db.models import Q

from records.erasing.orders import Order, Reach
from records.erasing.rules import Rule
from records.erasing.sweeping import erasing
from records.models import AuditRow, DeadLetter, Erasure, OutboxRow, RefusedReturn, StoredPage, User

RULES = (
    Rule(AuditRow, leaves=("detail",), opaque=("actor", "verb", "subject")),
    Rule(OutboxRow, leaves=("payload",), opaque=("topic", "key")),
    Rule(DeadLetter, leaves=("payload",), whole=("reason",), opaque=("topic", "key", "settled_by")),
    Rule(User, cut=("name",), own=("email",), opaque=("password", "public_id")),
    # Its own texts are emptied when it is done; its reason is for readers.
    Rule(
        Erasure,
        own=("passage", "reach"),
        opaque=(
            "public_id",
            "kind",
            "target",
            "reason",
            "state",
            "asked_by",
            "decided_by",
            "closure",
            "steps",
            "receipt",
        ),
    ),
    Rule(RefusedReturn, opaque=("digest", "erasure")),
    Rule(StoredPage, own=("body",), opaque=("path", "tag", "headers")),  # all are removed (plumbline.keeping)
)


def reach_of(order: Order) -> Reach:
    """The person (public id of an account) with the address that must stand nowhere afterwards."""
    if order.kind != "person":
        return Reach()
    found = Reach()
    for user in User.objects.filter(public_id=order.target):
        found += Reach(people=(user.public_id,), texts=() if _is_emptied(user) else (user.email,))
    return found


def count(reach: Reach) -> Counter[str]:
    """How many accounts there are to empty."""
    users = User.objects.filter(public_id__in=reach.people)
    return +Counter({"accounts": sum(not _is_emptied(user) for user in users)})


def erase(order: Order, reach: Reach) -> Counter[str]:
    """Empty accounts: nobody can log in by them any more, and nothing says whose they were. Their number stays."""
    went: Counter[str] = Counter()
    for public_id in reach.people:
        with erasing(order.id):
            user = User.objects.select_for_update().filter(public_id=public_id).first()
            if user is None:
                continue
            went["accounts"] += not _is_emptied(user)
            user.email, user.name = f"{user.public_id}@removed.invalid", ""
            user.is_active = user.is_staff = user.is_superuser = False
            user.set_unusable_password()
            user.save()
            user.groups.clear()
            user.user_permissions.clear()
    return +went


def end_sessions(reach: Reach) -> int:
    """End the sessions of these people; return how many."""
    keys = {str(key) for key in User.objects.filter(public_id__in=reach.people).values_list("pk", flat=True)}
    ended = [row.pk for row in Session.objects.iterator() if str(row.get_decoded().get("_auth_user_id")) in keys]
    return Session.objects.filter(Q(pk__in=ended)).delete()[0] if ended else 0


def _is_emptied(user: User) -> bool:
    return user.email.endswith("@removed.invalid")
