"""Settings of accounts (allauth) and of tries to log in (axes); plumbline.settings takes them in."""

from __future__ import annotations

from datetime import timedelta

# Tries are looked at before any password is.
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account"

# --- Accounts. ----------------------------------------------------------------------------------------
ACCOUNT_ADAPTER = "briefings.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None  # people are known by their e-mail
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
# Nobody is in before the address is proved. By a code: it can be read on one device and typed on another, the page
# one came from is kept with it, and a mail filter that follows links proves nothing.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 60 * 60
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = 5  # a mail that got lost is sent again from the page
ACCOUNT_CHANGE_EMAIL = True  # one address a person; the new one counts once it is proved
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True  # whoever owns the account learns what was changed in it
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True  # as long as SESSION_COOKIE_AGE says, for everybody
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # a browser left open changes no address
ACCOUNT_FORMS = {
    "login": "briefings.accounts.forms.LogInForm",
    "signup": "briefings.accounts.forms.SignUpForm",
    "change_password": "briefings.accounts.forms.ChangePasswordForm",
    "set_password": "briefings.accounts.forms.SetPasswordForm",
    "reset_password": "briefings.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "briefings.accounts.forms.NewPasswordForm",
    "reauthenticate": "briefings.accounts.forms.PasswordAgainForm",
    "add_email": "briefings.accounts.forms.NewEmailForm",
    "confirm_email_verification_code": "briefings.accounts.forms.MailedCodeForm",
}
# Requests are counted in Redis, and without it not at all. What must hold then too, wrong passwords and wrong codes,
# is counted by axes in PostgreSQL; allauth's own two counts of the same would only fight with it.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None}

# --- Passkeys and the second factor. ------------------------------------------------------------------
MFA_ADAPTER = "briefings.accounts.factors.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = True
MFA_TOTP_ISSUER = "Plumbline"
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
MFA_FORMS = {
    "authenticate": "briefings.accounts.forms.CodeForm",
    "reauthenticate": "briefings.accounts.forms.CodeAgainForm",
    "activate_totp": "briefings.accounts.forms.FirstCodeForm",
    "add_webauthn": "briefings.accounts.forms.PasskeyForm",
    "signup_webauthn": "briefings.accounts.forms.FirstPasskeyForm",
    "edit_webauthn": "briefings.accounts.forms.PasskeyNameForm",
}

# --- Tries to log in (briefings.accounts.tries has the numbers). --------------------------------------
AXES_HANDLER = "briefings.accounts.tries.TriesHandler"
AXES_FAILURE_LIMIT = 5
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], "ip_address"]
AXES_COOLOFF_TIME = timedelta(minutes=15)
# A wrong try while one has to wait does not prolong the wait.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "briefings.accounts.tries.account_tried"
AXES_CLIENT_IP_CALLABLE = "records.callers.network_of"
AXES_LOCKOUT_TEMPLATE = "429.html"
AXES_VERBOSE = False
# What was typed is nobody's business: a password may have gone into the wrong field.
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "login", "password", "code", "csrfmiddlewaretoken", "next"]
AXES_DISABLE_ACCESS_LOG = True  # who is logged in stands in the list of sessions
AXES_ENABLE_ADMIN = False
