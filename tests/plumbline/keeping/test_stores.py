"""Kept answers through the real door: who draws, who is given what was kept, and that nothing old is ever given."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from plumbline.keeping import middleware, rows
from plumbline.keeping.remote import Remote
from plumbline.keeping.shelf import Shelf
from profiles.models import Profile, Status
from records.models import StoredPage
from tests.cast import ALICE, NOW, Cast, cast, editor, public_cast, publish

PAGE = "/profiles/harbour-exchange/"
TAGGED = [PAGE, f"{PAGE}confidence/", f"{PAGE}editions/1/", "/api/v1/profiles/harbour-exchange/"]


@pytest.fixture
def found(db: None) -> Cast:
    return public_cast()


@pytest.fixture
def _a_long_second(monkeypatch: pytest.MonkeyPatch) -> None:
    """So long that no test's slowness ends it."""
    monkeypatch.setattr(middleware, "FRESH", 600.0)


@pytest.fixture
def another_process(monkeypatch: pytest.MonkeyPatch) -> Any:
    """From here on it is as in another process: what this one kept is not there."""

    def begin() -> None:
        monkeypatch.setattr(middleware, "shelf", Shelf())

    return begin


def queries_of(address: str) -> tuple[bytes, list[str]]:
    with CaptureQueriesContext(connection) as queries:
        answer = Client().get(address)
    assert answer.status_code == 200
    return answer.content, [one["sql"] for one in queries]


@pytest.mark.parametrize("address", TAGGED)
def test_second_reader_costs_one_query_for_the_tag(found: Cast, address: str) -> None:
    drawn, first = queries_of(address)
    again, second = queries_of(address)
    assert (again, len(second)) == (drawn, 1)
    assert len(first) > 3


@pytest.mark.parametrize("address", [*TAGGED, "/", "/profiles/?q=harbour", "/feed.atom", "/api/v1/profiles/"])
@pytest.mark.usefixtures("_a_long_second", "found")
def test_within_the_second_nothing_is_asked(address: str, another_process: Any) -> None:
    drawn, _ = queries_of(address)
    assert queries_of(address) == (drawn, [])
    another_process()
    assert queries_of(address) == (drawn, [])  # Redis said so


@pytest.mark.parametrize("address", TAGGED)
def test_without_redis_postgresql_has_it(found: Cast, address: str, another_process: Any) -> None:
    drawn, _ = queries_of(address)
    another_process()
    middleware.remote.clear()
    again, queries = queries_of(address)
    assert (again, len(queries)) == (drawn, 2)  # its tag, its row
    assert "records_storedpage" in queries[1]


@pytest.mark.parametrize("address", TAGGED)
def test_whatever_changes_is_seen_by_the_next_reader(found: Cast, address: str, another_process: Any) -> None:
    before, _ = queries_of(address)
    Profile.objects.update(summary="It peers twelve networks, and no more.")
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW, note="The summary is new.")
    after, _ = queries_of(address)
    assert after != before
    another_process()
    assert queries_of(address)[0] == after
    Status.objects.update_or_create(profile=found.profile, defaults={"version": 41})
    assert len(queries_of(address)[1]) > 3  # drawn again


@pytest.mark.usefixtures("found")
def test_redis_that_is_away_slows_and_breaks_nothing(
    monkeypatch: pytest.MonkeyPatch, another_process: Any, caplog: pytest.LogCaptureFixture
) -> None:
    drawn = {address: queries_of(address)[0] for address in (*TAGGED, "/", "/profiles/")}
    monkeypatch.setattr(middleware, "remote", Remote("unix:///nowhere/at-all/redis.sock", ""))
    for address, page in drawn.items():
        another_process()
        assert queries_of(address)[0] == page
    told = [record.message for record in caplog.records if "Redis" in record.message]
    assert told == ["Pages are drawn or read from PostgreSQL: Redis does not answer (ConnectionError)"]


@pytest.mark.usefixtures("_a_long_second", "found")
def test_only_public_answers_are_kept_whoever_asks() -> None:
    staff = Client()
    staff.force_login(editor())
    for address in ("/account/", "/admin/", "/healthz", f"{PAGE}report/", "/profiles/nobody/", "/nothing/", PAGE):
        staff.get(address)
    staff.post(f"{PAGE}confidence/")
    staff.head(f"{PAGE}editions/")
    assert list(StoredPage.objects.values_list("path", flat=True)) == [PAGE]
    assert list(middleware.shelf._kept) == [PAGE]


@pytest.mark.usefixtures("_a_long_second", "found")
def test_questions_to_a_page_that_answers_none_fill_no_store() -> None:
    plain, _ = queries_of(PAGE)
    for number in range(5):
        assert queries_of(f"{PAGE}?utm_source={number}")[0] == plain
    assert StoredPage.objects.count() == len(middleware.shelf._kept) == 1


@pytest.mark.usefixtures("_a_long_second", "found")
def test_wrong_host_is_refused_though_the_page_is_kept() -> None:
    queries_of(PAGE)
    assert Client().get(PAGE, headers={"host": "elsewhere.example"}).status_code == 400


@pytest.mark.usefixtures("_a_long_second", "found")
def test_production_leads_to_tls_though_the_page_is_kept(settings: Any) -> None:
    queries_of(PAGE)
    settings.SECURE_SSL_REDIRECT = True
    assert Client().get(PAGE).status_code in (200, 301)
    assert Client().get(PAGE, secure=True).status_code == 200
    assert middleware._key(Client().get(PAGE).wsgi_request) is None


@pytest.mark.usefixtures("found")
def test_erasing_empties_every_store(another_process: Any) -> None:
    for address in TAGGED:
        queries_of(address)
    assert StoredPage.objects.count() == len(TAGGED)
    assert list(middleware.remote._client.scan_iter(match="*kept:*")) != []
    assert middleware.forget_all() >= 2 * len(TAGGED)
    assert list(StoredPage.objects.values_list("path", flat=True)) == [StoredPage.EMPTIED]
    assert list(middleware.remote._client.scan_iter(match="*kept:*")) == []
    assert middleware.shelf._kept == {}


@pytest.mark.parametrize("address", TAGGED)
@pytest.mark.usefixtures("found")
def test_erasing_ends_what_another_process_has_at_hand(
    address: str, another_process: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn, _ = queries_of(address)
    web = middleware.shelf
    another_process()  # the worker that erases
    middleware.forget_all()
    monkeypatch.setattr(middleware, "shelf", web)
    again, queries = queries_of(address)
    assert (again, len(queries) > 3) == (drawn, True)  # drawn again from what there is now


@pytest.mark.usefixtures("_a_long_second", "found")
def test_question_mark_within_a_path_is_no_question() -> None:
    queries_of("/profiles/?sort=name")
    assert Client().get("/profiles/%3Fsort=name").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_database_that_may_only_be_read_gives_pages_all_the_same() -> None:
    publish(profile_id=cast().profile.pk, by=ALICE, now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
        try:
            for address in TAGGED:
                assert Client().get(address).status_code == 200
        finally:
            cursor.execute("SET default_transaction_read_only = off")
    assert not StoredPage.objects.exists()


@pytest.mark.usefixtures("found")
def test_database_that_is_away_is_told_with_every_header() -> None:
    drawn, _ = queries_of(PAGE)

    def away(*_: Any) -> None:
        raise OperationalError("the server closed the connection")

    reader = Client(raise_request_exception=False)
    with connection.execute_wrapper(away):
        told = reader.get(PAGE)
    assert (told.status_code, {"Content-Security-Policy", "X-Frame-Options", "Cache-Control"} - {*told.headers}) == (
        500,
        set(),
    )
    assert reader.get(PAGE).content == drawn


@pytest.mark.django_db(transaction=True)
def test_who_drew_before_an_erasure_stores_nothing_after_it() -> None:
    """The page was drawn, the words went, the stores were emptied: only then comes the storing."""
    made = public_cast()
    Client().get(PAGE)
    kept = middleware.shelf._kept[PAGE][0]
    stored: list[bool] = []
    waits = threading.Event()

    def store_late() -> None:
        waits.set()
        try:
            stored.append(rows.store(PAGE, kept, now=timezone.now(), tag=tag_of_page(), also=lambda: None))
        finally:
            connection.close()

    with rows.emptying():
        thread = threading.Thread(target=store_late)
        thread.start()
        waits.wait()
        Status.objects.update_or_create(profile=made.profile, defaults={"version": 7})  # as erasures do
    thread.join()
    assert stored == [False]
    assert list(StoredPage.objects.values_list("path", flat=True)) == [StoredPage.EMPTIED]
    assert rows.prune(most=0) == 0


def tag_of_page() -> Any:
    asked = middleware._asked(RequestFactory().get(PAGE), PAGE)
    assert asked is not None
    assert asked.tag is not None
    return lambda: middleware._of_release(asked.tag())


@pytest.mark.usefixtures("found")
def test_oldest_answers_make_room() -> None:
    for address in TAGGED:
        queries_of(address)
    assert rows.prune(most=len(TAGGED)) == 0
    assert rows.prune(most=1) == len(TAGGED) - 1
    assert StoredPage.objects.get().path == TAGGED[-1]


@pytest.fixture
def redis_file() -> Iterator[Path]:
    """The folder of Redis's own file, which it keeps for the length of a test."""
    client = middleware.remote._client
    folder = Path(client.config_get("dir")["dir"])
    if not folder.is_dir():
        pytest.skip("Redis runs on another machine: its file cannot be read from here.")
    client.config_set("appendonly", "yes")
    while client.info("persistence")["aof_rewrite_in_progress"]:
        sleep(0.01)
    yield folder
    client.config_set("appendonly", "no")


@pytest.mark.usefixtures("found")
def test_erasing_leaves_no_answer_in_the_file_of_redis(redis_file: Path) -> None:
    queries_of(PAGE)
    body = middleware.shelf._kept[PAGE][0].body

    def holds() -> bool:
        return any(body in path.read_bytes() for path in redis_file.rglob("*") if path.is_file())

    assert holds()  # what could leak is there
    middleware.forget_all()
    assert not holds()
