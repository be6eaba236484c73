"""The demonstration's log-ins: made with the data, kept in the data folder, readable by its owner alone.

The file holds a line for each: the address and the password.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth.models import Group

from records.models import User

FILE = "demo-logins.txt"
EDITOR = "editor@demo.example"
COLLEAGUE = "colleague@demo.example"
NAME = "The Plumbline desk"
CIRCLE = "circle@demo.example"
ALLIANCE = "alliance@demo.example"
MEMBERS = (CIRCLE, ALLIANCE)
NAMES = {CIRCLE: "A reader of the Circle, invented", ALLIANCE: "A manager of an invented provider"}
WHERE = {
    EDITOR: "/admin/ as an editor and superuser",
    COLLEAGUE: "/admin/ as a colleague who may publish, the second person",
    CIRCLE: "/account/login/ as a member of the Strategic Circle",
    ALLIANCE: "/account/login/ as a member of the Leadership Alliance",
}


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
    return _make(folder, EDITOR, NAME)


def make_colleague(folder: Path) -> User:
    """Make the second person, of the group Publisher: approves what rises into the highest band."""
    user = _make(folder, COLLEAGUE, "A colleague at the desk")
    user.is_staff = True
    user.save(update_fields=["is_staff"])
    user.groups.set(Group.objects.filter(name="Publisher"))
    return user


def make_members(folder: Path) -> dict[str, User]:
    """Make the two members' accounts, with passwords kept beside the editor's. Raises LoginsUnreadable."""
    return {email: _make(folder, email, NAMES[email]) for email in MEMBERS}


def logins_in_words(folder: Path, *, address: str) -> str:
    """Return the lines that tell how to log in at `address`, as far as it can be told. Raises LoginsUnreadable."""
    users = {user.email: user for user in User.objects.filter(email__in=WHERE)}
    if EDITOR not in users:
        return "This database holds data of its own, and no demonstration: nothing was added."
    kept = {login.email: login for login in _read(folder / FILE)}
    return "\n".join(
        _in_words(folder, users[email], kept.get(email), f"{address}{where}")
        for email, where in WHERE.items()
        if email in users
    )


def _in_words(folder: Path, user: User, login: Login | None, where: str) -> str:
    if login is None:
        return (
            f"The log-in is {user.email}. Its password stood in {folder / FILE}, which is gone. "
            f"Set a new password: manage.py changepassword {user.email}"
        )
    if not user.check_password(login.password):
        return f"The log-in is {user.email}. Its password was changed after {folder / FILE} was written."
    return f"Log in at {where}: {login.email}, password {login.password}"


def _make(folder: Path, email: str, name: str) -> User:
    logins = _read(folder / FILE)
    login = next((one for one in logins if one.email == email), None)
    if login is None:
        login = Login(email, secrets.token_urlsafe(12))
        _write(folder / FILE, (*logins, login))
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        make = User.objects.create_superuser if email == EDITOR else User.objects.create_user
        return make(email, login.password, name=name)
    user.set_password(login.password)
    user.save(update_fields=["password"])
    return user


def _read(place: Path) -> tuple[Login, ...]:
    """Every log-in in the file; none where there is no file."""
    try:
        lines = place.read_text(encoding="utf-8").splitlines()
        pairs = [line.split() for line in lines if line.strip()]
        logins = tuple(Login(email, password) for email, password in pairs)
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise LoginsUnreadable(f"{place} cannot be read: {error.strerror}.") from error
    except ValueError as error:  # a line is not two words, or it is no text
        raise LoginsUnreadable(
            f"{place} does not hold an address and a password in each line. Remove it, then: "
            f"manage.py changepassword {EDITOR}"
        ) from error
    if not logins:
        raise LoginsUnreadable(f"{place} is empty. Remove it, then: manage.py changepassword {EDITOR}")
    return logins


def _write(place: Path, logins: Sequence[Login]) -> None:
    """Under the lock of the build, so nobody else writes it; whole or not at all."""
    draft = place.with_name(f"{FILE}.{secrets.token_hex(8)}")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.writelines(f"{login.email} {login.password}\n" for login in logins)
        draft.replace(place)
    except OSError as error:
        raise LoginsUnreadable(f"{place} cannot be written: {error.strerror}.") from error
