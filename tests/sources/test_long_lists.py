"""Lists of any length are brought in by command; at the desk a child reads what an editor uploads."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any
from xml.parsers import expat

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from sources.apart.children import Children
from sources.models import Source
from sources.outlines import LineState, NotImported, import_sources, import_stream
from tests.cast import editor, publisher
from tests.sources.test_outlines import opml, row
from tests.sources.watching.room import BY, NOW

pytestmark = pytest.mark.django_db


def test_six_thousand_sources_go_out_and_come_in_again(tmp_path: Path) -> None:
    house = publisher("Quay Courier")
    house.domains.create(domain="q.example.org")
    Source.objects.bulk_create(
        Source(
            name=f"Source {number}",
            kind="feed",
            address=f"https://q.example.org/{number}",
            publisher=house,
            folder=("", "Law", "Law - old", "Law / Europe")[number % 4],
        )
        for number in range(6_000)
    )
    before = list(Source.objects.order_by("address").values_list("address", "name", "folder", "publisher"))
    file, out = tmp_path / "all.opml", StringIO()
    call_command("export_sources", str(file), stdout=StringIO())
    assert file.read_text().count('<outline text="Law" title="Law">') == 1  # what is in a folder stands together
    Source.objects.filter(address__regex="/(0|17|2999|5999)$").delete()
    call_command("import_sources", str(file), stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[-1] == "4 added, 5,996 already there, 0 refused."
    assert len(lines) == 6_001
    after = list(Source.objects.order_by("address").values_list("address", "name", "folder", "publisher"))
    assert after == before


def test_each_line_is_told_as_soon_as_it_is_done() -> None:
    told: list[tuple[str, int]] = []
    rows = [row(f"https://n{number}.example.org/feed") for number in range(3)]
    counted = import_stream(
        pieces=[opml(*rows, row("ftp://n.example.org/"), row("https://www.n0.example.org/feed/"))],
        by=BY,
        clock=lambda: NOW,
        tell=lambda line: told.append((line.address.rpartition("//")[2], Source.objects.count())),
    )
    assert told == [
        ("n0.example.org/feed", 1),
        ("n1.example.org/feed", 2),
        ("n2.example.org/feed", 3),
        ("n.example.org/", 3),
        ("www.n0.example.org/feed/", 3),
    ]
    assert counted.counts == {LineState.ADDED: 3, LineState.THERE: 1, LineState.REFUSED: 1}
    assert (counted.notes, counted.refusal) == ((), "")


def test_what_stands_before_a_hostile_place_is_brought_in_and_said(tmp_path: Path) -> None:
    file, out = tmp_path / "list.opml", StringIO()
    file.write_bytes(opml(row("https://a.example.org/f")).removesuffix(b"</body></opml>") + b"<outline>" * 99)
    with pytest.raises(CommandError) as error:
        call_command("import_sources", str(file), stdout=out)
    assert str(error.value) == (
        f"{file}: It is nested too deeply. What stands before that is brought in; the rest was not read."
    )
    assert out.getvalue().splitlines()[-1] == "1 added, 0 already there, 0 refused."
    assert Source.objects.get().address == "https://a.example.org/f"
    file.write_bytes(b"<opml>" + b"<outline>" * 99)
    with pytest.raises(CommandError) as error:
        call_command("import_sources", str(file), stdout=out)
    assert str(error.value) == f"{file}: It is nested too deeply."


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(editor())
    return client


def uploaded(desk: Client, data: bytes) -> str:
    page = reverse("admin:sources_source_import")
    return desk.post(page, {"file": SimpleUploadedFile("list.opml", data)}).content.decode()


def test_web_process_parses_nothing_that_was_uploaded(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(*given: Any, **more: Any) -> None:
        raise AssertionError("XML was parsed in the process that answers")

    monkeypatch.setattr(expat, "ParserCreate", nobody)
    with pytest.raises(AssertionError):
        import_stream(pieces=[opml()], by=BY, clock=lambda: NOW, tell=lambda line: None)
    assert "1 added" in uploaded(desk, opml(row("https://a.example.org/f")))
    assert "It is no OPML file." in uploaded(desk, b"<rss/>")
    assert Source.objects.get().address == "https://a.example.org/f"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<opml><outline" + b"".join(b" a%d='1'" % number for number in range(400_000)), "longer than 256 KiB"),
        (b"<opml>" + b"<outline>" * 500_000, "nested too deeply"),
        (b"<!DOCTYPE a [<!ENTITY b 'ha'><!ENTITY c '&b;&b;'>]><opml>&c;</opml>", "document type declaration"),
        (b"<opml>" + b"<a/>" * 1_000_000, "more than 50,000 elements"),
        (b"<opml><!--" + b" -" * 2_000_000, "longer than 256 KiB"),
    ],
)
def test_hostile_file_gets_an_error_in_words(desk: Client, data: bytes, words: str) -> None:
    assert words in uploaded(desk, data)
    assert Source.objects.count() == 0


def test_file_that_cannot_be_read_within_the_limits_is_refused() -> None:
    with (
        Children(count=1, seconds=0) as children,
        pytest.raises(NotImported, match=r"It took too long to read: more than 0 seconds\."),
    ):
        import_sources(data=opml(row("https://a.example.org/f")), by=BY, now=NOW, most=9, children=children)
    assert Source.objects.count() == 0
