"""What is not published is as absent as what there never was."""

from __future__ import annotations

from django.test import Client

from tests.cast import cast


def test_draft_is_as_absent_as_nothing(db: None) -> None:
    cast()
    for address in ("/profiles/harbour-exchange/", "/profiles/harbour-exchange/editions/1/"):
        answer, nothing = Client().get(address), Client().get("/nothing/")
        assert (answer.status_code, answer.content) == (404, nothing.content)
    for address in ("/", "/profiles/", "/sitemap.xml", "/sitemap/1.xml", "/feed.atom", "/feed.json"):
        assert b"arbour" not in Client().get(address).content
