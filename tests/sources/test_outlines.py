"""Sources brought in and given out as OPML: by use case, by command and in the admin."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from records.models import AuditRow, User
from sources.models import Publisher, Source, Watch
from sources.outlines import Line, export_sources, import_sources
from tests.cast import editor, publisher
from tests.sources.watching.room import BY, NOW
from tests.sources.watching.test_opml import LIST

pytestmark = pytest.mark.django_db


def opml(*rows: str) -> bytes:
    return f"<opml xmlns:p='urn:plumbline:opml:1'><body>{''.join(rows)}</body></opml>".encode()


def row(address: str, more: str = "") -> str:
    return f"<outline text='T' xmlUrl='{address}' {more}/>"


def states(data: bytes) -> list[tuple[str, str, str]]:
    lines = import_sources(data=data, by=BY, now=NOW, most=500).lines
    return [(each.address, each.state, each.words) for each in lines]


def stored() -> list[dict[str, Any]]:
    rows = Source.objects.order_by("address").values()
    left_out = {"id", "public_id", "publisher_id"}
    names = dict(Source.objects.values_list("address", "publisher__name"))
    kinds = dict(Source.objects.values_list("address", "publisher__kind"))
    return [
        {name: value for name, value in each.items() if name not in left_out}
        | {"publisher": names[each["address"]], "publisher kind": kinds[each["address"]]}
        for each in rows
    ]


def test_each_line_is_judged_by_itself_and_twice_changes_nothing() -> None:
    publisher("Quay Courier").domains.create(domain="q.example.org")
    data = opml(
        row("https://q.example.org/feed"),
        row("http://10.0.0.1/inside"),
        row("https://localhost/feed"),
        row("file:///etc/passwd"),
        row("https://www.q.example.org/feed/"),
        row("https://new.example.net/feed"),
        row("https://new.example.net/page", "p:kind='fax'"),
        row("https://new.example.net/j", "p:kind='json'"),
        row("https://new.example.net/p", "p:kind='page' p:selector='p:nth-child(1)'"),
        row("https://new.example.net/i", "p:interval-seconds='5'"),
        row("https://new.example.net/f", "p:json-text='$.a'"),
        row("https://new.example.net/" + "x" * 2_000),
    )
    first = states(data)
    assert [(address.partition("//")[2][:25], state) for address, state, _ in first] == [
        ("q.example.org/feed", "added"),
        ("10.0.0.1/inside", "refused"),
        ("localhost/feed", "refused"),
        ("/etc/passwd", "refused"),
        ("www.q.example.org/feed/", "already there"),
        ("new.example.net/feed", "added"),
        ("new.example.net/page", "refused"),
        ("new.example.net/j", "refused"),
        ("new.example.net/p", "refused"),
        ("new.example.net/i", "refused"),
        ("new.example.net/f", "refused"),
        ("new.example.net/xxxxxxxxx", "refused"),
    ]
    words = [said for _, state, said in first if state != "already there"]
    assert words[0] == "Quay Courier."
    assert words[1] == "It leads to an address that is not on the public internet."
    assert words[4] == "example.net, made now, with grade F."
    assert words[5] == "“fax” is no kind of source."
    assert all(words)
    assert [each.address for each in Watch.objects.order_by("id")] == [
        "https://q.example.org/feed",
        "https://new.example.net/feed",
    ]
    assert AuditRow.objects.filter(verb="source.imported").count() == 2
    again = states(data)
    assert [state for _, state, _ in again] == ["already there" if state == "added" else state for _, state, _ in first]
    assert (Source.objects.count(), Publisher.objects.count()) == (2, 2)


def test_what_is_given_out_and_brought_in_again_is_the_same() -> None:
    quay, order = publisher("Quay & “Co” <x>"), publisher("Order House", kind="regulator")
    common = {"is_active": True}
    Source.objects.create(name="Feed", kind="feed", address="https://a.example.org/f?x=1&y=2", publisher=quay, **common)
    Source.objects.create(
        name="Page 'n' all",
        kind="page",
        address="https://b.example.org/",
        publisher=order,
        folder="Law / Europe",
        terms="https://b.example.org/terms",
        licence="CC BY",
        selector="main > .notice[data-x='1']",
        interval_seconds=600,
        recheck_seconds=7_200,
        is_active=False,
    )
    Source.objects.create(
        name="Map", kind="sitemap", address="https://a.example.org/m.xml", publisher=quay, folder="Law"
    )
    Source.objects.create(
        name="Items",
        kind="json",
        address="https://c.example.org/j",
        publisher=order,
        json_items="$.a[?@.k == 'x' && @.n < 2]",
        json_title="$.t",
        json_address="$.u",
        json_date="$.d",
        json_id="$.i",
        json_text="$.x",
    )
    Source.objects.create(name="Bare", kind="json", address="https://c.example.org/k", publisher=order, is_active=False)
    before, written = stored(), b"".join(export_sources(now=NOW))
    Watch.objects.all().delete()
    Source.objects.all().delete()
    Publisher.objects.all().delete()
    assert {state for _, state, _ in states(written)} == {"added"}
    assert stored() == before
    assert b"".join(export_sources(now=NOW)) == written


def test_commands(tmp_path: Path) -> None:
    file, out = tmp_path / "list.opml", StringIO()
    file.write_bytes(LIST)
    call_command("import_sources", str(file), stdout=out)
    assert out.getvalue().splitlines() == [
        "added: Quay & Co <https://q.example.org/feed> example.org, made now, with grade F.",
        "added: Häfen <http://h.example.org/rss?a=1&b=2> example.org.",
        "added: https://z.example.org/f <https://z.example.org/f> example.org.",
        "Left out: 2 without the address of a feed.",
        "3 added, 0 already there, 0 refused.",
    ]
    written = StringIO()
    call_command("export_sources", stdout=written)
    call_command("export_sources", str(tmp_path / "out.opml"), stdout=StringIO())
    assert 'xmlUrl="http://h.example.org/rss?a=1&amp;b=2"' in written.getvalue()
    assert 'xmlUrl="http://h.example.org/rss?a=1&amp;b=2"' in (tmp_path / "out.opml").read_text()
    file.write_bytes(b"<rss/>")
    with pytest.raises(CommandError, match="It is no OPML file"):
        call_command("import_sources", str(file))
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_sources", str(tmp_path / "none"))


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(editor())
    return client


def test_editor_brings_a_list_in_and_takes_one_out(desk: Client) -> None:
    page = reverse("admin:sources_source_import")
    assert "OPML" in desk.get(page).content.decode()
    data = LIST.replace(b"http://h.example.org", b"http://10.0.0.1")
    said = desk.post(page, {"file": SimpleUploadedFile("list.opml", data)}).content.decode()
    assert "2 added" in said
    assert "It leads to an address that is not on the public internet." in said
    assert "Left out: 2 without the address of a feed." in said
    bad = desk.post(page, {"file": SimpleUploadedFile("list.opml", b"<rss/>")}).content.decode()
    assert "It is no OPML file." in bad
    given = desk.get(reverse("admin:sources_source_export"))
    assert given["Content-Type"] == "text/x-opml; charset=utf-8"
    assert given["Content-Disposition"] == 'attachment; filename="sources.opml"'
    assert b"https://q.example.org/feed" in b"".join(given.streaming_content)  # type: ignore[arg-type]
    listed = desk.get(reverse("admin:sources_source_changelist")).content.decode()
    assert page in listed


def test_list_that_is_too_long_for_the_desk_is_left_to_the_command(desk: Client) -> None:
    data = opml(*(row(f"https://a.example.org/{number}") for number in range(501)))
    page = reverse("admin:sources_source_import")
    said = desk.post(page, {"file": SimpleUploadedFile("list.opml", data)}).content.decode()
    assert "The list has 501 sources; here 500 are brought in at once." in said
    assert Source.objects.count() == 0


def test_who_may_not_add_sources_brings_none_in(client: Client) -> None:
    reader = User.objects.create_user(email="reader@plumbline.example", password=None)
    client.force_login(reader)
    for name in ("import", "export"):
        assert client.get(reverse(f"admin:sources_source_{name}")).status_code in {302, 403, 404}


def test_line_of_a_report() -> None:
    [line] = import_sources(data=opml(row("https://q.example.org/f")), by=BY, now=NOW, most=1).lines
    assert line == Line("T", "https://q.example.org/f", line.state, "example.org, made now, with grade F.")


def test_list_with_a_publisher_of_no_letters_says_so() -> None:
    [(_, state, words)] = states(opml(row("https://a.example.org/f", "p:publisher='!!!'")))
    assert (state, words) == ("refused", "“!!!” is no name of a publisher.")
