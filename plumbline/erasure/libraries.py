"""What libraries keep of people's words and addresses: the admin's log, log-ins, second factors, mails in a folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt, AccessAttemptExpiration, AccessFailureLog, AccessLog
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet

from records.erasing.orders import REMOVED, Order, Reach
from records.erasing.own import end_sessions
from records.erasing.rules import Rule
from records.erasing.sweeping import erasing
from records.erasing.whole import pattern_of_any
from records.models import User
from sources.models import Document, Publisher, Source

RULES = (
    Rule(LogEntry, whole=("object_repr",), cut=("change_message",), opaque=("object_id",)),
    Rule(Permission, opaque=("name", "codename")),
    Rule(Group, opaque=("name",)),
    Rule(ContentType, opaque=("app_label", "model")),
    Rule(Session, opaque=("session_key", "session_data")),  # who is logged in; ended with a person's account
    Rule(EmailAddress, dropped=("email",)),
    Rule(EmailConfirmation, opaque=("key",)),
    Rule(Authenticator, opaque=("type", "data")),
    Rule(UserSession, opaque=("session_key", "user_agent", "data")),
    *(
        Rule(model, dropped=("username",), cut=("path_info",), opaque=("user_agent", "http_accept", *more))
        for model, more in (
            (AccessFailureLog, ()),
            (AccessAttempt, ("get_data", "post_data")),
            (AccessLog, ("session_hash",)),
        )
    ),
    Rule(AccessAttemptExpiration),
)


def reach_of(order: Order) -> Reach:
    """Every address of a person, as texts that must stand nowhere afterwards. One that they only claimed, and that is
    somebody else's, is left to its owner."""
    if order.kind != "person":
        return Reach()
    mine = EmailAddress.objects.filter(user__public_id=order.target).order_by("pk")
    return Reach(texts=tuple(one.email for one in mine if one.verified or not _is_of_another(one)))


def _is_of_another(claimed: EmailAddress) -> bool:
    named = User.objects.filter(email__iexact=claimed.email).exclude(pk=claimed.user_id)
    proved = EmailAddress.objects.filter(email__iexact=claimed.email, verified=True).exclude(user=claimed.user_id)
    return named.exists() or proved.exists()


def erase(order: Order, reach: Reach) -> Counter[str]:
    """Erase what the libraries keep of the people, and the names under which the admin logged what is erased."""
    went: Counter[str] = Counter()
    with erasing(order.id):
        users = User.objects.filter(public_id__in=reach.people)
        for model in (EmailAddress, Authenticator, UserSession):
            went["log-ins and second factors"] += model.objects.filter(user__in=users).delete()[0]
        went["sessions"] += end_sessions(reach)
        rows = _logged(reach)
        went["lines of the desk's log"] += rows.exclude(object_repr=REMOVED).update(
            object_repr=REMOVED, change_message=""
        )
    return +went


def take_mails(texts: Sequence[str], *, any_case: bool = False) -> Counter[str]:
    """Delete mails in the demonstration's folder that hold one of the texts, in whatever letter case where that is
    said. A real mail server keeps none for us."""
    sought = pattern_of_any(texts, any_case=any_case)
    went: Counter[str] = Counter()
    for path in mails():
        if sought.search(read_mail(path)):
            path.unlink(missing_ok=True)
            went["mails"] += 1
    return went


def read_mail(path: Path) -> str:
    """A mail as its reader sees it: headers and texts, decoded."""
    mail = message_from_bytes(path.read_bytes(), policy=default)
    parts = [str(value) for value in mail.values()]
    parts += [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]
    return "\n".join(parts)


def mails() -> Iterator[Path]:
    """The files in which mails of the demonstration lie."""
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    if folder and Path(folder).is_dir():
        yield from (path for path in sorted(Path(folder).iterdir()) if path.is_file())


def _logged(reach: Reach) -> QuerySet[LogEntry]:
    named = Q(pk__in=[])
    for model, ids in (
        (Document, reach.documents),
        (Publisher, reach.publishers),
        (Source, reach.sources),
        (User, reach.people),
    ):
        if ids:
            keys = model._base_manager.filter(public_id__in=ids).values_list("pk", flat=True)
            kind = ContentType.objects.get_for_model(model)
            named |= Q(content_type=kind, object_id__in=[str(key) for key in keys])
    return LogEntry.objects.filter(named)
