"""Feeds: Atom and JSON Feed, of everything, of what is filed under a term, and of one profile."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from profiles.editions.browsing import address, label_of
from profiles.editions.changes import Change, Tombstone, changes, changes_under, tombstones
from profiles.site.answers import public

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)  # an empty feed needs a date as well


@public()
def atom(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    return _as_atom(request, _feed(slug, "feed.atom"))


@public()
def json_feed(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    return as_json(_feed(slug, "feed.json"))


@public()
def term_atom(request: HttpRequest, facet: str, term: str) -> HttpResponse:
    return _as_atom(request, _feed_of_term(facet, term, "feed.atom"))


@public()
def term_json(request: HttpRequest, facet: str, term: str) -> HttpResponse:
    return as_json(_feed_of_term(facet, term, "feed.json"))


def _as_atom(request: HttpRequest, feed: dict[str, Any]) -> HttpResponse:
    return render(request, "profiles/feed.atom", feed, content_type="application/atom+xml; charset=utf-8")


def as_json(feed: dict[str, Any]) -> HttpResponse:
    """A feed as JSON Feed 1.1."""
    return JsonResponse(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed["title"],
            "home_page_url": feed["home"],
            "feed_url": feed["own"],
            "language": "en",
            "items": [
                {
                    "id": entry["id"],
                    "url": entry["address"],
                    "title": entry["title"],
                    "content_text": entry["words"],
                    "date_published": entry["at"].isoformat(),
                }
                for entry in feed["entries"]
            ],
        },
        content_type="application/feed+json; charset=utf-8",
    )


def _feed(slug: str | None, name: str) -> dict[str, Any]:
    found = changes(slug)
    if found is None:
        raise Http404("There is no published profile at this address.")
    if slug:
        return _described(f"Plumbline: {found[0].name}", f"/profiles/{slug}/", name, found)
    return _described("Plumbline: what changed", "/", name, found, tombstones())


def _feed_of_term(facet: str, term: str, name: str) -> dict[str, Any]:
    label = label_of(facet, term)
    found = changes_under(facet, term) if label else ()
    if not found:
        raise Http404("No published profile is filed under this.")
    return _described(f"Plumbline: {label}", address(facet, term), name, found)


def _described(
    title: str, path: str, name: str, found: Sequence[Change], gone: Sequence[Tombstone] = ()
) -> dict[str, Any]:
    return {
        "gone": [{"id": entry_id(one.profile, one.number), "at": one.at} for one in gone],
        "title": title,
        "home": f"{settings.SITE_ADDRESS}{path}",
        "own": f"{settings.SITE_ADDRESS}{path}{name}",
        "updated": max([*(change.at for change in found[:1]), *(one.at for one in gone)], default=EPOCH),
        "entries": [_entry(change) for change in found],
    }


def entry_id(profile: str, number: str) -> str:
    """Does not depend on the slug or the host name, so a renamed profile's entries stay the same."""
    return f"tag:plumbline,2026:{profile}/{number}"


def _entry(change: Change) -> dict[str, Any]:
    return {
        "id": entry_id(change.profile, change.number),
        "address": f"{settings.SITE_ADDRESS}/profiles/{change.slug}/editions/{change.edition}/",
        "title": change.title,
        "words": change.words,
        "at": change.at,
    }
