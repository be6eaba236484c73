"""Bad days: Redis is away, a worker is killed in the middle. Nothing is lost and nothing happens twice."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from celery import current_app
from django.core.cache import caches
from django.db import connection
from django.test import Client, override_settings

from profiles.desk.news import read_news
from profiles.models import Edition, PublishedProfile, Signal
from profiles.tasks import read_all_news
from records.models import DeadLetter, OutboxRow
from records.outbox import LEASE
from sources.ingesting import Upload, ingest
from sources.models import Document, DocumentVersion, Watch
from sources.watching.health import dead_sources
from sources.watching.manners import keep_robots
from tests.briefings import cast as gate
from tests.cast import ALICE, NOW, cast, public_cast, publish
from tests.sources.watching import room as press

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parents[2]
NOWHERE = "unix:///nowhere/redis.sock"
PAGES = (
    "/",
    "/profiles/",
    "/profiles/?q=harbour",
    "/profiles/harbour-exchange/",
    "/api/v1/profiles/",
    "/feed.atom",
)
ARTICLE = (
    "Harbour Exchange has opened its second landing, the harbour office said. We reviewed the permit, which was given "
    "in May. The new duct runs on the other side of the basin and ends in a hall of its own. Members can move one of "
    "their two ports there for nothing until the end of the year. Eleven of them have asked for it so far, and the "
    "hall has room for forty. The exchange was cut off for a day in spring, when a dredger took its only duct along."
)


@contextmanager
def redis_away() -> Iterator[None]:
    """Nobody answers where Redis was, for the cache and for Celery alike."""
    broken = {"default": {**caches.settings["default"], "LOCATION": NOWHERE}}
    broker = current_app.conf.broker_url
    with override_settings(CACHES=broken, REDIS_URL=NOWHERE):
        _point_celery_at("redis+socket:///nowhere/redis.sock")
        try:
            yield
        finally:
            _point_celery_at(broker)


def _point_celery_at(broker: str) -> None:
    current_app.conf.broker_url = broker
    current_app.pool.force_close_all()
    current_app._pool = None
    current_app.amqp._producer_pool = None


def test_redis_away_readers_members_and_editors_go_on_and_the_news_is_read_afterwards() -> None:
    found = public_cast()
    told = gate.published(about=found.profile)
    client = Client()
    client.force_login(gate.member("reader@example.org", "circle"))
    before = {address: Client().get(address).content for address in PAGES}
    inside = client.get(f"/briefings/{told.slug}/").content
    read_all_news()
    with redis_away():
        assert {address: Client().get(address).content for address in PAGES} == before
        assert client.get(f"/briefings/{told.slug}/").content.split(b"csrf")[0] == inside.split(b"csrf")[0]
        found.profile.summary = "An exchange at the old harbour, cut off once."
        found.profile.save(update_fields=["summary"])
        publish(profile_id=found.profile.pk, by=ALICE, now=NOW, note="Shorter.")
        assert b"cut off once" in Client().get("/profiles/harbour-exchange/").content
        ingest(files=[Upload("landing.txt", f"Title: The second landing\n\n{ARTICLE}".encode())], by=ALICE, now=NOW)
        waiting = OutboxRow.objects.filter(done_at=None).count()
    assert waiting >= 2
    # The beat sweeps every minute; what nobody was woken for is done now.
    read_all_news()
    assert not OutboxRow.objects.filter(done_at=None).exists()
    assert Signal.objects.filter(document__title="The second landing").count() == 1
    assert Edition.objects.count() == 2
    assert PublishedProfile.objects.get().look_again_at is None


@contextmanager
def worker(work: str, now: Any) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.e2e.dies_at_work", connection.settings_dict["NAME"], work, now.isoformat()],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PLUMBLINE_ALLOW_LOOPBACK": "1"},
    )
    try:
        assert process.stdout
        assert process.stdout.readline() == "at work\n"
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert process.stdout
        process.stdout.close()


def until(what: Any) -> None:
    for _ in range(600):
        if what():
            return
        time.sleep(0.05)
    raise AssertionError("it never came to that")


def test_worker_killed_in_a_visit_loses_nothing_and_nothing_is_stored_twice(settings: Any) -> None:
    settings.ALLOW_LOOPBACK = True

    async def silence(writer: asyncio.StreamWriter) -> None:
        while not killed:
            await asyncio.sleep(0.05)

    killed: list[bool] = []
    with press.room({"/robots.txt": press.answer("404 Not Found"), "/landing": silence}) as server:
        press.source(server.url("/landing"), kind="page")
        keep_robots(origin=server.url(""), text="", now=press.NOW)  # else it waits for its second turn
        with worker("visit", press.NOW) as process:
            until(lambda: "/landing" in server.paths)
            os.killpg(process.pid, signal.SIGKILL)
        killed.append(True)
        watch = Watch.objects.get()
        assert (watch.attempts, watch.lease is not None, Document.objects.count()) == (1, True, 0)
        server.pages["/landing"] = press.page(press.article("The northern link was cut", press.CUT))
        assert press.tick(press.NOW + timedelta(seconds=30)) == ()  # the lease of the dead still holds
        later = press.NOW + timedelta(minutes=10)
        assert [one.outcome for one in press.tick(later)] == ["new"]
        assert press.tick(later + timedelta(seconds=10)) == ()
    assert (Document.objects.count(), DocumentVersion.objects.count()) == (1, 1)
    assert OutboxRow.objects.filter(topic="document.stored").count() == 1
    assert Watch.objects.get().attempts == 0


def test_document_that_kills_every_worker_is_a_dead_letter_after_four_tries_and_the_rest_come(settings: Any) -> None:
    settings.ALLOW_LOOPBACK = True
    running: list[subprocess.Popen[str]] = []

    async def kill(writer: asyncio.StreamWriter) -> None:
        os.killpg(running[-1].pid, signal.SIGKILL)

    landing = press.page(press.article("The northern link was cut", press.CUT))
    with press.room({"/robots.txt": press.answer("404 Not Found"), "/poison": kill, "/landing": landing}) as server:
        press.source(server.url("/poison"), kind="page")
        press.source(server.url("/landing"), kind="page")
        now = press.NOW
        for _ in range(4):
            with worker("visit", now) as process:
                running.append(process)
                process.wait(timeout=60)
            now += timedelta(minutes=10)
        press.tick(now)
        press.tick(now + timedelta(seconds=10))
        assert server.paths.count("/poison") == 4
    letters = DeadLetter.objects.values_list("topic", "attempts", "payload__address", "reason")
    reason = "Four visits began and none came to an end."
    assert list(letters) == [("watch.visit", 4, server.url("/poison"), reason)]
    assert list(Document.objects.values_list("title", flat=True)) == ["The northern link was cut"]
    assert [(each.state, each.words) for each in dead_sources()] == [("ended", reason)]


def test_postgresql_away_for_a_moment_in_a_visit_loses_nothing(settings: Any) -> None:
    """Every connection is cut while the page is on its way, as a restart of PostgreSQL does."""
    settings.ALLOW_LOOPBACK = True
    landing = press.page(press.article("The northern link was cut", press.CUT))
    cut: list[bool] = []

    async def cut_off(writer: asyncio.StreamWriter) -> None:
        if not cut:
            cut.append(await asyncio.to_thread(_cut_all_connections))
        writer.write(landing)
        await writer.drain()

    with press.room({"/robots.txt": press.answer("404 Not Found"), "/landing": cut_off}) as server:
        press.source(server.url("/landing"), kind="page")
        keep_robots(origin=server.url(""), text="", now=press.NOW)  # else it waits for its second turn
        with worker("visit", press.NOW) as process:
            process.wait(timeout=60)
        connection.close()
        assert cut == [True]
        later = press.NOW + timedelta(minutes=10)
        press.tick(later)
        assert press.tick(later + timedelta(seconds=10)) == ()
    assert (Document.objects.count(), DocumentVersion.objects.count()) == (1, 1)
    assert OutboxRow.objects.filter(topic="document.stored").count() == 1


def _cut_all_connections() -> bool:
    given = {name: connection.settings_dict[setting] for name, setting in NAMES.items()}
    with psycopg.connect(**{name: value for name, value in given.items() if value}, autocommit=True) as elsewhere:
        elsewhere.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
    return True


def test_worker_killed_while_it_reads_news_leaves_them_for_the_next() -> None:
    found = cast()
    ingest(files=[Upload("landing.txt", f"Title: The second landing\n\n{ARTICLE}".encode())], by=ALICE, now=NOW)
    topics = OutboxRow.objects.filter(done_at=None).count()
    given = {name: connection.settings_dict[setting] for name, setting in NAMES.items()}
    with psycopg.connect(**{name: value for name, value in given.items() if value}) as elsewhere:
        elsewhere.execute("LOCK TABLE profiles_signal IN EXCLUSIVE MODE")  # the worker comes so far and no further
        with worker("read", NOW) as process:
            until(lambda: OutboxRow.objects.filter(topic="document.stored", attempts=1).exists())
            until(_somebody_waits)
            os.killpg(process.pid, signal.SIGKILL)
        elsewhere.rollback()
    assert not Signal.objects.exists()
    read_news(now=NOW)
    assert not Signal.objects.filter(profile=found.profile).exists()  # the lease of the dead still holds
    read_news(now=NOW + LEASE)
    assert Signal.objects.filter(profile=found.profile).count() == 1
    assert OutboxRow.objects.filter(done_at__isnull=False).count() >= topics
    assert not OutboxRow.objects.filter(done_at=None).exists()


NAMES = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])
