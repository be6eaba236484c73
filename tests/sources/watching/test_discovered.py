from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.fetching.outcomes import Failed, Failure, Fetched, Headers, Outcome, Redirect, Refusal, Refused, Unchanged
from sources.watching.discovered import Found, Missed, Search, Seen, Step, after, begin, give_up, look, search_of
from tests.sources.watching.room import NOW, item, rss
from tests.sources.watching.test_sitemaps import index, url, urlset

HOME = "https://news.example.org/"
PAGE = b"""<!doctype html><html><head><title>Quay Courier</title>
<link rel="alternate" type="application/rss+xml" href="/all.xml" title="All">
<link rel="stylesheet alternate" type="text/css" href="/x.css"><link rel="canonical" href="/">
<link rel="Alternate" type="application/feed+json; charset=utf-8" href="feed.json">
<link rel="sitemap" href="/map.xml"><link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">
</head><body><p>Words.</p><a href="/topics/harbour/rss.xml?x=1#a">Harbour</a><a href="/about">About</a>
<a href="/all.xml">again</a></body></html>"""
BARE = b"<!doctype html><html><head><title>Bare</title></head><body><p>Words.</p></body></html>"


def fetched(body: bytes, address: str = HOME, *redirects: Redirect) -> Fetched:
    return Fetched(200, address, Headers(content_type="text/html"), body, redirects)


def looked(outcome: Outcome, address: str = HOME, why: str = "asked") -> Search:
    step = Step(address, why)
    return after(Search((step,)), step, outcome, seen_of(step, outcome))


def seen_of(step: Step, outcome: Outcome) -> Seen | None:
    if not isinstance(outcome, Fetched):
        return None
    is_moved = bool(outcome.redirects) and all(each.status in {301, 308} for each in outcome.redirects)
    return look(outcome.body, step=step, address=outcome.address, media_type="text/html", is_moved=is_moved, now=NOW)


def steps(search: Search) -> list[tuple[str, str]]:
    return [(each.address.removeprefix("https://news.example.org"), each.why) for each in search.todo]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("news.example.org", "https://news.example.org"),
        (" http://a.example.org/x ", "http://a.example.org/x"),
        ("file:///etc/passwd", "file:///etc/passwd"),
    ],
)
def test_what_is_typed_is_where_it_begins(typed: str, meant: str) -> None:
    assert begin(typed) == Search((Step(meant, "asked"),))


def test_page_leads_to_what_it_names_and_to_the_map_of_its_site() -> None:
    search = looked(fetched(PAGE))
    assert search.found == (Found(HOME, "page", "Quay Courier", words="Its text can be watched."),)
    assert steps(search) == [
        ("/all.xml", "named"),
        ("/feed.json", "named"),
        ("/map.xml", "named"),
        ("/topics/harbour/rss.xml?x=1#a", "named"),
        ("/robots.txt", "robots"),
        ("/sitemap.xml", "usual"),
    ]


def test_page_that_names_nothing_leads_to_the_usual_places() -> None:
    places = ["/feed", "/rss.xml", "/atom.xml", "/feed.xml", "/index.xml", "/feed.json", "/sitemap.xml"]
    assert steps(looked(fetched(BARE))) == [("/robots.txt", "robots"), *((each, "usual") for each in places)]


ROBOTS = b"""User-agent: *
Sitemap: /news.xml
sitemap: https://maps.example.net/a.xml # theirs
SITEMAP:https://news.example.org/sitemap.xml
Sitemap: javascript:alert(1)
Sitemap: http://10.0.0.1/inside.xml
"""


def test_robots_txt_leads_to_the_sitemaps_that_it_names() -> None:
    """Each is judged when its turn comes; what is looked at anyway is not looked at twice."""
    step, usual = Step(f"{HOME}robots.txt", "robots"), Step(f"{HOME}sitemap.xml", "usual")
    outcome = fetched(ROBOTS, step.address)
    assert steps(after(Search((step, usual)), step, outcome, seen_of(step, outcome))) == [
        ("/sitemap.xml", "usual"),
        ("/news.xml", "named"),
        ("https://maps.example.net/a.xml", "named"),
        ("http://10.0.0.1/inside.xml", "named"),
    ]


def test_robots_txt_that_names_a_thousand_sitemaps_leads_to_eight_and_one_that_is_missing_to_none() -> None:
    many = "".join(f"Sitemap: /{number}.xml\n" for number in range(1_000)).encode()
    assert len(looked(fetched(many), f"{HOME}robots.txt", "robots").todo) == 8
    gone = Failed(Failure.STATUS, "It answered with status 404.", 404)
    assert looked(gone, f"{HOME}robots.txt", "robots") == looked(fetched(b"<html>"), f"{HOME}robots.txt", "robots")
    assert looked(gone, f"{HOME}robots.txt", "robots") == Search(())


def test_page_that_names_a_hundred_feeds_leads_to_eight() -> None:
    links = "".join(f"<link rel=alternate type=application/rss+xml href=/{number}.xml>" for number in range(100))
    assert len(looked(fetched(BARE.replace(b"</head>", links.encode() + b"</head>"))).todo) == 10


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (
            rss(item(1, "/a", date="Thu, 20 Mar 2031 08:00:00 GMT"), item(2, "/b")),
            Found(HOME, "feed", "Quay Courier", 2, "2031-03-20T08:00:00+00:00"),
        ),
        (
            json.dumps({"version": "https://jsonfeed.org/version/1", "title": "J", "items": []}).encode(),
            Found(HOME, "feed", "J", 0),
        ),
        (
            rss(*(item(number, f"/{number}") for number in range(503))),
            Found(HOME, "feed", "Quay Courier", 500, "", "3 more are left out."),
        ),
        (urlset(url("/a", "2031-03-01"), url("/b")), Found(HOME, "sitemap", "", 2, "2031-03-01T00:00:00+00:00")),
        (
            index(*(url(f"/{number}.xml", f"2031-02-{1 + number:02}") for number in range(12))),
            Found(HOME, "sitemap", "", None, "2031-02-12T00:00:00+00:00", "An index of 12 files."),
        ),
        (
            b'{"a": 1}',
            Found(HOME, "json", "", words="A JSON document: choose by JSONPath what of it is watched."),
        ),
    ],
)
@pytest.mark.parametrize("why", ["asked", "named", "usual"])
def test_what_lists_documents_is_found(body: bytes, found: Found, why: str) -> None:
    assert looked(fetched(body), why=why) == Search((), (found,), ())


def test_what_moved_for_good_is_found_at_its_new_address() -> None:
    body, new = rss(item(1, "/a")), "https://feeds.example.org/q"
    assert looked(fetched(body, new, Redirect(301, new))).found[0].address == new
    assert looked(fetched(body, new, Redirect(302, new))).found[0].address == HOME


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (Refused(Refusal.ROBOTS, "The site's robots.txt asks programs not to fetch it."), None),
        (Failed(Failure.STATUS, "It answered with status 404.", 404), None),
        (Unchanged(HOME, Headers()), "It answered nothing new."),
        (fetched(b"\x89PNG\r\n"), "It is neither a feed nor a sitemap."),
        (fetched(b""), "It is neither a feed nor a sitemap."),
    ],
)
def test_what_brings_nothing_is_said_unless_nobody_named_it(outcome: Outcome, words: str | None) -> None:
    words = words or getattr(outcome, "sentence", "")
    for why in ("asked", "named"):
        assert looked(outcome, why=why) == Search((), (), (Missed(HOME, words),))
    assert looked(outcome, why="usual") == Search(())


def test_page_where_a_feed_was_named_is_none() -> None:
    assert looked(fetched(PAGE), why="named") == Search((), (), (Missed(HOME, "It is neither a feed nor a sitemap."),))


def test_one_thing_is_found_once() -> None:
    step = Step("http://www.news.example.org/feed/", "usual")
    search = Search((step,), (Found("https://news.example.org/feed", "feed", "T", 1),))
    outcome = fetched(rss(item(1, "/a")), step.address)
    assert after(search, step, outcome, seen_of(step, outcome)) == Search((), search.found)


def test_search_is_kept_as_plain_data() -> None:
    search = give_up(looked(fetched(PAGE)), Step("https://news.example.org/all.xml", "named"), "Not now.")
    assert search.missed == (Missed("https://news.example.org/all.xml", "Not now."),)
    assert "/all.xml" not in [path for path, _ in steps(search)]
    assert search_of(json.loads(json.dumps(search.as_json()))) == search
    assert search_of({}) == Search(())


@given(
    st.binary(max_size=300) | st.text(max_size=200).map(lambda text: b"<html><head>" + text.encode("utf-8", "replace"))
)
def test_any_bytes_bring_the_search_on(body: bytes) -> None:
    search = looked(fetched(body))
    assert len(search.todo) <= 10
    assert all(each.address.startswith(("http://", "https://")) for each in search.todo)
