"""People with accounts, as the tests of accounts need them."""

from __future__ import annotations

import re
import time
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core import mail
from django.test import Client

from records.models import User

PASSWORD = "lanterns over gravel"
EMAIL = "reader@home.test"


def reader(email: str = EMAIL, password: str = PASSWORD) -> User:
    """Somebody who has signed up and proved the address."""
    user = User.objects.create_user(email, password)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def log_in(client: Client, email: str = EMAIL, password: str = PASSWORD, **extra: Any) -> Any:
    return client.post("/account/login/", {"login": email, "password": password}, **extra)


def is_in(client: Client) -> bool:
    return bool(client.get("/account/").status_code == 200)


def mailed_code() -> str:
    """The code in the newest mail."""
    found = re.search(r"Your code is:\n\n(\S+)\n", str(mail.outbox[-1].body))
    assert found, mail.outbox[-1].body
    return found[1]


def mailed_address(path: str) -> str:
    """The path of the address in the newest mail that begins with `path`."""
    found = re.search(rf"http://testserver({re.escape(path)}\S+)", str(mail.outbox[-1].body))
    assert found, mail.outbox[-1].body
    return found[1]


def with_app(user: User) -> str:
    """Give `user` an authenticator app; its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def code_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def factors(user: User) -> list[str]:
    return sorted(Authenticator.objects.filter(user=user).values_list("type", flat=True))
