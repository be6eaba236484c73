"""The corrections page and its feed: what was put right, and how long errors waited for an answer."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from profiles.editions import corrections as reading
from profiles.editions.corrections import Answers, answers, corrections
from profiles.editions.ending import withdraw
from profiles.models import EditionKind, ErrorReport, Profile, Removal
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


def test_pages_follow_each_other_without_a_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "PAGE", 2)
    corrected(5)
    seen, before = [], None
    for _ in range(3):
        page = corrections(LATER, before)
        seen += [one.words for one in page.rows]
        before = datetime.fromisoformat(page.older) if page.older else None
    assert seen == [f"The number was wrong {turn}." for turn in (4, 3, 2, 1, 0)]
    assert before is None
    first = Client().get("/corrections/").content.decode()
    assert 'href="/corrections/?before=2026-11-20T' in first
    assert "%2B00%3A00" in first


@pytest.mark.parametrize("query", ["before=soon", "before=2026-11-20", "before=", "after=1", "before=1&before=2"])
def test_what_is_no_moment_is_refused(query: str) -> None:
    assert Client().get(f"/corrections/?{query}").status_code == 400


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
