"""How a public page is answered: GET and HEAD only, the same bytes for everyone, with a tag to ask again by."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import render
from django.template.response import SimpleTemplateResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from profiles.editions.query import BadQuery
from profiles.editions.states import Door, Gone
from profiles.editions.whereabouts import whereabouts
from records.policy import Policy, declares

View = Callable[..., HttpResponse]
TagOf = Callable[..., str | None]


def public(tag: TagOf | None = None) -> Callable[[View], View]:
    """Declare a public view.

    `tag` is called with the view's arguments before anything is drawn: a reader who has the page already gets
    304 for one small query. Without it the tag is made from the bytes of the answer. Every tag contains the
    release.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            # Whoever keeps answers has asked for the tag already.
            known = getattr(request, "known_tag", None) or (tag(*args, **kwargs) if tag else None)
            etag = _etag(known.encode()) if known else None
            if etag:
                unchanged = get_conditional_response(request, etag=etag)
                if unchanged is not None:
                    unchanged.headers["ETag"] = etag
                    return unchanged
            try:
                response = view(request, *args, **kwargs)
            except Http404:
                if found := _elsewhere(request, kwargs):
                    return found
                raise
            except BadQuery as error:
                found = _elsewhere(request, kwargs)
                return found or render(request, "400.html", {"reason": str(error)}, status=400)
            if isinstance(response, SimpleTemplateResponse):
                response.render()
            if response.status_code == 404 and (found := _elsewhere(request, kwargs)):
                return found
            if response.status_code != 200:
                return response
            response.headers["ETag"] = etag or _etag(response.content)
            return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response

        # Nothing is written here, so a form of another site can do no harm.
        shown = declares(Policy.PUBLIC)(csrf_exempt(require_safe(answer)))
        shown.tag = tag  # type: ignore[attr-defined]  # whoever keeps answers asks by it whether they are still true
        return shown

    return wrap


def _elsewhere(request: HttpRequest, named: dict[str, Any]) -> HttpResponse | None:
    """The answer where nothing is read at an address any more: where it moved, or that it is gone. None: nothing ever
    was, as far as readers are told."""
    if "slug" not in named:
        return None
    door = Door.OLD if named.keys() & {"number", "before", "day"} else Door.PAGE
    found = whereabouts(named["slug"], door)
    if isinstance(found, Gone):
        return gone(request, found)
    if found is None or request.resolver_match is None:
        return None
    there = reverse(request.resolver_match.view_name, kwargs={**named, "slug": found.slug})
    asked = request.META.get("QUERY_STRING", "")
    response = HttpResponsePermanentRedirect(f"{there}?{asked}" if asked else there)
    # For good, but not for ever: a profile may get its old name back.
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


def gone(request: HttpRequest, found: Gone) -> HttpResponse:
    """410, with the day, the reason and where it goes on, for readers or for programs."""
    if not request.path.startswith("/api/"):
        return render(request, "410.html", {"gone": found}, status=410)
    body = {
        "type": "about:blank",
        "title": "Gone",
        "status": 410,
        "detail": found.reason,
        "state": "deleted",
        "kind": found.kind,
        "on": found.on.isoformat(),
        "onward": [{"slug": one.slug, "name": one.name} for one in found.onward],
    }
    return JsonResponse(body, status=410, content_type="application/problem+json")


def _etag(value: bytes) -> str:
    # Weak: the same answer may be given packed or not.
    return f'W/"{hashlib.sha256(settings.RELEASE.encode() + b"|" + value).hexdigest()[:32]}"'
