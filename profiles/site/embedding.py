"""What other sites take from here: the card of an edition, and oEmbed for whoever pastes a profile's address."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.html import format_html

from profiles.editions import published
from profiles.editions.page import ProfilePage
from profiles.editions.query import BadQuery, fields
from profiles.editions.states import Door, Gone, Moved
from profiles.editions.tags import tag_of
from profiles.editions.whereabouts import whereabouts
from profiles.site.answers import gone, public
from profiles.site.figures.card import HIGH, WIDE, card
from profiles.site.sharing import card_of, card_path, path_of
from profiles.site.views import NOTHING_HERE, found_or_404

_PROFILE = re.compile(r"/profiles/([-a-zA-Z0-9_]+)/(?:editions/([0-9]{1,9})/)?")
_PIXELS = re.compile(r"[0-9]{1,6}")
EMBEDDED_WIDE, EMBEDDED_HIGH = 600, 220  # what the few lines take in the sizes that sites commonly use


def tag_of_card(slug: str, number: int, drawn: str) -> str | None:
    known = tag_of(slug, number)
    return f"{known}-{drawn[:12]}" if known else None


@public()
def newest_card(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Leads to the card of an edition as it is drawn today."""
    page = found_or_404(published.profile_page(slug, number))
    return redirect(card_path(page, card_of(page)))


@public(tag=tag_of_card)
def card_picture(request: HttpRequest, slug: str, number: int, drawn: str) -> HttpResponse:
    """The card of an edition. `drawn` is the digest of what it shows; where that is another by now, it leads there."""
    page = found_or_404(published.profile_page(slug, number))
    told = card_of(page)
    if drawn != told.digest:
        return redirect(card_path(page, told))
    response = HttpResponse(card(told, settings.CARD_FONT), content_type="image/png")
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@public()
def oembed(request: HttpRequest) -> HttpResponse:
    """oEmbed 1.0, JSON: a few lines of HTML with a link, for the address of a profile or of an edition."""
    url, form, *most = fields(dict(request.GET.lists()), "url", "format", "maxwidth", "maxheight")
    wide, high = (_pixels(one, otherwise) for one, otherwise in zip(most, (WIDE, HIGH), strict=True))
    if form not in ("", "json"):
        return HttpResponse("There is JSON only.\n", status=501, content_type="text/plain; charset=utf-8")
    slug, number = _meant(url)
    page = published.profile_page(slug, number)
    if page is None:
        found = whereabouts(slug, Door.PAGE if number is None else Door.OLD)
        if isinstance(found, Gone):
            return gone(request, found)
        page = found_or_404(published.profile_page(found.slug, number) if isinstance(found, Moved) else None)
    return JsonResponse(_embedded(page, wide, high))


def _embedded(page: ProfilePage, wide: int, high: int) -> dict[str, Any]:
    site, drawn = settings.SITE_ADDRESS, card_of(page)
    lines = format_html(
        '<blockquote class="plumbline-profile"><p><a href="{}">{}</a></p><p>{}</p>'
        "<p>Confidence: {}. {}, Plumbline.</p></blockquote>",
        f"{site}{path_of(page)}",
        page.name,
        page.summary,
        drawn.verdict,
        drawn.edition,
    )
    picture = {
        "thumbnail_url": f"{site}{card_path(page, drawn)}",
        "thumbnail_width": WIDE,
        "thumbnail_height": HIGH,
    }
    return {
        "version": "1.0",
        "type": "rich",
        "title": page.name,
        "author_name": page.byline,
        "provider_name": "Plumbline",
        "provider_url": f"{site}/",
        "html": str(lines),
        "width": min(EMBEDDED_WIDE, wide),
        "height": min(EMBEDDED_HIGH, high),
        # Who asks for a smaller picture than there is gets none.
        **(picture if wide >= WIDE and high >= HIGH else {}),
    }


def _meant(url: str) -> tuple[str, int | None]:
    """Slug and number of the profile that an address of this site names. Raises Http404 for any other address."""
    try:
        asked, own = urlsplit(url), urlsplit(settings.SITE_ADDRESS)
    except ValueError as error:
        raise Http404(NOTHING_HERE) from error
    found = _PROFILE.fullmatch(asked.path)
    if asked.scheme not in ("http", "https") or asked.netloc.lower() != own.netloc.lower() or not found:
        raise Http404(NOTHING_HERE)
    return found[1], int(found[2]) if found[2] else None


def _pixels(text: str, otherwise: int) -> int:
    if not text:
        return otherwise
    if not _PIXELS.fullmatch(text) or int(text) == 0:
        raise BadQuery("Give widths and heights as whole numbers of pixels, such as 600.")
    return int(text)
