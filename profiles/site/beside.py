"""Two profiles side by side, and the small form that leads there. Public like the rest."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from profiles.editions import published
from profiles.editions.query import fields
from profiles.editions.side_by_side import meant, side_by_side, tag_beside
from profiles.editions.states import Gone, Moved
from profiles.editions.whereabouts import whereabouts
from profiles.site.answers import gone, public
from profiles.site.views import NOTHING_HERE, found_or_404

LONGEST = 200  # signs of a name that is looked for


@public(tag=tag_beside)
def beside(request: HttpRequest, slug: str, other: str) -> HttpResponse:
    if slug == other:
        return redirect("profile", slug)
    pair = side_by_side(slug, other)
    if pair is None and published.stands(slug):
        # It is the other one that is not there any more; where the first one moved, `public` says.
        found = whereabouts(other)
        if isinstance(found, Gone):
            return gone(request, found)
        if isinstance(found, Moved):
            return redirect("beside", slug, found.slug)
    first, second = sorted((slug, other))
    canonical = f"{settings.SITE_ADDRESS}/profiles/{first}/beside/{second}/"
    return render(request, "profiles/beside.html", {"pair": found_or_404(pair), "canonical": canonical})


@public()
def choose_other(request: HttpRequest, slug: str) -> HttpResponse:
    """A name or a slug leads on to the two; where several may be meant, they are offered."""
    (text,) = fields(dict(request.GET.lists()), "other")
    if not published.stands(slug):
        raise Http404(NOTHING_HERE)
    text = " ".join(text.replace("\x00", " ").split())[:LONGEST]
    offered = meant(text, beside=slug) if text else ()
    if len(offered) == 1:
        return redirect("beside", slug, offered[0].slug)
    context = {"slug": slug, "text": text, "offered": offered, "canonical": ""}
    return render(request, "profiles/beside_choose.html", context)
