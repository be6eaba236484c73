"""The corrections page and its feed: what was put right, and how long errors waited for an answer."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from profiles.editions.corrections import Answers, answers, corrections
from profiles.editions.ending import withdraw
from profiles.models import EditionKind, Ending, EndingKind, ErrorReport, Profile, Removal
from tests.cast import ALICE, NOW, Cast, cast
from tests.cast import publish as publish_by_two

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=9)


def corrected(times: int = 1) -> Cast:
    found = cast()
    publish_by_two(profile_id=found.profile.pk, by=ALICE, now=NOW)
    for turn in range(times):
        Profile.objects.filter(pk=found.profile.pk).update(summary=f"An exchange at the old harbour, number {turn}.")
        publish_by_two(
            profile_id=found.profile.pk,
            by=ALICE,
            now=NOW + timedelta(hours=turn + 1),
            note=f"The number was wrong {turn}.",
            kind=EditionKind.CORRECTION,
        )
    return found


def reported(found: Cast, made_at: datetime, hours: float | None, state: str = "upheld") -> None:
    answer: dict[str, Any] = {}
    if hours is not None:
        answer = {
            "state": state,
            "answer": "So.",
            "answered_by": ALICE,
            "answered_at": made_at + timedelta(hours=hours),
        }
    ErrorReport.objects.create(
        profile=found.profile, edition=1, text="Wrong.", sender="s", made_at=made_at, contact="a@b.test", **answer
    )


def test_corrections_withdrawals_and_removals_stand_in_one_list() -> None:
    found = corrected()
    edition = found.profile.editions.get(number=2)
    Removal.objects.create(edition=edition, erasure="ea-x", on=LATER.date(), reason="A court ruled so.", blocks=2)
    page = Client().get("/corrections/").content.decode()
    assert "The number was wrong 0." in page
    assert "/profiles/harbour-exchange/editions/1/to/2/" in page
    assert "A court ruled so." in page
    assert [one.kind for one in corrections(LATER).rows] == ["removal", "correction"]
    feed = Client().get("/corrections/feed.atom").content.decode()
    assert feed.index("words were removed") < feed.index("Harbour Exchange: correction")


def test_of_what_is_withdrawn_no_name_is_told() -> None:
    found = corrected()
    withdraw(profile_id=found.profile.pk, reason="It was not ours to publish.", by=ALICE, now=LATER)
    for address in ("/corrections/", "/corrections/feed.atom"):
        text = Client().get(address).content.decode()
        assert "It was not ours to publish." in text
        assert "Harbour" not in text
        assert "The number was wrong" not in text


def test_every_row_stands_on_one_page_once_and_in_order() -> None:
    """120 removals on one day, and corrections and a withdrawal at the same moment as that day's beginning."""
    start = datetime(2027, 1, 15, tzinfo=UTC)
    found = corrected()
    rows = [("correction", found.profile.editions.get(number=2).published_at, 0, "The number was wrong 0.")]
    first = found.profile.editions.get(number=1)
    for turn in range(120):
        made = Removal.objects.create(
            edition=first, erasure=f"ea-{turn}", on=start.date(), reason=f"Removed {turn}.", blocks=1
        )
        rows.append(("removal", start, made.pk, made.reason))
    for turn in range(60):  # at one moment each of three days, at an hour of that day, and with no day between
        at = start + timedelta(days=turn % 3 - 1, hours=turn % 2)
        profile = Profile.objects.create(
            name=f"Elder {turn}", summary="S", slug=f"elder-{turn}", made_at=NOW, changed_at=NOW
        )
        ending = Ending.objects.create(
            profile=profile, kind=EndingKind.WITHDRAWN, reason=f"Withdrawn {turn}.", by=ALICE, at=at
        )
        rows.append(("withdrawn", at, ending.pk, ending.reason))
    for turn in range(60):
        publish_by_two(
            profile_id=changed(found, turn),
            by=ALICE,
            now=start,
            note=f"Corrected {turn}.",
            kind=EditionKind.CORRECTION,
        )
        made_now = found.profile.editions.get(number=turn + 3)
        rows.append(("correction", start, made_now.pk, made_now.note))
    expected = [row[3] for row in sorted(rows, key=lambda row: (row[1], row[0], row[2]), reverse=True)]
    seen, pages, address = [], 0, "/corrections/"
    while address:
        page = Client().get(address).content.decode()
        seen += re.findall(r"<p>((?:Removed|Withdrawn|Corrected|The number was wrong) \d+\.)", page)
        older = re.search(r'href="([^"]+)">Older ones', page)
        address, pages = (unescape(older[1]) if older else ""), pages + 1
    assert seen == expected
    assert pages == 5


def changed(found: Cast, turn: int) -> int:
    Profile.objects.filter(pk=found.profile.pk).update(summary=f"An exchange at the new harbour, number {turn}.")
    return found.profile.pk


@pytest.mark.parametrize(
    "query",
    [
        "before=soon",
        "before=",
        "before=2026-11-20",
        "before=20261120T100000.000000",
        "before=20261120T100000.000000-removal",
        "before=20261120T100000.000000-removal-",
        "before=20261120T100000.000000-removal-0",
        "before=20261120T100000.000000-removal-01",
        "before=20261120T100000.000000-removal--1",
        "before=20261120T100000.000000-removal-9223372036854775808",
        "before=20261120T100000.000000-removal-%D9%A1",
        "before=20261120T100000.000000-removed-1",
        "before=20261120T100000-removal-1",
        "before=20261120T100000.000001-removal-1",
        "before=20261320T100000.000000-correction-1",
        "before=00000101T000000.000000-correction-1",
        "before=20261120T100000.000000-correction-1%0A",
        "before=20261120T100000.000000-correction-1%00",
        "before=20261120T100000.000000-correction-1&before=20261120T100000.000000-correction-1",
        "after=1",
    ],
)
def test_what_is_no_place_in_the_list_is_refused(query: str) -> None:
    assert Client().get(f"/corrections/?{query}").status_code == 400


@pytest.mark.parametrize("at", ["00010101T000000.000000", "99991231T235959.999999"])
@pytest.mark.parametrize("kind", ["correction", "withdrawn"])
def test_the_first_and_the_last_place_there_can_be_are_places(at: str, kind: str) -> None:
    assert Client().get(f"/corrections/?before={at}-{kind}-9223372036854775807").status_code == 200


def test_answer_times() -> None:
    found = cast()
    assert answers(NOW) == Answers(0, 0, 0, 0, None, None)
    for hours, state in ((0.5, "upheld"), (5, "declined"), (100, "upheld"), (None, "")):
        reported(found, NOW - timedelta(days=30), hours, state)
    reported(found, NOW - timedelta(days=400), 1)
    assert answers(NOW) == Answers(4, 1, 2, 1, 5, 100)
    page = Client().get("/corrections/").content.decode()
    assert "a@b.test" not in page
    assert "Wrong." not in page


@pytest.mark.parametrize("times", [1, 3])
def test_the_page_asks_the_database_as_often_for_many_as_for_one(times: int, django_assert_num_queries: Any) -> None:
    corrected(times)
    with django_assert_num_queries(4):
        Client().get("/corrections/")
    with django_assert_num_queries(4):
        Client().get("/corrections/?before=99991231T235959.999999-withdrawn-1")
