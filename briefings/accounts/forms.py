"""The forms of accounts in our words. What they check is allauth's; what is ours is said at each."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.mfa.base import forms as factor
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.contrib.auth.hashers import make_password
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest

from briefings.accounts.tries import codes_of

LONG = "At least 12 characters. A few words that do not belong together are good."


class PlainWords:
    """A form whose fields are called as in `words` (label, or label and help); nothing stands in an empty field."""

    words: ClassVar[dict[str, str | tuple[str, str]]] = {}
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            said = self.words.get(name, "")
            field.label, field.help_text = said if isinstance(said, tuple) else (said, "")
            field.widget.attrs.pop("placeholder", None)


class LogInForm(PlainWords, account.LoginForm):
    words = {"login": "E-mail", "password": "Password"}


class SignUpForm(PlainWords, account.SignupForm):
    words = {"email": "E-mail", "password1": ("Password", LONG)}

    def try_save(self, request: HttpRequest) -> Any:
        """For an address that has an account already, a password is hashed all the same: the answer takes as long."""
        if self.account_already_exists and self.cleaned_data.get("password1"):
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class MailedCodeForm(PlainWords, account.ConfirmEmailVerificationCodeForm):
    words = {"code": "Code"}


class NewEmailForm(PlainWords, account.AddEmailForm):
    words = {"email": "New e-mail"}


class ResetPasswordForm(PlainWords, account.ResetPasswordForm):
    words = {"email": "E-mail"}


class NewPasswordForm(PlainWords, account.ResetPasswordKeyForm):
    words = {"password1": ("New password", LONG), "password2": "The new password again"}


class SetPasswordForm(PlainWords, account.SetPasswordForm):
    words = {"password1": ("Password", LONG), "password2": "The password again"}


class ChangePasswordForm(PlainWords, account.ChangePasswordForm):
    words = {
        "oldpassword": "Present password",
        "password1": ("New password", LONG),
        "password2": "The new password again",
    }

    def clean_oldpassword(self) -> str:
        """Counted like a log-in, or whoever found a browser open could guess here without end."""
        password: str = self.cleaned_data["oldpassword"]
        if not get_adapter().reauthenticate(self.user, password):
            raise get_adapter().validation_error("enter_current_password")
        return password


class PasswordAgainForm(PlainWords, account.ReauthenticateForm):
    words = {"password": "Password"}


class CountedCode(PlainWords):
    """A code of six or eight digits can be guessed, so wrong ones are counted (briefings.accounts.tries)."""

    words = {"code": ("Code", "Of your authenticator app, or one of your recovery codes.")}
    user: Any

    def clean_code(self) -> str:
        request, tried = get_adapter().request, codes_of(self.user)
        if not AxesProxyHandler.is_allowed(request, tried):
            request.axes_locked_out, request.axes_credentials = True, tried  # the middleware answers
            raise get_adapter().validation_error("too_many_login_attempts")
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except forms.ValidationError:
            user_login_failed.send(sender=type(self), credentials=tried, request=request)
            raise
        AxesProxyHandler.get_implementation().reset_user_attempts(request, tried)
        return code


class CodeForm(CountedCode, factor.AuthenticateForm):
    pass


class CodeAgainForm(CountedCode, factor.ReauthenticateForm):
    pass


class FirstCodeForm(PlainWords, totp.ActivateTOTPForm):
    words = {"code": ("Code", "The six digits that the app shows now.")}


class PasskeyForm(PlainWords, webauthn.AddWebAuthnForm):
    """Every key is a passkey: one that proves who uses it, so that it is enough by itself."""

    words = {"name": ("Name", "So that you can tell your passkeys apart.")}
    passwordless = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean_passwordless(self) -> bool:
        return True


class FirstPasskeyForm(PlainWords, webauthn.SignupWebAuthnForm):
    words = {"name": ("Name", "So that you can tell your passkeys apart.")}


class PasskeyNameForm(PlainWords, webauthn.EditWebAuthnForm):
    words = {"name": "Name"}
