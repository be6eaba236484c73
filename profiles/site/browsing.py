"""Ways in: the pages of terms, and names while somebody types them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from profiles.editions.browsing import every_term, term_page
from profiles.editions.query import LONGEST_WORDS, BadQuery, fields
from profiles.editions.spelling import suggest
from profiles.site.answers import public


@public()
def browse(request: HttpRequest) -> HttpResponse:
    return render(request, "profiles/browse.html", {"groups": every_term()})


@public()
def term(request: HttpRequest, facet: str, term: str) -> HttpResponse:
    page = term_page(facet, term)
    if page is None:
        raise Http404("No published profile is filed under this.")
    return render(request, "profiles/term.html", {"page": page})


@public()
def suggestions(request: HttpRequest) -> HttpResponse:
    """Names that begin so, for the field in which somebody types."""
    try:
        (asked,) = fields(dict(request.GET.lists()), "q")
        if len(asked) > LONGEST_WORDS:
            raise BadQuery(f"A search has at most {LONGEST_WORDS} signs.")
    except BadQuery as error:
        return JsonResponse({"reason": str(error)}, status=400)
    found = [
        {"name": one.name, "also": one.also, "address": f"/profiles/{one.slug}/"}
        for one in suggest(asked.replace("\x00", " "))
    ]
    return JsonResponse({"suggestions": found})
