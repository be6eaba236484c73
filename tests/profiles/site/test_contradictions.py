"""The page of what is disputed now, through the real door."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from profiles.editions import disagreeing
from profiles.editions.falling import look_at_due
from profiles.evidence.curating import Cited, cite
from profiles.models import Directness, PublishedMatter, PublishedProfile
from tests.cast import ALICE, NOW, Cast, document, public_cast, publisher

LATER = NOW + timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def found() -> Cast:
    """A published statement that the register contradicts afterwards."""
    made = public_cast()
    log = document("The log", "The log shows nine members.", publisher("Register", "A", "registry"), "record")
    cited = Cited(log, "nine", Directness.PRIMARY, "nine members", own_act=True)
    cite(claim=made.claim, cited=cited, by=ALICE, now=LATER)
    return made


def shown(address: str = "/contradictions/") -> str:
    answer = Client().get(address)
    assert answer.status_code == 200
    return " ".join(html.fromstring(answer.content).xpath("//main")[0].text_content().split())


def test_both_sides_stand_there_from_the_fall_on(found: Cast) -> None:
    assert "Nothing that we publish is disputed now." in shown()
    look_at_due(now=LATER)
    page = shown()
    for wanted in (
        "1 statement of 1 profile is disputed now.",
        "Harbour Exchange Since",
        "This is disputed",
        f"We publish {found.claim.statement}",
        "Others say Register: nine",
    ):
        assert wanted in page, wanted
    with CaptureQueriesContext(connection) as queries:
        shown()
    assert len(queries) == 3
    PublishedProfile.objects.all().delete()
    assert "Nothing that we publish is disputed now." in shown()


def test_pages_show_each_once(found: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    look_at_due(now=LATER)
    monkeypatch.setattr(disagreeing, "PAGE", 1)
    first = PublishedMatter.objects.get(kind="disputed")
    older = disagreeing.disagreements()
    assert (older.older, len(older.rows)) == (0, 1)
    assert disagreeing.disagreements(before=first.pk).rows == ()
    for wrong in ("before=0", "before=x", "after=1"):
        assert Client().get(f"/contradictions/?{wrong}").status_code == 400
