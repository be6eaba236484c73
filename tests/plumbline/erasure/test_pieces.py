"""Quotation marks cut a passage into short pieces; a restored backup keeps none of them, wherever they were stored."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.mail import send_mail
from django.utils.html import escape

from briefings.models import Briefing
from plumbline.erasure.checking import remains
from profiles.models import Profile, Section
from records.audit import record
from records.erasing import journal
from records.erasing.lines import sealed, unsealed
from records.models import AuditRow
from sources.ingesting import Upload, ingest
from sources.models import Document
from tests.cast import ALICE, NOW, cast, editor, publish
from tests.plumbline.erasure.test_erasing import erased, places
from tests.plumbline.test_backup import backed_up, call, folders

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["folders"]  # a fixture

LONG = "“zqx-a1,” she wrote: \"the link of all eleven members was cut in March & 'zqx-b2' knew,\" said zqx-c3\\so"
SHORT = '"zqx-a1" & "zqx-b2" <zqx-c3> \'é\''
MORE = (
    "The members were told of it on the next day, and most of them had known for long by then from their customers. "
    "We saw the list of the desk ourselves, and the order of the office that it be restored within a week. "
)
PIECES = ("zqx-a1", "zqx-b2", "zqx-c3")


def stored(passage: str) -> None:
    """The passage in texts that are cut, in published words, JSON, the log's JSON in a text, fetched bytes, a mail."""
    found = cast()
    text = f"The office answered on Monday. {passage} and the link was restored within a week of that day."
    Profile.objects.filter(pk=found.profile.pk).update(summary=text)
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW)
    page = f"<html><head><title>What the office said</title></head><body><article><p>{escape(text)}</p>"
    page += f"<p>{MORE}</p><p>{MORE.replace('next', 'third')}</p></article></body></html>"
    address = "https://news.example.com/2026/said.html"
    told = ingest(files=[Upload("said.html", page.encode(), "text/html", address)], by=ALICE, now=NOW)
    assert [one.state for one in told.documents] == ["new"]
    record(by=ALICE, verb="noted", subject="x", now=NOW, about=text)
    kind = ContentType.objects.get_for_model(Section)
    message = json.dumps([{"changed": {"name": "section", "object": text, "fields": ["body"]}}])
    LogEntry.objects.create(
        user=editor(),
        content_type=kind,
        object_id="1",
        object_repr="A section",
        action_flag=CHANGE,
        change_message=message,
    )
    send_mail("What was said", text, None, ["reader@example.com"])


def standing() -> set[str]:
    return {place for piece in PIECES for place in places(piece)}


@pytest.mark.parametrize("passage", [LONG, SHORT])
def test_no_piece_of_a_passage_comes_back_by_a_backup(tmp_path: Path, passage: str) -> None:
    stored(passage)
    everywhere = {
        "profiles_profile",
        "profiles_edition",
        "profiles_publishedprofile",
        "sources_documentversion",
        "fetched",
        "records_auditrow",
        "django_admin_log",
    }
    assert standing() >= everywhere | {"mails"}
    folder = backed_up(tmp_path)
    done = erased(kind="passage", passage=passage)
    assert standing() == set()
    assert "Nothing of it was found" in call("check_receipt", done.public_id, backup=folder)
    assert "told of: 1" in call("restore", str(folder), replace=True)
    assert standing() == set()
    assert remains(erasure=done.public_id) == {}


@pytest.mark.parametrize("passage", [LONG, SHORT])
def test_check_sees_the_passage_in_every_store_that_escapes_it(passage: str) -> None:
    stored(passage)
    done = erased(kind="passage", passage=passage)
    assert remains(erasure=done.public_id) == {}
    # Somebody brings it back past every door.
    text = f"Once more: {passage}!"
    Profile.objects.update(summary=text)
    AuditRow.objects.create(at=NOW, actor="user:x", verb="noted", subject="x", detail={"about": [text]})
    LogEntry.objects.update(change_message=json.dumps([{"changed": {"object": text}}]))
    send_mail("Once more", text, None, ["reader@example.com"])
    cache.set("page", escape(text))
    assert set(remains(erasure=done.public_id)) >= {
        "table profiles_profile",
        "table records_auditrow",
        "table django_admin_log",
        "mails",
        "Redis",
    }
    cache.clear()


def test_entry_of_before_takes_away_what_it_knew(tmp_path: Path) -> None:
    """Its traces are of the runs alone; what they lead to still goes, and no restore stops at it."""
    stored(LONG)
    folder = backed_up(tmp_path)
    erased(kind="passage", passage=LONG)
    path = tmp_path / "journal" / journal.FILE
    entry: dict[str, Any] = json.loads(unsealed(path.read_bytes().splitlines()[-1]) or b"")
    entry["traces"] = [trace[:3] for trace in entry["traces"]]
    path.write_text(json.dumps(entry, separators=(",", ":")) + "\n")
    assert "told of: 1" in call("restore", str(folder), replace=True)
    assert places("the link of all eleven members") == set()
    # With a checksum it reads the same.
    path.write_bytes(sealed(path.read_bytes().strip()) + b"\n")
    assert "told of: 0" in call("restore", str(backed_up_again(tmp_path)), replace=True)


def backed_up_again(tmp_path: Path) -> Path:
    call("backup", str(tmp_path / "again"))
    (folder,) = (tmp_path / "again").iterdir()
    return folder


def test_other_words_beside_the_pieces_stay() -> None:
    stored(LONG)
    Document.objects.update(title="It is the link that zqx-c3 had")  # a piece by itself is no passage
    Briefing.objects.all().delete()
    erased(kind="passage", passage=LONG)
    assert Document.objects.filter(title="It is the link that zqx-c3 had").exists()
    assert "and the link was restored within a week" in Profile.objects.get(slug="harbour-exchange").summary
