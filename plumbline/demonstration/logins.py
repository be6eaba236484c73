"""The demonstration's log-in: made with the data, kept in the data folder, readable by its owner alone."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from records.models import User

FILE = "demo-logins.txt"
EDITOR = "editor@demo.example"
COLLEAGUE = "colleague@demo.example"
NAME = "The Plumbline desk"


@dataclass(frozen=True)
class Login:
    email: str
    password: str


class LoginsUnreadable(Exception):
    """The file of the log-ins cannot be used; the message says what to do."""


def make_editor(folder: Path) -> User:
    """Make the editor, a superuser, with the password in the file in `folder`, made where it is missing.

    An editor who is there already gets that password. Raises LoginsUnreadable.
    """
    login = _read(folder / FILE) or _write(folder / FILE)
    user = User.objects.filter(email__iexact=login.email).first()
    if user is None:
        return User.objects.create_superuser(login.email, login.password, name=NAME)
    user.set_password(login.password)
    user.save(update_fields=["password"])
    return user


def make_colleague() -> User:
    """Make the second person, who approves what rises into the highest band; nobody logs in as them."""
    user = User.objects.filter(email__iexact=COLLEAGUE).first()
    return user or User.objects.create_user(COLLEAGUE, None, name="A colleague at the desk", is_staff=True)


def logins_in_words(folder: Path, *, address: str) -> str:
    """Return the line that tells how to log in at `address`, as far as it can be told. Raises LoginsUnreadable."""
    user = User.objects.filter(email__iexact=EDITOR).first()
    if user is None:
        return "This database holds data of its own, and no demonstration: nothing was added."
    mend = f"Set a new password: manage.py changepassword {EDITOR}"
    login = _read(folder / FILE)
    if login is None:
        return f"The log-in is {EDITOR}. Its password stood in {folder / FILE}, which is gone. {mend}"
    if not user.check_password(login.password):
        return f"The log-in is {EDITOR}. Its password was changed after {folder / FILE} was written."
    return f"Log in at {address}/admin/ as an editor and superuser: {login.email}, password {login.password}"


def _read(place: Path) -> Login | None:
    try:
        email, password = place.read_text(encoding="utf-8").split()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise LoginsUnreadable(f"{place} cannot be read: {error.strerror}.") from error
    except ValueError as error:  # not two words, or no text
        raise LoginsUnreadable(
            f"{place} does not hold an address and a password. Remove it, then: manage.py changepassword {EDITOR}"
        ) from error
    return Login(email, password)


def _write(place: Path) -> Login:
    """Under the lock of the build, so nobody else writes it; whole or not at all."""
    login = Login(EDITOR, secrets.token_urlsafe(12))
    draft = place.with_name(f"{FILE}.{secrets.token_hex(8)}")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(f"{login.email} {login.password}\n")
        draft.replace(place)
    except OSError as error:
        raise LoginsUnreadable(f"{place} cannot be written: {error.strerror}.") from error
    return login
