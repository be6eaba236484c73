"""An answer out of all proportion: nothing of it is stored, the desk shows it, an editor decides or it passes."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from records.models import AuditRow
from sources.models import Document, Sighting, Source, Watch
from sources.watching.claiming import claim_due
from sources.watching.health import dead_sources
from sources.watching.holding import NotHeld, end_held, let_through
from tests.cast import editor
from tests.sources.fetching.rig import Server, answer
from tests.sources.watching.room import BY, NOW, feed, item, room, source, tick
from tests.sources.watching.test_sitemaps import index, url

pytestmark = pytest.mark.django_db

FOUR = [item(number, f"https://a.example.org/{number}") for number in range(4)]
FLOOD = [item(number, f"https://a.example.org/{number}") for number in range(700)]
MANY = "It has 700 entries; it usually has 4."


def visit() -> list[tuple[str, str]]:
    """The source's next visit when it is due; articles are not visited here."""
    Watch.objects.filter(kind="document").delete()
    due = Watch.objects.get().next_fetch_at
    assert due is not None
    return [(each.outcome, each.words) for each in tick(due)]


def held(server: Server) -> Source:
    """A source that has had four entries three times, and then seven hundred, which are held."""
    made = source(server.url("/feed"))
    for number in range(3):
        server.pages["/feed"] = feed(*FOUR, ETag=f'"{number}"')
        visit()
        Watch.objects.update(body_digest="")  # as if a date in it had changed
    assert Watch.objects.get(kind="feed").counts == [4, 4, 4]
    server.pages["/feed"] = feed(*FLOOD, ETag='"flood"')
    assert visit() == [("held", f"{MANY} Nothing of it was stored.")]
    return made


def verbs() -> list[str]:
    wanted = ["watch.held", "watch.hold_lifted", "watch.let_through", "watch.ended"]
    return list(AuditRow.objects.filter(verb__in=wanted).order_by("id").values_list("verb", flat=True))


def moment() -> datetime:
    due = Watch.objects.get(kind="feed").next_fetch_at
    assert due is not None
    return due


LATER = NOW + timedelta(days=1_000)


def visited(server: Server, body: bytes) -> tuple[str, str]:
    """What came of the next visit to an index of sitemaps with this body; its files have their turn later."""
    server.pages["/index.xml"] = answer(body=body)
    [came] = tick(moment())
    Watch.objects.filter(kind="part", next_fetch_at__lt=LATER).update(next_fetch_at=LATER)
    return came.outcome, came.words


def test_index_that_has_no_files_or_a_thousand_is_held_and_its_files_go_on() -> None:
    usual = index(*(url(f"/{number}.xml") for number in range(4)))
    nothing, flood = index(), index(*(url(f"/new-{number}.xml") for number in range(1_000)))
    with room({}) as server:
        source(server.url("/index.xml"), kind="sitemap")
        for number in range(3):
            visited(server, usual + b"\n" * number)
        assert Watch.objects.get(kind="feed").counts == [4, 4, 4]
        assert visited(server, nothing) == ("held", "It has no entries; it usually has 4. Nothing of it was stored.")
        words = "It has 1,000 entries; it usually has 4. Nothing of it was stored."
        assert visited(server, flood) == ("held", words)
        assert set(Watch.objects.filter(kind="part").values_list("address", "next_fetch_at")) == {
            (server.url(f"/{number}.xml"), LATER) for number in range(4)
        }
        assert visited(server, usual)[0] == "unchanged"
        assert Watch.objects.get(kind="feed").held_at is None


def test_index_that_breaks_off_says_nothing_of_the_files_that_it_did_not_come_to() -> None:
    whole = index(*(url(f"/{number}.xml") for number in range(3)))
    with room({}) as server:
        source(server.url("/index.xml"), kind="sitemap")
        visited(server, whole)
        broken = whole[: whole.index(b"/1.xml")]
        assert "What stands after that was not read." in visited(server, broken)[1]
        assert Watch.objects.filter(kind="part", next_fetch_at=LATER).count() == 3


def test_flood_is_held_and_nothing_of_it_is_stored_until_an_editor_lets_it_through() -> None:
    with room({}) as server:
        made = held(server)
        watch = Watch.objects.get(kind="feed")
        assert (watch.held_reason, watch.trouble, watch.last_outcome) == (MANY, "held", "held")
        assert (watch.counts, watch.etag) == ([4, 4, 4], '"2"')  # or it would never come whole again
        assert (Document.objects.count(), Sighting.objects.count()) == (4, 4)
        assert [(each.state, each.words, each.since) for each in dead_sources()] == [("held", MANY, watch.held_at)]
        since = watch.held_at
        assert visit() == [("held", f"{MANY} Nothing of it was stored.")]  # it is asked again, and still held
        assert Watch.objects.get().held_at == since
        let_through(source=made, by=BY, now=moment())
        assert dead_sources() == ()
        assert visit() == [("new", "500 entries, 496 new. Left out: 200 over the 500 that are read.")]
        assert Watch.objects.get(kind="feed").counts == [700]
    assert Sighting.objects.count() == 500
    assert verbs() == ["watch.held", "watch.let_through"]
    assert AuditRow.objects.get(verb="watch.let_through").actor == BY


@pytest.mark.parametrize("ordinary", ["four again", "not modified", "six"])
def test_next_ordinary_answer_lifts_the_hold(ordinary: str) -> None:
    with room({}) as server:
        made = held(server)
        server.pages["/feed"] = {
            "four again": feed(*FOUR),
            "not modified": answer("304 Not Modified"),
            "six": feed(*FLOOD[:6]),
        }[ordinary]
        [(outcome, _)] = visit()
        assert outcome == ("new" if ordinary == "six" else "unchanged")
    watch = Watch.objects.get(kind="feed")
    assert (watch.held_at, watch.held_reason, watch.trouble, dead_sources()) == (None, "", "", ())
    assert verbs() == ["watch.held", "watch.hold_lifted"]
    with pytest.raises(NotHeld, match="Nothing of this source is held any more"):
        let_through(source=made, by=BY, now=NOW)


def test_source_that_has_nothing_any_more_is_held() -> None:
    with room({}) as server:
        held(server)
        server.pages["/feed"] = feed()
        assert visit() == [("held", "It has no entries; it usually has 4. Nothing of it was stored.")]


def test_failure_does_not_lift_the_hold() -> None:
    with room({}) as server:
        held(server)
        server.pages["/feed"] = answer("503 Service Unavailable")
        assert [outcome for outcome, _ in visit()] == ["failed"]
    assert [each.state for each in dead_sources()] == ["held"]


def test_editor_ends_what_is_held() -> None:
    with room({}) as server:
        made = held(server)
        due = moment()
        [claimed] = claim_due(limit=1, now=due)
        end_held(source=made, by=BY, now=due)
        watch = Watch.objects.get(kind="feed")
        reason = f"An editor ended it while its answer was held: {MANY}"
        assert (watch.ended_at, watch.ended_reason, watch.held_at, watch.lease) == (due, reason, None, None)
        assert claim_due(limit=1, now=due + timedelta(days=900)) == ()
        assert claimed.watch == watch.pk
    assert [each.state for each in dead_sources()] == ["ended"]
    assert verbs() == ["watch.held", "watch.ended"]


def test_editor_decides_at_the_desk(client: Client) -> None:
    client.force_login(editor())
    with room({}) as server:
        made = held(server)
        desk = client.get("/admin/").content.decode()
        assert "Sources that need somebody" in desk
        assert f"Held for an editor. {MANY}" in desk
        page = reverse("admin:sources_source_decide", args=[made.pk])
        assert page in desk
        shown = client.get(page).content.decode()
        assert "Let it through" in shown
        assert "End this source" in shown
        done = client.post(page, {"act": "let_through"}, follow=True).content.decode()
        assert "what it then has is stored" in done
        assert "Let it through" not in done
        again = client.post(page, {"act": "end"}, follow=True).content.decode()
        assert "Nothing of this source is held any more." in again
    assert Watch.objects.get(kind="feed").ended_at is None
