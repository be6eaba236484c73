from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.watching.entries import Entry, Feed, NotAFeed
from sources.watching.sitemaps import MAX_BYTES, SitemapFile, SitemapIndex, read_sitemap
from tests.sources.watching.room import NOW

AT = "https://news.example.org/sitemap.xml"
XMLNS = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


def url(loc: str, lastmod: str = "", more: str = "") -> str:
    return f"<url><loc>{loc}</loc>" + (f"<lastmod>{lastmod}</lastmod>" if lastmod else "") + f"{more}</url>"


def urlset(*rows: str) -> bytes:
    return f"<?xml version='1.0'?><urlset xmlns='{XMLNS}' xmlns:n='{NEWS}'>{''.join(rows)}</urlset>".encode()


def index(*rows: str) -> bytes:
    inner = "".join(rows).replace("<url>", "<sitemap>").replace("</url>", "</sitemap>")
    return f"<sitemapindex xmlns='{XMLNS}'>{inner}</sitemapindex>".encode()


def read(body: bytes, may_be_index: bool = True) -> Feed | SitemapIndex | NotAFeed:
    return read_sitemap(body, address=AT, now=NOW, may_be_index=may_be_index)


def entry(path: str, changed: datetime | None = None, title: str = "", published: datetime | None = None) -> Entry:
    address = f"https://news.example.org{path}"
    return Entry("", address, title or address, "", published, changed)


def day(number: int) -> datetime:
    return datetime(2031, 3, number, tzinfo=UTC)


def test_plain_sitemap() -> None:
    body = urlset(url("https://news.example.org/a?x=1&amp;y=2", "2031-03-02"), url("/b", "2031-03-03T01:00:00+01:00"))
    whole = Feed("", (entry("/a?x=1&y=2", day(2)), entry("/b", day(3))), (), ())
    assert read(body) == whole
    assert read(gzip.compress(body)) == whole


def test_news_sitemap() -> None:
    news = (
        "<n:news><n:publication><n:name>Quay Courier</n:name><n:language>en</n:language></n:publication>"
        "<n:publication_date>2031-03-19T10:00Z</n:publication_date><n:title>Dredger cuts link</n:title></n:news>"
        "<image:image xmlns:image='i'><image:loc>https://news.example.org/p.jpg</image:loc></image:image>"
    )
    told = replace(entry("/cut", None, "Dredger cuts link", datetime(2031, 3, 19, 10, tzinfo=UTC)), language="en")
    assert read(urlset(url("/cut", more=news))) == Feed("Quay Courier", (told,), (), ())


@pytest.mark.parametrize(
    ("said", "kept"), [("zh-CN", "zh"), ("pt_BR", "pt"), ("deu", "deu"), ("", ""), ("German", ""), ("e" * 999, "")]
)
def test_language_is_the_first_part_of_its_tag(said: str, kept: str) -> None:
    news = f"<n:news><n:publication><n:language>{said}</n:language></n:publication></n:news>"
    feed = read(urlset(url("/cut", more=news)))
    assert isinstance(feed, Feed)
    assert [each.language for each in feed.entries] == [kept]


def test_index_gives_its_newest_files_of_the_same_site() -> None:
    rows = [url(f"/m{number}.xml.gz", f"2031-03-{number:02}") for number in range(1, 13)]
    rows += [url("https://www.news.example.org/m12.xml.gz"), url("https://evil.example.net/x.xml"), url(""), rows[0]]
    assert read(index(*rows)) == SitemapIndex(
        tuple(SitemapFile(f"https://news.example.org/m{number}.xml.gz", day(number)) for number in range(12, 2, -1)),
        (("older than the 10 newest", 3), ("on another site", 1), ("without an address", 1), ("there twice", 1)),
        (),
    )


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "It is empty."),
        (b"<!doctype html><title>x</title>", "It is no sitemap. It is not well-formed XML, from line 1."),
        (b"<html></html>", "It is no sitemap."),
        (b"no xml", "It is no sitemap. It is not well-formed XML, from line 1."),
        (b"<?xml version='1.0' encoding='x-unheard-of'?><urlset/>", "It is no sitemap. It is not well-formed XML"),
        (b"<urlset", "It is no sitemap. It is not well-formed XML, from line 1."),
        (b"<urlset><url>", "It is not well-formed XML, from line 1."),
        (b"<urlset>" + b"<a>" * 100, "It is nested too deeply."),
        (urlset("<a/>" * 500_001), "It has more than 500,000 elements."),
        (b" " * (MAX_BYTES + 1), "It is larger than 10 MiB."),
        (gzip.compress(b" " * (MAX_BYTES + 1), mtime=0), "It is larger than 10 MiB when it is unpacked."),
        (gzip.compress(b"<urlset/>", mtime=0)[:-9], "It is packed in a way that cannot be unpacked."),
        (b"\x1f\x8bnot gzip", "It is packed in a way that cannot be unpacked."),
    ],
)
def test_what_is_no_sitemap_is_refused_in_words(body: bytes, reason: str) -> None:
    found = read(body)
    assert isinstance(found, NotAFeed)
    assert found.reason.startswith(reason)


def test_entities_are_not_read() -> None:
    for inner in ('<!ENTITY f SYSTEM "file:///etc/passwd">', '<!ENTITY a "x"><!ENTITY b "&a;&a;">'):
        body = f"<!DOCTYPE urlset [{inner}]><urlset><url><loc>/&f;</loc></url></urlset>".encode()
        assert read(body) == NotAFeed("It has a document type declaration, which is not read.")
        assert read(body.decode().encode("utf-16")) == read(body)


def test_index_within_an_index_is_not_followed() -> None:
    assert read(index(url("/a.xml")), may_be_index=False) == NotAFeed(
        "It is an index within an index; such are not followed."
    )


def test_of_50_000_the_newest_500_are_taken_and_the_rest_is_said() -> None:
    days = [f"20{number % 30:02}-0{1 + number % 9}-1{number % 10}" for number in range(50_500)]
    found = read(urlset(*(url(f"/{number}", lastmod) for number, lastmod in enumerate(days))))
    assert isinstance(found, Feed)
    assert len(found.entries) == 500
    given = sorted((datetime.fromisoformat(f"{each}T00:00+00:00") for each in days[:50_000]), reverse=True)
    assert sorted((each.changed_at for each in found.entries if each.changed_at), reverse=True) == given[:500]
    assert found.left_out == (("older than the 500 newest", 49_500), ("over the 50,000 that one file may hold", 500))


def test_without_dates_both_ends_are_taken() -> None:
    found = read(urlset(*(url(f"/{number}") for number in range(1_000))))
    assert isinstance(found, Feed)
    assert [each.address.rpartition("/")[2] for each in found.entries] == [
        str(number) for number in [*range(250), *range(750, 1_000)]
    ]
    assert found.left_out == (("between the first and the last 250", 500),)


def test_undated_fill_the_room_that_the_dated_leave() -> None:
    rows = [url(f"/d{number}", f"2031-03-{1 + number % 9:02}") for number in range(400)]
    found = read(urlset(*rows, *(url(f"/u{number}") for number in range(300))))
    assert isinstance(found, Feed)
    assert sum("/d" in each.address for each in found.entries) == 400
    assert found.left_out == (("without a date", 200),)


def test_one_stamp_for_all_is_not_believed() -> None:
    found = read(urlset(*(url(f"/{number}", "2031-03-01") for number in range(600))))
    assert isinstance(found, Feed)
    assert {each.changed_at for each in found.entries} == {None}
    assert found.left_out == (("between the first and the last 250", 100),)
    assert found.notes == ("All are said to have changed at one and the same moment; it was not believed.",)


def test_broken_file_is_read_up_to_where_it_breaks() -> None:
    found = read(urlset(url("/a"), url("/b")).replace(b"<loc>/b", b"\n<loc>/b<"))
    assert found == Feed(
        "",
        (entry("/a"),),
        (),
        ("It is not well-formed XML, from line 2. What stands after that was not read.",),
    )


@given(st.binary(max_size=500) | st.text(max_size=300).map(lambda text: urlset(text)))
def test_any_bytes_give_a_sitemap_or_a_refusal(body: bytes) -> None:
    assert isinstance(read(body), Feed | SitemapIndex | NotAFeed)
    assert isinstance(read(gzip.compress(body)), Feed | SitemapIndex | NotAFeed)


@given(
    st.lists(
        st.tuples(st.integers(0, 900), st.sampled_from(["", "2031-03-01", "2031-02", "soon", "9999-01-01"])),
        max_size=900,
    )
)
def test_every_address_is_taken_or_counted(rows: list[tuple[int, str]]) -> None:
    found = read(urlset(*(url(f"/{number}", lastmod) for number, lastmod in rows)))
    assert isinstance(found, Feed)
    assert len(found.entries) + sum(count for _, count in found.left_out) == len(rows)
    assert len({each.identity for each in found.entries}) == len(found.entries)
