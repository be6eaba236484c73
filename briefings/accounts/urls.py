"""Every address under /account/, with allauth's own names. What is not listed here is not served.

The include carries no namespace: allauth looks its addresses up by these names.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkey
from allauth.usersessions import views as sessions
from django.urls import URLPattern, path, re_path

from briefings.accounts import views as ours
from records.policy import Policy, declares


def page(where: str, view: Callable[..., Any], name: str) -> URLPattern:
    """An address of the account: it may differ by person, and nobody stores it."""
    return path(where, declares(Policy.MEMBERS)(view), name=name)


urlpatterns = [
    page("", ours.overview, "account"),
    page("login/", account.login, "account_login"),
    page("login/passkey/", ours.PasskeyLogInView.as_view(), "mfa_login_webauthn"),
    page("login/code/", factor.authenticate, "mfa_authenticate"),
    page("logout/", account.logout, "account_logout"),
    page("inactive/", account.account_inactive, "account_inactive"),
    page("signup/", account.signup, "account_signup"),
    page("signup/passkey/", account.signup_by_passkey, "account_signup_by_passkey"),
    page("signup/passkey/create/", passkey.signup_webauthn, "mfa_signup_webauthn"),
    page("confirm-email/", ours.MailedCodeView.as_view(), "account_email_verification_sent"),
    page("email/", account.email, "account_email"),
    page("password/change/", account.password_change, "account_change_password"),
    page("password/set/", account.password_set, "account_set_password"),
    page("password/reset/", account.password_reset, "account_reset_password"),
    page("password/reset/sent/", account.password_reset_done, "account_reset_password_done"),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        declares(Policy.MEMBERS)(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    page("password/reset/done/", account.password_reset_from_key_done, "account_reset_password_from_key_done"),
    page("again/", account.reauthenticate, "account_reauthenticate"),
    page("again/code/", factor.reauthenticate, "mfa_reauthenticate"),
    page("again/passkey/", passkey.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    page("security/", factor.index, "mfa_index"),
    page("security/app/add/", totp.activate_totp, "mfa_activate_totp"),
    page("security/app/remove/", totp.deactivate_totp, "mfa_deactivate_totp"),
    page("security/passkeys/", passkey.list_webauthn, "mfa_list_webauthn"),
    page("security/passkeys/add/", passkey.add_webauthn, "mfa_add_webauthn"),
    page("security/passkeys/<int:pk>/rename/", passkey.edit_webauthn, "mfa_edit_webauthn"),
    page("security/passkeys/<int:pk>/remove/", passkey.remove_webauthn, "mfa_remove_webauthn"),
    page("security/recovery-codes/", recovery.view_recovery_codes, "mfa_view_recovery_codes"),
    page("security/recovery-codes/new/", recovery.generate_recovery_codes, "mfa_generate_recovery_codes"),
    page("security/recovery-codes/download/", recovery.download_recovery_codes, "mfa_download_recovery_codes"),
    page("sessions/", sessions.list_usersessions, "usersessions_list"),
]
