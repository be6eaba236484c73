"""How accounts behave here, where it differs from allauth's own ways."""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context as current
from django.contrib import messages
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.http import HttpRequest, HttpResponse
from django.template import Context
from django.template.loader import get_template
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from records.callers import address_of
from records.models import User

log = logging.getLogger(__name__)

SENT = "account/messages/email_confirmation_sent.txt"
FAILED = (
    "The mail could not be sent just now: our mail server did not take it. Nothing is lost. "
    "Ask for it again in a minute or two."
)
NEEDED = {
    "account/email/email_confirmation",
    "account/email/email_confirmation_signup",
    "account/email/account_already_exists",
    "account/email/password_reset_key",
    "account/email/unknown_account",
}
"""Mails that somebody waits for before a page. Of the others (what was changed in an account) nobody is told."""

WAYS = {
    "reauthenticate": "Use your password",
    "mfa_reauthenticate": "Use a code of your app, or a recovery code",
    "mfa_reauthenticate:webauthn": "Use your passkey",
}
"""How one shows once more who one is."""


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The e-mail address or the password is not right.",
        "enter_current_password": "This is not your present password.",
        "incorrect_password": "The password is not right.",
        "incorrect_code": "The code is not right, or it has been used.",
        "email_taken": "This address belongs to another account.",
        "duplicate_email": "This is your address already.",
        "invalid_password_reset": "This link has been used, or it is too old.",
        "too_many_login_attempts": "There were too many wrong tries. Wait a quarter of an hour, then begin again.",
        "rate_limited": "That was a moment too soon. Wait a little, then ask again.",
    }

    def is_safe_url(self, url: str) -> bool:
        """Whether one may be sent on to `url`: pages of this very site alone, not of its neighbours on this host."""
        request = current.request
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request) or "0.0.0.0"  # noqa: S104 - stands for an address that nobody knows

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Wrong passwords are counted by briefings.accounts.tries, in PostgreSQL, and nowhere else."""

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Whoever works here and never signed up was entered by an operator or in the admin: the address is proved.

        Signing up makes a primary address; asking for a new password, which anybody can do, makes one that is not.
        """
        if user.is_staff and not EmailAddress.objects.filter(user=user, primary=True).exists():
            proved = {"verified": True, "primary": True}
            EmailAddress.objects.update_or_create(user=user, email=user.email.lower(), defaults=proved)
        return super().pre_login(request, user, **kwargs)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        return [{**way, "description": WAYS[way["id"]]} for way in super().get_reauthentication_methods(user)]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *a: Any, **k: Any
    ) -> None:
        """As usual, but nobody is told that a mail is on its way when it is not."""
        if message_template == SENT and getattr(request, "mail_failed", False):
            return
        super().add_message(request, level, message_template, *a, **k)

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """The mail as plain text, and the same text as HTML beside it."""
        words = {**context, "address": email, "site": current.request.build_absolute_uri("/")}
        text = _plain(f"{template_prefix}_message.txt", words)
        mail = EmailMultiAlternatives(
            " ".join(_plain(f"{template_prefix}_subject.txt", words).split()),
            text,
            self.get_from_email(),
            [email] if isinstance(email, str) else email,
            headers={"Auto-Submitted": "auto-generated", **(headers or {})},
        )
        mail.attach_alternative(get_template("emails/text.html").render({"text": text}), "text/html")
        return mail

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send one mail. A server that refuses it breaks nothing: the page says so, and how to ask again."""
        mail = self.render_mail(template_prefix, email, context)
        try:
            mail.send()
        except OSError as error:  # every error of SMTP is one
            log.exception("A mail (%s) could not be sent: %s", template_prefix, type(error).__name__)
            if template_prefix in NEEDED:
                current.request.mail_failed = True
                messages.error(current.request, FAILED)


def _plain(name: str, words: dict[str, Any]) -> str:
    """A mail's text: signs stay as they are, since nothing in it is HTML."""
    template: Any = get_template(name)
    return str(template.template.render(Context(words, autoescape=False))).strip() + "\n"
