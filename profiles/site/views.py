"""The public pages. Each view makes one call into the read model and hands plain data to a template."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from profiles.editions import calibrated, listing, parameter_sets, published
from profiles.editions.query import fields, number_of, parse
from profiles.editions.tags import tag_of
from profiles.evidence.confidence.method_page import describe
from profiles.site.answers import public
from profiles.site.sharing import shared

EDITIONS = 100  # on one page
NOTHING_HERE = "There is no published profile at this address."


@public()
def home(request: HttpRequest) -> HttpResponse:
    found = listing.home()
    return render(
        request,
        "profiles/home.html",
        {"changes": found.changes, "total": found.total, "groups": found.groups, "words": ""},
    )


@public()
def profiles(request: HttpRequest) -> HttpResponse:
    page = listing.list_page(parse(dict(request.GET.lists())))
    return render(request, "profiles/list.html", {"page": page})


@public(tag=tag_of)
def profile(request: HttpRequest, slug: str) -> HttpResponse:
    page = found_or_404(published.profile_page(slug))
    return render(request, "profiles/profile.html", {"page": page, **place(slug), "shared": shared(page)})


@public(tag=tag_of)
def confidence(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "profiles/confidence.html", {"page": found_or_404(published.confidence_page(slug))})


@public(tag=tag_of)
def editions(request: HttpRequest, slug: str) -> HttpResponse:
    # As on a profile's page, what somebody else has added to the address (?utm_source=) is not looked at.
    before = number_of(*fields({"before": request.GET.getlist("before")}, "before"))
    found = found_or_404(published.editions(slug, before=before, most=EDITIONS))
    return render(request, "profiles/editions.html", {"page": found, "is_older": before is not None})


@public(tag=tag_of)
def edition(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    page = found_or_404(published.profile_page(slug, number))
    return render(request, "profiles/profile.html", {"page": page, **place(slug), "shared": shared(page)})


@public()
def methodology(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    described = describe(parameter_sets.chosen(now).parameters)
    return render(
        request,
        "profiles/methodology.html",
        {**described, "sets": parameter_sets.history(now), "needed": parameter_sets.NEEDED},
    )


@public()
def calibration(request: HttpRequest) -> HttpResponse:
    found, lapsed = calibrated.how_it_turned_out()
    context = {
        "calibration": found,
        "lapsed": lapsed,
        "enough": calibrated.ENOUGH,
        "watched": calibrated.what_came_of_watching(),
    }
    return render(request, "profiles/calibration.html", context)


@public()
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /admin/", f"Sitemap: {settings.SITE_ADDRESS}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@public()
def image(request: HttpRequest, name: str) -> HttpResponse:
    """A re-encoded picture under the digest of its bytes: it never changes."""
    path = settings.MEDIA_ROOT / name
    if not (re.fullmatch(r"[0-9a-f]{64}\.(png|jpg|webp)", name) and published.shows_picture(name) and path.is_file()):
        raise Http404("There is no such picture.")
    kind = {"png": "image/png", "jpg": "image/jpeg", "webp": "image/webp"}[path.suffix[1:]]
    response = HttpResponse(path.read_bytes(), content_type=kind)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def place(slug: str) -> dict[str, Any]:
    """Where a profile's page stands; those of its editions and of days gone by name the same one."""
    return {"canonical": f"{settings.SITE_ADDRESS}/profiles/{slug}/", "back": "/profiles/", "preview": False}


def found_or_404(value: Any) -> Any:
    if value is None:
        raise Http404(NOTHING_HERE)
    return value
