"""Mails that tell of something that was done. One that is not sent undoes nothing."""

from __future__ import annotations

import logging
from functools import partial

from django.core.mail import send_mail
from django.db import transaction

log = logging.getLogger(__name__)


def mail_after_commit(*, to: str, subject: str, body: str) -> None:
    """Send one mail once the transaction has held."""
    transaction.on_commit(partial(_send, to, subject, body), robust=True)


def _send(to: str, subject: str, body: str) -> None:
    try:
        send_mail(subject, body, None, [to])
    except OSError as error:  # what smtplib raises included
        log.warning("The mail “%s” was not sent: %s", subject, type(error).__name__)
