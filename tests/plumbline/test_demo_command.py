"""`manage.py demo`: on an empty database only, whole or not at all, and its log-in never lost or made up."""

from __future__ import annotations

import io
import stat
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, connection

from plumbline.demonstration import logins
from plumbline.demonstration.build import build_once
from plumbline.demonstration.organisations import REAL
from profiles.models import Citation, Edition, Profile
from records.models import User
from sources.models import Document, Publisher

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.DATA_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path


@pytest.fixture
def editor(db: None, folder: Path) -> User:
    """What a start leaves behind, without the profiles."""
    Document.objects.create(title="Anything", made_at=NOW)
    return logins.make_editor(folder)


def demo() -> str:
    out = io.StringIO()
    call_command("demo", stdout=out)
    return out.getvalue()


def state_of_the_database() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Profile, Document, Publisher, Edition, Citation, User))


def test_demo_twice_changes_nothing_and_prints_the_login_both_times(db: None, folder: Path) -> None:
    first = demo()
    kept = state_of_the_database()
    second = demo()
    kept_logins = [line.split() for line in (folder / logins.FILE).read_text().splitlines()]
    email, password = kept_logins[0]
    assert [one for one, _ in kept_logins] == [logins.EDITOR, logins.COLLEAGUE, logins.CIRCLE, logins.ALLIANCE]
    assert len({word for _, word in kept_logins}) == 4
    assert state_of_the_database() == kept
    for one, word in kept_logins:
        assert all(f"{one}, password {word}" in printed for printed in (first, second))
        assert User.objects.get(email=one).check_password(word)
    assert "is in" in first
    assert "is in" not in second
    assert stat.S_IMODE((folder / logins.FILE).stat().st_mode) == 0o600
    user = User.objects.get(email=email)
    assert (user.is_superuser, user.check_password(password)) == (True, True)
    assert sorted(path.name for path in folder.iterdir()) == [logins.FILE, "media", "press-room.json"]


def test_demo_leaves_a_database_with_data_of_its_own_alone(db: None, folder: Path) -> None:
    Document.objects.create(title="Mine", made_at=NOW)
    assert demo() == (
        "This database holds data of its own, and no demonstration: nothing was added.\n"
        f"Mails land in {settings.EMAIL_FILE_PATH}, a file for each.\n"
    )
    assert (Profile.objects.count(), User.objects.count(), list(folder.iterdir())) == (0, 0, [])


def test_demo_outside_of_the_demonstration_is_refused(db: None, folder: Path, settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="PLUMBLINE_DEMO is not 1"):
        demo()
    assert not Profile.objects.exists()


def test_login_whose_file_is_gone_is_not_made_up(editor: User, folder: Path) -> None:
    (folder / logins.FILE).unlink()
    assert "which is gone. Set a new password: manage.py changepassword editor@demo.example" in demo()
    assert not (folder / logins.FILE).exists()


def test_login_whose_password_was_changed_is_said(editor: User, folder: Path) -> None:
    editor.set_password("quite another password")
    editor.save()
    printed = demo()
    assert "was changed after" in printed
    assert (folder / logins.FILE).read_text().split()[1] not in printed


def test_login_file_that_cannot_be_read_is_said(editor: User, folder: Path) -> None:
    (folder / logins.FILE).write_text("one two three")
    with pytest.raises(CommandError, match="does not hold an address and a password"):
        demo()


def test_login_file_of_an_emptied_database_is_used_again(db: None, folder: Path) -> None:
    (folder / logins.FILE).write_text(f"{logins.EDITOR} kept-from-before\n")
    assert "password kept-from-before" in demo()


def test_build_that_fails_leaves_nothing_behind(db: None, folder: Path) -> None:
    Publisher.objects.create(name="Netnod")  # its name is taken, so the build breaks in the middle
    with pytest.raises(IntegrityError):
        build_once(folder=folder, now=NOW)
    assert state_of_the_database() == (0, 0, 1, 0, 0, 0)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_build_it_once(folder: Path) -> None:
    results: list[bool] = []

    def build() -> None:
        try:
            results.append(build_once(folder=folder, now=NOW))
        finally:
            connection.close()

    threads = [threading.Thread(target=build) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [False, True]
    assert Profile.objects.count() == len(REAL) + 2
