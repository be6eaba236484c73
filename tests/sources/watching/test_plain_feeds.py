"""The quick reading of plain feeds is feedparser's reading, field by field; what is not plain is left to feedparser."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

import feedparser
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sources.watching.plain_feeds import plain_feed
from tests.sources.watching.room import item, rss

TAKEN = ("id", "link", "title", "summary", "published_parsed", "updated_parsed")


def taken(parsed: Any) -> tuple[Any, ...]:
    """All that we take of a feed; content only where there is no summary."""
    entries = []
    for each in map(dict, parsed["entries"]):
        fields = {name: tuple(value) if "parsed" in name and value else value for name, value in each.items()}
        content = each["content"][0]["value"] if each.get("content") and not each.get("summary") else ""
        entries.append(({name: fields[name] for name in TAKEN if fields.get(name)}, content))
    return str(dict(parsed["feed"]).get("title") or ""), entries


def slowly(body: bytes) -> tuple[Any, ...]:
    return taken(feedparser.parse(BytesIO(body), sanitize_html=False, resolve_relative_uris=False))


def channel(*parts: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>', names: str = "") -> bytes:
    return f"{head}<rss version='2.0'{names}><channel><title>T</title>{''.join(parts)}</channel></rss>".encode()


def atom(*parts: str) -> bytes:
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>A</title>{''.join(parts)}</feed>".encode()


WORDPRESS = (
    " xmlns:content='http://purl.org/rss/1.0/modules/content/' xmlns:dc='http://purl.org/dc/elements/1.1/'"
    " xmlns:atom='http://www.w3.org/2005/Atom' xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'"
    " xmlns:slash='http://purl.org/rss/1.0/modules/slash/' xmlns:wfw='http://wellformedweb.org/CommentAPI/'"
)
ENCODED = "<content:encoded><![CDATA[<p>All <b>of</b> it.</p>]]></content:encoded>"
SAID = "<description><![CDATA[<p>Some &amp; more</p>]]></description>"
PLAIN = [
    channel(),
    channel(item(1, "/a", "Cut & mended", "<p>A <b>dredger</b></p>", "Thu, 20 Mar 2031 08:00:00 GMT")),
    channel(item(1, "https://e.example/a?x=1&y=2&copy;=3&amp;z=4", "T &amp;amp; U &lt;i&gt;")),
    channel("<item><guid>https://e.example/1</guid><title>Only an id</title></item>"),
    channel("<item><guid>no address</guid><link>  https://e.example/1\n</link></item>"),
    channel("<item><link>https://e.example/1</link><guid isPermaLink='true'>https://e.example/2</guid></item>"),
    channel("<item><guid isPermaLink='TRUE'>https://e.example/2</guid></item>", "<item/>", "<item> text </item>"),
    channel("<item><guid>https:////e.example//2</guid><link/></item>"),
    channel("<!-- a comment --><item><title>a<!-- b -->c</title></item>", "<ttl>5</ttl><language>en-gb</language>"),
    channel("<image><url>u</url><title>I</title><link>l</link></image>", item(1, "/a")),
    channel(
        f"<item>{SAID}{ENCODED}</item>", f"<item>{ENCODED}{SAID}</item>", f"<item>{ENCODED}</item>", names=WORDPRESS
    ),
    channel(f"<item><description/>{ENCODED}<dc:creator>A</dc:creator></item>", names=WORDPRESS),
    channel(
        "<atom:link href='https://e.example/feed' rel='self' type='application/rss+xml'/><sy:updatePeriod>hourly"
        "</sy:updatePeriod><item><title>x</title><category domain='d'>c</category><slash:comments>3</slash:comments>"
        "<wfw:commentRss>https://e.example/c</wfw:commentRss><comments>https://e.example/d</comments><enclosure "
        "url='https://e.example/e.mp3' type='audio/mpeg' length='3'/><author>a@e.example (A)</author></item>",
        names=WORDPRESS,
    ),
    channel("<item><title>Ã©tÃ© and “quotes” \x85\x93 é 漢字 🜨</title></item>", head=""),
    channel("<item><title>été</title><description>naïve \x97 Straße</description></item>"),
    channel("<item><title></title><description> </description><link></link><guid></guid><pubDate/></item>"),
    *(
        channel(f"<item><pubDate>{date}</pubDate></item>")
        for date in (
            "Thu, 20 Mar 2031 08:00:00 GMT",
            "20 Mar 2031 08:00 +0200",
            "Thu, 20 Mar 31 08:00:00 EST",
            "2031-03-20T08:00:00Z",
            "2031-03-20",
            "20310320",
            "soon",
            "Thu, 99 Mar 2031 08:00:00 GMT",
            "Tue, 29 Feb 2031 25:61:00 GMT",
        )
    ),
    atom(),
    atom(
        "<entry><id>urn:1</id><title type='html'>&lt;i&gt;T&lt;/i&gt;</title><link href='../a'/>"
        "<updated>2031-03-01T00:00:00Z</updated><published>2031-02-01T00:00:00+02:00</published>"
        "<summary>S</summary><content type='html'>&lt;p&gt;C</content></entry>"
    ),
    atom("<entry><content>C</content><summary type='text'>S &amp;lt;b></summary><id>https://e.example/1</id></entry>"),
    atom("<entry><content type='html'>C</content></entry>", "<entry><summary/></entry>", "<entry/>"),
    atom(
        "<entry><id>tag:e.example,2031:1</id><link rel='self' href='s'/>"
        "<link rel='alternate' type='text/html' href='h'/>"
        "<link rel='alternate' type='application/json' href='j'/><link rel='replies' href='r'/></entry>",
        "<author><name>N</name><email>e@e.example</email></author><id>urn:f</id><subtitle>s</subtitle>",
    ),
    atom("<entry><link href='https://e.example/1' title='t'/><author><name>N</name></author></entry>"),
]
NOT_PLAIN = [
    b"",
    b"not xml at all",
    b"<rss version='2.0'><channel><item><title>broken</channel></rss>",
    rss(item(1, "/a")).replace(b"2.0", b"0.91"),
    rss(item(1, "/a")).replace(b"<channel>", b"<channel href='x'>"),
    b"<!DOCTYPE rss>" + rss(item(1, "/a")),
    b"\xef\xbb\xbf" + rss(item(1, "/a")),
    b'<?xml version="1.0" encoding="iso-8859-1"?>' + rss(item(1, "/\xe9".encode("latin-1").decode("latin-1"))),
    rss(item(1, "/a", "\xe9")).replace("\xe9".encode(), b"\xe9"),
    channel("<item xml:base='https://e.example/'><link>a</link></item>"),
    channel("<item><title>a <b>b</b></title></item>"),
    channel("<item><title>a</title><title>b</title></item>"),
    channel("<item><title type='html'>a</title></item>"),
    channel("<item><link href='x'/></item>"),
    channel("<item><dc:title>a</dc:title></item>", names=WORDPRESS),
    channel("<item><media:title xmlns:media='http://search.yahoo.com/mrss/'>m</media:title></item>"),
    channel("<item><undeclared:x>y</undeclared:x></item>"),
    channel("<item><source url='u'>s</source></item>"),
    channel("<title>second</title>"),
    atom("<entry><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>x</div></content></entry>"),
    atom("<entry><content src='https://e.example/'/></entry>"),
    atom("<entry><title type='base64'>QQ==</title></entry>"),
    atom("<entry><link/></entry>"),
    atom("<entry><link HREF='x' href='https://e.example/1'/></entry>"),
    b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'/>",
    channel("<item " + " ".join(f"a{n}='1'" for n in range(30_000)) + "/>"),
]


@pytest.mark.parametrize("body", PLAIN, ids=range(len(PLAIN)))
def test_plain_feed_is_read_as_feedparser_reads_it(body: bytes) -> None:
    quick = plain_feed(body)
    assert quick is not None
    assert taken(quick) == slowly(body)


@pytest.mark.parametrize("body", NOT_PLAIN, ids=range(len(NOT_PLAIN)))
def test_what_is_not_plain_is_left_to_feedparser(body: bytes) -> None:
    assert plain_feed(body) is None


MOMENTS = st.builds(
    "{}, {:02} {} {:04} {:02}:{:02}:{:02} {}".format,
    st.sampled_from(["Sat", "Mon", "mon", "Samstag"]),
    st.integers(0, 32),
    st.sampled_from(["Mar", "Dec", "Feb", "feb", "May", "März"]),
    st.sampled_from([0, 1, 31, 99, 1990, 2031, 9999]),
    *(st.integers(0, 24), st.integers(0, 60), st.integers(0, 60)),
    st.sampled_from(["GMT", "+0000", "-0000", "+0530", "Z", "EST", ""]),
)


@given(MOMENTS)
def test_moments_are_read_as_feedparser_reads_them(moment: str) -> None:
    body = channel(f"<item><title>T</title><pubDate>{moment}</pubDate></item>")
    found = plain_feed(body)
    assert found is not None
    assert taken(found) == slowly(body)


SIGN = st.sampled_from([*"aé漢 \n\t&<>;#\"'/:?=.", "&amp;", "&lt;b&gt;", "\x85", "Ã©", "http://", "urn:", "]]>"])
WORDS = st.lists(SIGN, max_size=8).map("".join)
ESCAPED = WORDS.map(escape) | WORDS.map(lambda text: f"<![CDATA[{text.replace(']]>', '')}]]>") | WORDS
NAMES = st.sampled_from(
    ["title", "link", "guid", "description", "pubDate", "author", "category", "content:encoded", "x"]
)
SAYS = st.sampled_from(["", "", "", " isPermaLink='false'", " type='html'", " domain='d'", " href='https://e.example'"])
ELEMENT = st.tuples(NAMES, SAYS, ESCAPED).map(lambda one: f"<{one[0]}{one[1]}>{one[2]}</{one[0]}>")
ITEM = st.lists(ELEMENT, max_size=5).map(lambda parts: f"<item>{''.join(parts)}</item>")
ATOM_NAMES = st.sampled_from(["title", "id", "summary", "content", "published", "updated", "author", "category"])
ATOM_SAYS = st.sampled_from(["", "", " type='html'", " type='text'", " type='text/plain'", " xml:lang='de'"])
ATOM_LINK = st.tuples(WORDS.map(escape), SAYS).map(
    lambda one: f"<link rel='alternate' href='{one[0].replace(chr(39), '')}'/>"
)
ATOM_ELEMENT = st.tuples(ATOM_NAMES, ATOM_SAYS, ESCAPED).map(lambda one: f"<{one[0]}{one[1]}>{one[2]}</{one[0]}>")
ENTRY = st.lists(ATOM_ELEMENT | ATOM_LINK, max_size=5).map(lambda parts: f"<entry>{''.join(parts)}</entry>")
FEEDS = st.lists(ITEM | ELEMENT, max_size=3).map(lambda parts: channel(*parts, names=WORDPRESS)) | st.lists(
    ENTRY | ATOM_ELEMENT, max_size=3
).map(lambda parts: atom(*parts))


@settings(max_examples=300)
@given(FEEDS)
@example(channel("<item><link>\x85</link></item>"))
def test_whatever_is_taken_for_plain_is_read_alike(body: bytes) -> None:
    quick = plain_feed(body)
    if quick is not None:
        assert taken(quick) == slowly(body)
