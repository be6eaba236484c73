"""The organisation's own word stands beside the statement, signed and dated, and moves nothing."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from profiles.editions import published
from profiles.editions.falling import look_at_due
from profiles.editions.replying import LONGEST, NotReplied, Signed, reply, withdraw_reply
from profiles.editions.tags import tag_of
from profiles.models import Assessment, PublishedProfile, Reply
from records.models import AuditRow
from tests.cast import ALICE, NOW, Cast, public_cast, publish

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)
SIGNED = Signed(
    "Service was back after <b>six</b> hours.", "Ann Mole", "Harbour Exchange, press office", date(2026, 11, 19),
    "Mail from the address on its imprint.",
)  # fmt: skip


def public() -> Cast:
    found = public_cast()
    look_at_due(now=NOW)
    return found


def say(found: Cast, signed: Signed = SIGNED, **more: Any) -> Reply:
    given = {"profile_id": found.profile.pk, "claim": found.claim.public_id, "by": ALICE, "now": LATER}
    return reply(**{**given, "signed": signed, **more})


def test_reply_is_shown_on_page_ledger_and_record_and_moves_no_score() -> None:
    found = public()
    before, tag = Assessment.objects.get().score, tag_of("harbour-exchange")
    say(found)
    PublishedProfile.objects.update(look_again_at=LATER)
    look_at_due(now=LATER)
    assert [one.score for one in Assessment.objects.all()] == [before]
    assert tag_of("harbour-exchange") != tag
    for address in ("/profiles/harbour-exchange/", "/profiles/harbour-exchange/confidence/"):
        text = Client().get(address).content.decode()
        assert "Service was back after &lt;b&gt;six&lt;/b&gt; hours." in text, address
        assert "Ann Mole, Harbour Exchange, press office, " in text, address
        assert "imprint" not in text, address
    record = json.loads(Client().get("/api/v1/profiles/harbour-exchange/").content)
    assert record["claims"][0]["replies"] == [
        {
            "text": SIGNED.text,
            "name": "Ann Mole",
            "role": "Harbour Exchange, press office",
            "said_on": "2026-11-19",
        }
    ]
    assert AuditRow.objects.get(verb="reply.shown").subject == found.profile.subject


def test_withdrawn_reply_is_shown_no_longer_and_stays_in_the_rows() -> None:
    found = public()
    made = say(found)
    tag = tag_of("harbour-exchange")
    withdraw_reply(reply_id=made.pk, reason="They asked for it.", by=ALICE, now=LATER)
    assert tag_of("harbour-exchange") != tag
    page = published.profile_page("harbour-exchange")
    assert page is not None
    assert page.notes[0].replies == ()
    assert Reply.objects.count() == 2
    with pytest.raises(NotReplied, match="withdrawn before"):
        withdraw_reply(reply_id=made.pk, reason="Again.", by=ALICE, now=LATER)
    with pytest.raises(NotReplied, match="Say why"):
        withdraw_reply(reply_id=made.pk, reason="", by=ALICE, now=LATER)


def test_old_edition_is_shown_as_it_was() -> None:
    found = public()
    found.profile.summary = "Another summary of the exchange at the old harbour."
    found.profile.save()
    publish(profile_id=found.profile.pk, by=ALICE, now=LATER, note="A better summary.")
    say(found)
    old, new = (published.profile_page("harbour-exchange", number) for number in (1, 2))
    assert old is not None
    assert new is not None
    assert (len(old.notes[0].replies), len(new.notes[0].replies)) == (0, 1)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": " "}, "a name"),
        ({"proof": ""}, "how we know"),
        ({"text": "x" * (LONGEST + 1)}, "1,201"),
        ({"said_on": date(2026, 11, 21)}, "lies ahead"),
    ],
)
def test_reply_that_is_not_whole_is_refused(change: dict[str, Any], words: str) -> None:
    found = public()
    with pytest.raises(NotReplied, match=words):
        say(found, Signed(**{**SIGNED.__dict__, **change}))
    with pytest.raises(NotReplied, match="do not see"):
        say(found, claim="cl-nothing")
    assert not Reply.objects.exists()
