"""The account's own page, and allauth's pages where ours differ."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.utils import passthrough_next_redirect_url
from allauth.account.views import ConfirmEmailVerificationCodeView
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import is_valid_path, reverse
from django.views.decorators.http import require_safe

from briefings.accounts.factors import has_second_factor
from records.policy import Policy, declares

MEMBERSHIP = "/account/membership/"


@declares(Policy.MEMBERS)
@require_safe
@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """What belongs to the account of who is logged in, and where to change it."""
    passkeys = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.WEBAUTHN)
    return render(
        request,
        "account/overview.html",
        {
            "passkeys": passkeys.count(),
            "is_guarded": has_second_factor(request.user),  # type: ignore[arg-type]
            "membership": MEMBERSHIP if is_valid_path(MEMBERSHIP) else None,
        },
    )


class PasskeyLogInView(LoginWebAuthnView):
    def form_invalid(self, form: Any) -> HttpResponse:
        """Back to the log-in with what went wrong, and still on the way to the same page."""
        super().form_invalid(form)
        return HttpResponseRedirect(passthrough_next_redirect_url(self.request, reverse("account_login"), "next"))


class MailedCodeView(ConfirmEmailVerificationCodeView):
    def _resend_form_valid(self, form: Any) -> HttpResponse:
        """Too soon is said on the same page. An address that has an account gets its mail again too.

        So nobody can tell the two apart by the time that it takes, or by a mail server that fails.
        """
        adapter = get_adapter()
        try:
            response: HttpResponse = super()._resend_form_valid(form)
        except ImmediateHttpResponse:
            messages.error(self.request, adapter.error_messages["rate_limited"])
            there = reverse("account_email_verification_sent")
            return HttpResponseRedirect(passthrough_next_redirect_url(self.request, there, "next"))
        if self._process.user is None:
            adapter.send_account_already_exists_mail(self._process.email)
        return response
