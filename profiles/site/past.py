"""What stood here before: a profile as of a day, two editions compared, an edition cited. Public like the rest."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from profiles.editions import differing, published
from profiles.editions.finding import NothingThen
from profiles.editions.query import BadQuery, day_of, fields
from profiles.editions.states import Door, Gone
from profiles.editions.tags import tag_between, tag_of, tag_on
from profiles.editions.whereabouts import whereabouts_of
from profiles.site.answers import gone, public
from profiles.site.views import found_or_404, place


def tag_on_day(slug: str, day: str) -> str | None:
    """The tag of an answer about `day`, as the address gives it; None where there is no such day or profile."""
    try:
        return tag_on(slug, day_of(day), timezone.now())
    except BadQuery:
        return None


@public(tag=tag_on_day)
def as_of(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    try:
        page = found_or_404(published.page_on(slug, day_of(day), timezone.now()))
    except NothingThen as reason:
        return render(request, "profiles/nothing_then.html", {"slug": slug, "reason": reason}, status=404)
    return render(request, "profiles/profile.html", {"page": page, **place(slug)})


@public()
def choose_day(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for a day leads here, and on to the day's own address."""
    (day,) = fields(dict(request.GET.lists()), "day")
    return redirect("as-of", slug, day_of(day))


@public(tag=tag_between)
def difference(request: HttpRequest, slug: str, before: int, after: int) -> HttpResponse:
    """The older edition is the one before, whichever the address names first."""
    if before > after:
        return redirect("difference", slug, after, before)
    page = found_or_404(differing.difference(slug, before, after))
    return render(request, "profiles/difference.html", {"page": page, "canonical": place(slug)["canonical"]})


@public()
def choose_editions(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for two editions leads here, and on to the address of their difference."""
    before, after = fields(dict(request.GET.lists()), "before", "after")
    if not (re.fullmatch(r"[0-9]{1,9}", before) and re.fullmatch(r"[0-9]{1,9}", after)):
        raise BadQuery("Give the numbers of two editions, such as 1 and 2.")
    if int(before) == int(after):
        raise BadQuery("Give the numbers of two different editions.")
    return redirect("difference", slug, *sorted((int(before), int(after))))


@public(tag=tag_of)
def bibtex(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    found = found_or_404(published.reference(slug, number))
    return _file(found.bibtex, "application/x-bibtex; charset=utf-8", f"{slug}-{number}.bib")


@public(tag=tag_of)
def csl(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    found = found_or_404(published.reference(slug, number))
    return _file(found.csl_text, "application/vnd.citationstyles.csl+json", f"{slug}-{number}.json")


@public()
def permanent(request: HttpRequest, profile: str, number: int | None = None) -> HttpResponse:
    """An address that does not depend on the slug leads to the one where the profile is read today."""
    address = published.address_of(profile, number)
    if address is None:
        found = whereabouts_of(profile, Door.PAGE if number is None else Door.OLD)
        if isinstance(found, Gone):
            return gone(request, found)
        if found is None or (number is not None and not published.reference(found.slug, number)):
            raise Http404
        there = f"/profiles/{found.slug}/"
        address = there if number is None else f"{there}editions/{number}/"
    return redirect(address)


def _file(text: str, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
