"""A backup that is restored has everything, but for what was erased since: that is told to it before anybody reads."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from plumbline.erasure.checking import remains
from profiles.models import Edition, Removal
from records.erasing.journal import FILE
from records.erasing.lines import sealed, unsealed
from records.models import Erasure, RefusedReturn
from sources.models import Document
from tests.cast import NOW
from tests.plumbline.erasure.cases import CANARY, QUOTE, everywhere
from tests.plumbline.erasure.test_erasing import erased, places

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, settings: Any) -> None:
    settings.JOURNAL_DIR = tmp_path / "journal"
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.EMAIL_BACKEND = "plumbline.mail_folder.FolderBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mails"


def call(*arguments: Any, **options: Any) -> str:
    told = StringIO()
    call_command(*arguments, stdout=told, **options)
    return told.getvalue()


def backed_up(tmp_path: Path) -> Path:
    call("backup", str(tmp_path / "backups"))
    (folder,) = (tmp_path / "backups").iterdir()
    return folder


def test_backup_brings_back_data_and_pictures_and_nothing_later(tmp_path: Path, settings: Any) -> None:
    found, _ = everywhere()
    settings.MEDIA_ROOT.mkdir()
    (settings.MEDIA_ROOT / "a.png").write_bytes(b"picture")
    page = Client().get("/profiles/harbour-exchange/").content
    folder = backed_up(tmp_path)
    Document.objects.filter(pk=found.order.pk).update(title="Changed since")
    (settings.MEDIA_ROOT / "b.png").write_bytes(b"later")
    with pytest.raises(CommandError, match="There are data already"):
        call("restore", str(folder))
    assert "told of: 0" in call("restore", str(folder), replace=True)
    assert Client().get("/profiles/harbour-exchange/").content == page
    assert Document.objects.get(pk=found.order.pk).title == found.order.title
    assert [path.name for path in settings.MEDIA_ROOT.iterdir()] == ["a.png"]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE %s", [connection.settings_dict["NAME"] + "%"]
        )
        assert [row[0] for row in cursor.fetchall()] == [connection.settings_dict["NAME"]]


@pytest.mark.parametrize("kind", ["document", "passage"])
def test_what_was_erased_since_does_not_come_back(tmp_path: Path, kind: str) -> None:
    _, document = everywhere()
    text = CANARY if kind == "document" else QUOTE
    folder = backed_up(tmp_path)
    order = {"target": document.public_id} if kind == "document" else {"passage": QUOTE}
    done = erased(kind=kind, **order)
    assert places(text) == set()
    assert "told of: 1" in call("restore", str(folder), replace=True)
    assert places(text) == set()
    assert remains(erasure=done.public_id) == {}
    again = Erasure.objects.get()
    assert (again.public_id, again.state, again.reason) == (done.public_id, "done", done.reason)
    assert Removal.objects.get().edition == Edition.objects.get()
    assert RefusedReturn.objects.exists() is (kind == "document")
    assert "told of: 0" in call("restore", str(backed_up_again(tmp_path)), replace=True)


def backed_up_again(tmp_path: Path) -> Path:
    call("backup", str(tmp_path / "again"))
    (folder,) = (tmp_path / "again").iterdir()
    return folder


def test_receipt_is_checked_against_a_backup_that_is_restored_beside(tmp_path: Path) -> None:
    _, document = everywhere()
    folder = backed_up(tmp_path)
    done = erased(kind="document", target=document.public_id)
    assert "Nothing of it was found" in call("check_receipt", done.public_id, backup=folder)
    # A restore that the journal says nothing to would show it: the check is one that can fail.
    journal = tmp_path / "journal" / FILE
    (kept,) = {unsealed(line) for line in journal.read_bytes().splitlines()}
    entry = json.loads(kept or b"")
    entry["order"]["target"], entry["reach"] = "do-0000000000000000", {}
    journal.write_bytes(sealed(json.dumps(entry, separators=(",", ":")).encode()) + b"\n")
    with pytest.raises(CommandError, match="not gone everywhere"):
        call("check_receipt", done.public_id, backup=folder)
    assert places(CANARY) == set()  # what runs was never touched


@pytest.mark.parametrize("harm", ["cut", "missing", "other"])
def test_damaged_backup_is_refused_and_what_runs_stays(tmp_path: Path, harm: str) -> None:
    everywhere()
    folder = backed_up(tmp_path)
    dump = folder / "database.dump"
    if harm == "cut":
        dump.write_bytes(dump.read_bytes()[:-100])
    elif harm == "missing":
        dump.unlink()
    else:
        folder = tmp_path
    with pytest.raises(CommandError, match=r"damaged|no backup"):
        call("restore", str(folder), replace=True)
    assert Client().get("/profiles/harbour-exchange/").status_code == 200


def test_journal_that_cannot_be_read_stops_a_restore(tmp_path: Path) -> None:
    _, document = everywhere()
    folder = backed_up(tmp_path)
    erased(kind="document", target=document.public_id)
    journal = tmp_path / "journal" / FILE
    journal.write_text(journal.read_text().replace("order", "other"))
    with pytest.raises(CommandError, match="Line 1"):
        call("restore", str(folder), replace=True)
    assert places(CANARY) == set()


def test_old_backups_go_and_what_is_none_stays(tmp_path: Path) -> None:
    folder = backed_up(tmp_path)
    about = json.loads((folder / "about.json").read_text())
    about["made_at"] = (NOW - timedelta(days=9_999)).isoformat()
    (folder / "about.json").write_text(json.dumps(about))
    folder.rename(folder.with_name("plumbline-20000101-000000"))
    for name in ("holiday", "plumbline-20000102-000000"):
        (tmp_path / "backups" / name).mkdir()
    told = call("backup", str(tmp_path / "backups"), keep_days=1)
    assert "Removed plumbline-20000101-000000: its 1 days are over." in told
    left = {path.name for path in (tmp_path / "backups").iterdir()}
    assert left >= {"holiday", "plumbline-20000102-000000"}
    assert "plumbline-20000101-000000" not in left
