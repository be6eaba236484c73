"""Addresses that are longer than what is kept of one: nothing is cut, and nothing stops."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sources.models import Document, Source, Watch
from sources.watching.entering import NotWatched
from sources.watching.moving import follow_move
from tests.sources.fetching.rig import answer
from tests.sources.watching.room import BY, CUT, NOW, article, feed, item, page, room, source, tick

pytestmark = pytest.mark.django_db

WORDS = "é" * 1_500  # 9,000 characters as it is asked for
ASKED = "%C3%A9" * 1_500
TO_WORDS = f"HTTP/1.1 301 Moved\r\nContent-Length: 0\r\nLocation: /{WORDS}\r\n\r\n".encode()
DAY = timedelta(days=2)


@pytest.mark.parametrize("kind", ["feed", "page"])
@pytest.mark.parametrize(
    ("leads", "to"),
    [(TO_WORDS, f"/{ASKED}"), (answer("301 Moved", Location=f"/a?b={'c' * 3_000}"), f"/a?b={'c' * 3_000}")],
    ids=["words", "parameter"],
)
def test_redirect_to_an_address_that_is_too_long_to_be_kept(leads: bytes, to: str, kind: str) -> None:
    target = feed(item(1, "/b"), ETag='"1"') if kind == "feed" else page(article("Cut", CUT), ETag='"1"')
    with room({"/x": leads, to: target}) as server:
        made = source(server.url("/x"), kind=kind)
        assert [each.outcome for each in tick(NOW)] == ["new"]
        Watch.objects.filter(kind="document").update(next_fetch_at=None)
        assert [each.outcome for each in tick(NOW + DAY)] == ["unchanged"]
        addresses = {"feed": server.url("/b"), "page": server.url("/x")}
        assert Document.objects.get().address == addresses[kind]
        is_kept = len(server.url(to)) <= 4_096
        watch = Watch.objects.get(source=made, kind=kind)
        assert (watch.moved_to, watch.validated_for, watch.etag) == (
            (server.url(to), server.url(to), '"1"') if is_kept else ("", "", "")
        )
        if is_kept:
            with pytest.raises(NotWatched, match="It has moved to an address that cannot be entered"):
                follow_move(source=made, by=BY, now=NOW)
            assert Source.objects.get().address == server.url("/x")
