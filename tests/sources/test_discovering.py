"""Looking for feeds: by the use case over a server on loopback, at the desk, and by command."""

from __future__ import annotations

import gzip
from concurrent.futures import Future
from datetime import datetime, timedelta
from inspect import signature
from io import StringIO
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from records.clock import database_now
from records.models import AuditRow
from sources.apart.children import SECONDS, Children
from sources.discovering import NotDiscovered, ask, look_on, look_through
from sources.fetching.beside import FetcherBeside
from sources.fetching.fetcher import Fetcher
from sources.fetching.outcomes import Outcome
from sources.models import Discovery, HostPace, Source
from sources.tasks import look_around
from sources.watching.discovered import Search, search_of
from sources.watching.manners import keep_robots
from tests.cast import editor
from tests.sources.fetching.rig import AGENT, answer
from tests.sources.watching.room import BY, NOW, beside, courier, feed, item, page, room
from tests.sources.watching.test_discovered import BARE, PAGE
from tests.sources.watching.test_kinds import xml
from tests.sources.watching.test_sitemaps import url, urlset

pytestmark = pytest.mark.django_db
STEP = timedelta(seconds=5)


@pytest.fixture(autouse=True)
def _loopback_is_allowed(settings: Any) -> None:
    settings.ALLOW_LOOPBACK = True


def site() -> dict[str, Any]:
    return {
        "/": page(PAGE),
        "/all.xml": feed(item(1, "/a", date="Thu, 20 Mar 2025 08:00:00 GMT")),
        "/map.xml": xml(urlset(url("/a"))),
        "/topics/harbour/rss.xml?x=1": answer("500 Internal Server Error"),
    }


def state() -> Search:
    return search_of(Discovery.objects.get().state)


def test_search_goes_on_at_the_pace_of_the_host_until_all_is_looked_at() -> None:
    with room(site()) as server:
        row = ask(address=server.url("/"), by=BY, now=NOW)
        assert look_on(fetcher=beside, now=NOW) == 1
        assert [each.kind for each in state().found] == ["page"]
        assert look_on(fetcher=beside, now=NOW + timedelta(seconds=4)) == 0
        now = NOW
        while Discovery.objects.get().next_step_at is not None:
            now += STEP
            assert look_on(fetcher=beside, now=now) == 1
        assert now == NOW + 6 * STEP
        assert look_on(fetcher=beside, now=now + STEP) == 0
        assert [(each.kind, each.address, each.count) for each in state().found] == [
            ("page", server.url("/"), None),
            ("feed", server.url("/all.xml"), 1),
            ("sitemap", server.url("/map.xml"), 1),
        ]
        assert [(each.address, each.words) for each in state().missed] == [
            (server.url("/feed.json"), "It answered with status 404."),
            (server.url("/topics/harbour/rss.xml?x=1#a"), "It answered with status 500."),
        ]
        asked = [path for path in server.paths if path != "/robots.txt"]
        assert len(asked) == len(set(asked)) == 6
        assert "/robots.txt" in server.paths[2:]  # for the sitemaps that it names
    assert AuditRow.objects.get(verb="source.looked_for").actor == BY
    ask(address="https://other.example.org", by=BY, now=NOW + timedelta(days=2))
    assert not Discovery.objects.filter(pk=row.pk).exists()


def test_named_address_that_leads_inside_is_refused_and_not_asked() -> None:
    inside = BARE.replace(b"</head>", b"<link rel=alternate type=application/rss+xml href='http://10.0.0.1/f'></head>")
    with room({"/": page(inside)}) as server:
        ask(address=server.url("/"), by=BY, now=NOW)
        look_on(fetcher=beside, now=NOW)
        look_on(fetcher=beside, now=NOW + STEP)
    assert [(each.address, each.words) for each in state().missed] == [
        ("http://10.0.0.1/f", "It leads to an address that is not on the public internet.")
    ]


def test_host_that_asks_for_time_is_left_alone_by_all() -> None:
    busy = answer("429 Too Many Requests", Retry_After="7200")
    with room({"/": page(PAGE), "/all.xml": busy}) as server:
        ask(address=server.url("/"), by=BY, now=NOW)
        look_on(fetcher=beside, now=NOW)
        look_on(fetcher=beside, now=NOW + STEP)
        assert HostPace.objects.get().free_at == NOW + STEP + timedelta(seconds=7200)
        assert look_on(fetcher=beside, now=NOW + timedelta(hours=1)) == 0
        assert Discovery.objects.get().next_step_at is None
        assert {each.words for each in state().missed} == {
            "It answered with status 429.",
            "Its host has asked to be left alone for now.",
        }


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://10.0.0.1/", "It leads to an address that is not on the public internet."),
        ("file:///etc/passwd", "Only http and https addresses are fetched."),
        ("https://a b", "The address contains white space"),
        ("https://a.example.org/" + "x" * 2_000, "The address is longer than 2000 characters."),
    ],
)
def test_address_that_may_not_be_fetched_is_refused_at_once(address: str, words: str) -> None:
    with pytest.raises(NotDiscovered) as caught:
        ask(address=address, by=BY, now=NOW)
    assert str(caught.value).startswith(words)
    assert Discovery.objects.count() == 0


def test_sitemap_that_only_robots_txt_names_is_found() -> None:
    with room({"/": page(BARE)}) as server:
        server.pages["/robots.txt"] = answer(body=b"User-agent: *\nDisallow: /feed\nSitemap: /deep/map.xml\n")
        server.pages["/deep/map.xml"] = xml(urlset(url("/a")))
        ask(address=server.url("/"), by=BY, now=NOW)
        for step in range(12):
            look_on(fetcher=beside, now=NOW + step * STEP)
        assert [each.address for each in state().found] == [server.url("/"), server.url("/deep/map.xml")]
        assert "/feed" not in server.paths


def test_bomb_costs_its_search_words_and_other_searches_nothing() -> None:
    """What comes is read by a child: members of a gzip file by the million take longer than it has."""
    bomb = (gzip.compress(b"") * 500_000)[: 10 * 1024 * 1024]
    with (
        room({"/": answer(body=bomb)}) as first,
        room({"/": feed(item(1, "/a"))}) as second,
        Children(count=2, seconds=2) as children,
    ):
        rows = [ask(address=each.url("/"), by=BY, now=NOW) for each in (first, second)]
        assert look_on(fetcher=beside, now=NOW, children=children) == 2
        hard, easy = (search_of(Discovery.objects.get(pk=row.pk).state) for row in rows)
    assert [each.words for each in hard.missed] == ["It took too long to read: more than 2 seconds."]
    assert SECONDS == signature(Children).parameters["seconds"].default == 10  # of those that nobody gives
    assert [(each.kind, each.count) for each in easy.found] == [("feed", 1)]


def test_fault_in_one_fetch_costs_other_searches_nothing() -> None:
    class Faulty(FetcherBeside):
        def fetch(self, url: str, **given: Any) -> Future[Outcome]:
            if not url.endswith("/faulty"):
                return super().fetch(url, **given)
            broken: Future[Outcome] = Future()
            broken.set_exception(ValueError("a fault of ours"))
            return broken

    with room({"/": feed(item(1, "/a"))}) as first, room({}) as second:
        ask(address=second.url("/faulty"), by=BY, now=NOW)
        row = ask(address=first.url("/"), by=BY, now=NOW)
        assert look_on(fetcher=lambda: Faulty(Fetcher(agent=AGENT, allow_loopback=True)), now=NOW) == 2
        assert [each.kind for each in search_of(Discovery.objects.get(pk=row.pk).state).found] == ["feed"]
    assert list(Discovery.objects.order_by("id").values_list("attempts", flat=True)) == [1, 0]


def test_step_that_never_ends_is_given_up() -> None:
    with room({"/": page(BARE)}) as server:
        row = ask(address=server.url("/"), by=BY, now=NOW)
        Discovery.objects.filter(pk=row.pk).update(attempts=4)
        assert look_on(fetcher=beside, now=NOW) == 0
        assert [each.words for each in state().missed] == ["Looking there never came to an end."]
        assert server.paths == []


def test_search_to_the_end_waits_for_each_host() -> None:
    times, waited = [NOW], []

    def wait(seconds: float) -> None:
        waited.append(seconds)
        times.append(times[-1] + timedelta(seconds=seconds))

    def clock() -> datetime:
        return times[-1]

    with room(site()) as server, beside() as fetcher:
        *_, last = look_through(address=server.url("/"), fetcher=fetcher, clock=clock, wait=wait)
    assert (len(last.found), len(last.missed), last.todo) == (3, 2, ())
    assert waited == [5.0] * 6


def test_editor_looks_sees_and_chooses(client: Client) -> None:
    client.force_login(editor())
    begin = reverse("admin:sources_source_discover")
    assert begin in client.get(reverse("admin:sources_source_changelist")).content.decode()
    refused = client.post(begin, {"address": "http://10.0.0.1/"}).content.decode()
    assert "This address cannot be visited." in refused
    with room(site()) as server:
        courier().domains.create(domain="elsewhere.example.org")
        answered = client.post(begin, {"address": server.url("/")})
        shown = answered["Location"]
        first = client.get(shown)
        assert (first["Refresh"], "1 place left" in first.content.decode()) == ("3", True)
        for step in range(7):
            look_on(fetcher=beside, now=Discovery.objects.get().asked_at + step * STEP)
        last = client.get(shown)
        text = last.content.decode()
        assert "Refresh" not in last.headers
        assert f"All of {server.url('/')} has been looked at." in text
        assert "20&nbsp;March&nbsp;2025" in text
        assert "It answered with status 500." in text
        enter = f"{reverse('admin:sources_source_add')}?kind=feed&amp;address="
        assert enter in text
        form = client.get(f"{reverse('admin:sources_source_add')}?kind=feed&address={server.url('/all.xml')}&name=Q")
        assert server.url("/all.xml") in form.content.decode()
        Source.objects.create(name="Q", kind="feed", address=server.url("/all.xml"), publisher=courier())
        assert "Entered already" in client.get(shown).content.decode()
        assert client.get(f"{begin}999999/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_command() -> None:
    with room({"/f": feed(item(1, "/a", date="Thu, 20 Mar 2025 08:00:00 GMT"))}) as server:
        keep_robots(origin=server.url(""), text="", now=database_now())  # else it waits for a second turn
        out = StringIO()
        call_command("discover", server.url("/f"), stdout=out)
        assert out.getvalue() == f"feed: {server.url('/f')} “Quay Courier”, 1 document, newest 2025-03-20.\n"
        HostPace.objects.all().delete()
        out = StringIO()
        with pytest.raises(SystemExit) as ended:
            call_command("discover", server.url("/none"), stdout=out)
        assert (ended.value.code, out.getvalue()) == (
            4,
            f"nothing: {server.url('/none')}. It answered with status 404.\n",
        )
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("discover", "http://10.0.0.1/", stdout=out)
    assert (ended.value.code, out.getvalue()) == (
        3,
        "refused: It leads to an address that is not on the public internet.\n",
    )


def test_task_is_called_by_the_clock() -> None:
    look_around()  # nothing waits
    assert look_around.name in {entry["task"] for entry in configured.CELERY_BEAT_SCHEDULE.values()}
