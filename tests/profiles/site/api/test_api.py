"""The API through its own door."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from profiles.editions import published
from profiles.models import ClaimValue
from profiles.site.api.throttles import AddressThrottle
from tests.cast import ALICE, NOW, Cast, cast, public_cast, publish

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[4]
PROFILE = "/api/v1/profiles/harbour-exchange/"
ADDRESSES = [
    "/api/",
    "/api/v1/profiles/",
    "/api/v1/search/?q=harbour",
    "/api/v1/facets/",
    PROFILE,
    f"{PROFILE}claims/",
    f"{PROFILE}dependencies/",
    f"{PROFILE}editions/",
    f"{PROFILE}editions/1/",
    "/api/v1/schema/",
]


@pytest.fixture(autouse=True)
def _calm() -> None:
    cache.clear()


@pytest.fixture
def found() -> Cast:
    return public_cast()


def answer(address: str, **headers: str) -> Any:
    return Client(headers=headers).get(address)


@pytest.mark.usefixtures("found")
@pytest.mark.parametrize("address", ADDRESSES)
def test_answer_is_public_and_conditional(address: str) -> None:
    first = answer(address)
    assert (first.status_code, first.cookies) == (200, {})
    again = answer(address, **{"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert [getattr(Client(), method)(address).status_code for method in ("post", "put", "delete")] == [405] * 3


@pytest.mark.usefixtures("found")
def test_profile_is_one_record_with_all_that_explains_it() -> None:
    record = answer(PROFILE).json()
    assert (record["slug"], record["name"], record["edition"]["number"]) == ("harbour-exchange", "Harbour Exchange", 1)
    assert {key: record["assessment"][key] for key in ("number", "ten_thousandths", "shown", "grade", "label")} == {
        "number": "1.1",
        "ten_thousandths": 9800,
        "shown": "0.98",
        "grade": "A",
        "label": "High - direct sources",
    }
    (claim,) = record["claims"]
    assert (claim["exact_score"], claim["ten_thousandths"], claim["disputed"]) == (0.98, 9800, False)
    assert [(one["directness"], one["stance"], one["attached"]) for one in claim["citations"]] == [
        ("primary", "supports", True),
        ("secondary", "supports", True),
        ("tertiary", "supports", True),
    ]
    assert sum(line["step"] for line in claim["ledger"]) == pytest.approx(0.98, abs=1e-9)
    assert [(one["name"], one["grade"]) for one in record["publishers"]] == [
        ("Office for Exchanges", "A"),
        ("Quay Courier", "B"),
        ("Morning Net", "F"),
    ]
    assert answer(f"{PROFILE}claims/").json() == record["claims"]
    assert answer(f"{PROFILE}editions/1/").json() == record


@pytest.mark.usefixtures("found")
def test_list_search_and_facets() -> None:
    page = answer("/api/v1/profiles/?region=europe&sort=name").json()
    assert ([card["slug"] for card in page["results"]], page["next"]) == (["harbour-exchange"], None)
    assert answer("/api/v1/profiles/?region=africa").json() == {"results": [], "next": None}
    assert [card["slug"] for card in answer("/api/v1/search/?q=quayside").json()["results"]] == ["harbour-exchange"]
    facets = {group["facet"]: group["options"] for group in answer("/api/v1/facets/").json()}
    assert facets["region"] == [{"slug": "europe", "label": "Europe", "count": 1}]
    assert [row["number"] for row in answer(f"{PROFILE}editions/").json()] == [1]


@pytest.mark.usefixtures("found")
@pytest.mark.parametrize(
    ("address", "status", "detail"),
    [
        ("/api/v1/profiles/?drop=1", 400, "There is no parameter “drop”."),
        ("/api/v1/profiles/?sort=secret", 400, "There is no order “secret”; there are newest, confidence, name."),
        ("/api/v1/profiles/?after=zzz", 400, "“after” is no place in this list."),
        ("/api/v1/profiles/?format=api", 400, "There is no parameter “format”."),
        ("/api/v1/search/", 400, "Say what to look for: q is missing."),
        ("/api/v1/facets/?x=1", 400, "There is no parameter “x” here."),
        ("/api/v1/profiles/nobody/", 404, "There is no published profile or edition at this address."),
        (f"{PROFILE}editions/7/", 404, "There is no published profile or edition at this address."),
    ],
)
def test_problem_says_what_to_do(address: str, status: int, detail: str) -> None:
    problem = answer(address)
    assert (problem.status_code, problem.headers["Content-Type"]) == (status, "application/problem+json")
    assert (problem.json()["status"], problem.json()["detail"]) == (status, detail)


def test_draft_is_absent() -> None:
    cast()
    assert answer(PROFILE).json() == {**answer("/api/v1/profiles/nobody/").json()}
    assert answer("/api/v1/profiles/").json()["results"] == []


@pytest.mark.usefixtures("found")
def test_too_many_questions_are_put_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(AddressThrottle, "THROTTLE_RATES", {"api": "2/min"})
    assert [answer("/api/v1/facets/").status_code for _ in range(3)] == [200, 200, 429]
    late = answer("/api/v1/facets/")
    assert late.headers["Content-Type"] == "application/problem+json"
    assert 0 < int(late.headers["Retry-After"]) <= 61


@pytest.mark.usefixtures("found")
def test_without_redis_everybody_is_answered(settings: Any) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "unix:///nowhere/redis.sock",
        }
    }
    assert answer(PROFILE).status_code == 200
    assert answer("/profiles/harbour-exchange/").status_code == 200


def test_description_is_the_committed_one(tmp_path: Path) -> None:
    made = tmp_path / "openapi.json"
    call_command("spectacular", "--validate", "--fail-on-warn", "--format", "openapi-json", "--file", str(made))
    committed = json.loads((ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))
    assert json.loads(made.read_text(encoding="utf-8")) == committed
    assert committed["openapi"].startswith("3.1")


@pytest.mark.usefixtures("found")
def test_anybody_can_recompute_the_scores_with_one_file(tmp_path: Path) -> None:
    record = answer(PROFILE).json()
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(json.dumps(record), encoding="utf-8")
    record["claims"][0]["exact_score"] += 1e-6
    bad.write_text(json.dumps(record), encoding="utf-8")
    broken = tmp_path / "broken.json"
    broken.write_text("{}", encoding="utf-8")
    codes = []
    for file in (good, bad, broken, tmp_path / "nothing.json"):
        done = subprocess.run(
            [sys.executable, "-I", str(ROOT / "docs" / "recompute.py"), str(file)], capture_output=True, check=False
        )
        codes.append(done.returncode)
    assert codes == [0, 1, 2, 2]


def test_record_of_a_disputed_claim_shows_both_sides() -> None:
    found = cast()
    other = ClaimValue.objects.create(claim=found.claim, text="eleven")
    found.claim.citations.filter(document=found.report).update(value=other)
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW)
    record = published.record("harbour-exchange")
    assert record is not None
    (claim,) = record["claims"]
    assert (claim["disputed"], [one["stance"] for one in claim["citations"]]) == (
        True,
        ["supports", "disputes", "supports"],
    )
