"""What was wrong, what is disputed, and where it comes from. Public like the rest."""

from __future__ import annotations

from itertools import islice
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from profiles.editions.corrections import Correction, Place, corrections, newest
from profiles.editions.data_sources import data_sources
from profiles.editions.disagreeing import disagreements
from profiles.editions.preflight_evidence import LONGEST_QUOTE, MOST_OF_A_DOCUMENT
from profiles.editions.query import fields, number_of
from profiles.site.answers import public
from profiles.site.feeds import EPOCH, as_json, entry_id

IN_FEED = 50
QUOTES = {"longest": LONGEST_QUOTE, "document": MOST_OF_A_DOCUMENT}
TITLES = {"correction": "correction", "withdrawn": "A profile was withdrawn", "removal": "words were removed"}


@public()
def corrections_page(request: HttpRequest) -> HttpResponse:
    before = _before(request)
    return render(request, "profiles/corrections.html", {"page": corrections(timezone.now(), before), **_own(request)})


@public()
def corrections_feed(request: HttpRequest) -> HttpResponse:
    return render(request, "profiles/feed.atom", _feed("feed.atom"), content_type="application/atom+xml; charset=utf-8")


@public()
def corrections_json(request: HttpRequest) -> HttpResponse:
    return as_json(_feed("feed.json"))


@public()
def contradictions_page(request: HttpRequest) -> HttpResponse:
    """Where sources disagree."""
    before = number_of(*fields(dict(request.GET.lists()), "before"))
    context = {"page": disagreements(before), "is_older": before is not None, **_own(request)}
    return render(request, "profiles/contradictions.html", context)


@public()
def sources_page(request: HttpRequest) -> HttpResponse:
    """Where our data comes from."""
    (after,) = fields(dict(request.GET.lists()), "after")
    return render(
        request, "profiles/sources.html", {"page": data_sources(after[:200]), "quotes": QUOTES, **_own(request)}
    )


def _own(request: HttpRequest) -> dict[str, str]:
    """Each page of a long list is its own, not the first one once more."""
    return {"canonical": f"{settings.SITE_ADDRESS}{request.get_full_path()}"}


def _feed(name: str) -> dict[str, Any]:
    found = list(islice(newest(), IN_FEED))
    return {
        "title": "Plumbline: corrections",
        "home": f"{settings.SITE_ADDRESS}/corrections/",
        "own": f"{settings.SITE_ADDRESS}/corrections/{name}",
        "updated": found[0].at if found else EPOCH,
        "entries": [_entry(one) for one in found],
        "gone": [],
    }


def _entry(one: Correction) -> dict[str, Any]:
    place = f"/profiles/{one.slug}/editions/{one.edition}/" if one.slug else "/corrections/"
    about = f"{one.name}: {TITLES[one.kind]}" if one.name else TITLES[one.kind]
    return {
        "id": entry_id("corrections", one.id),
        "address": f"{settings.SITE_ADDRESS}{place}",
        "title": about[0].upper() + about[1:],
        "words": one.words,
        "at": one.at,
    }


def _before(request: HttpRequest) -> Place | None:
    if not request.GET:
        return None
    # As it stands in the address: `fields` would forgive what is around it.
    fields(dict(request.GET.lists()), "before")
    return Place.of_address(request.GET["before"])
