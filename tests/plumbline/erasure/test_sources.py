"""What editors chose of a source, and what they looked for, may name somebody."""

from __future__ import annotations

import pytest

from sources.discovering import ask as look_for
from sources.models import Discovery, Source, Watch
from sources.watching.entering import watch_source
from tests.briefings.cast import member
from tests.cast import ALICE, NOW, publisher
from tests.plumbline.erasure.cases import CANARY
from tests.plumbline.erasure.test_erasing import places
from tests.plumbline.erasure.test_kinds import erased

pytestmark = pytest.mark.django_db
MAIL = f"heron.{CANARY}@home.test"


def test_person_goes_from_what_is_chosen_of_sources_and_from_what_was_looked_for() -> None:
    user = member(MAIL, "circle")
    source = Source.objects.create(
        name="List",
        kind="json",
        address="https://news.example.com/list",
        publisher=publisher("News House"),
        folder=f"About {MAIL}",
        json_items=f"$.a[?@.mail == '{MAIL}']",
        json_title="$.t",
    )
    watch_source(source=source, by=ALICE, now=NOW)
    look_for(address=f"https://news.example.com/{MAIL}/", by=ALICE, now=NOW)
    assert places(MAIL) >= {"sources_source", "sources_watch", "sources_discovery"}
    erased("person", user.public_id)
    assert places(MAIL) == set()
    source.refresh_from_db()
    assert (source.folder, source.json_items) == ("About [removed]", "$.a[?@.mail == '[removed]']")
    assert Watch.objects.get().choice == {"kind": "json", "items": "[removed]", "title": "$.t"}
    assert not Discovery.objects.exists()
