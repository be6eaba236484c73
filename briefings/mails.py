"""Mails about memberships, in plain words. One that is not sent undoes nothing; the membership page says the same."""

from __future__ import annotations

import logging
from functools import partial

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction

log = logging.getLogger(__name__)


def accepted_mail(*, tier: str, organisation: str, begins: str, ends: str, reason: str) -> str:
    return "\n\n".join(
        [
            "Good day,",
            f"Your application to the {tier} for {organisation} was accepted.",
            f"You are a member from {begins} to {ends}. Why: {reason}",
            f"Briefings are here: {settings.SITE_ADDRESS}/briefings/",
            _feet(),
        ]
    )


def declined_mail(*, tier: str, organisation: str, reason: str) -> str:
    return "\n\n".join(
        [
            "Good day,",
            f"Your application to the {tier} for {organisation} was not accepted.",
            f"Why: {reason}",
            f"If something was missing, you can apply again: {settings.SITE_ADDRESS}/join/alliance/",
            _feet(),
        ]
    )


def mail_after_commit(*, to: str, subject: str, body: str) -> None:
    """Send one mail once the transaction has held."""
    transaction.on_commit(partial(_send, to, subject, body), robust=True)


def _send(to: str, subject: str, body: str) -> None:
    try:
        send_mail(subject, body, None, [to])
    except OSError as error:  # what smtplib raises included
        log.warning("The mail “%s” was not sent: %s", subject, type(error).__name__)


def _feet() -> str:
    return (
        f"Your memberships: {settings.SITE_ADDRESS}/account/membership/\n\n"
        "You get this mail because you applied. We send no other about it.\n\nPlumbline"
    )
