"""The outermost middleware: answers public addresses from what is kept, before anything else is looked at."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import DatabaseError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils import timezone

from plumbline.keeping import rows
from plumbline.keeping.answers import Kept, give, is_text, keep
from plumbline.keeping.remote import Held, Remote
from plumbline.keeping.shelf import Shelf
from plumbline.middleware import GetResponse, policy_of
from records.policy import Policy

log = logging.getLogger(__name__)

FRESH = 1.0  # seconds for which an answer is given without asking whether it is still true
LONGEST_KEY = 1_000  # signs of an address and its question

shelf = Shelf()
remote = Remote(settings.REDIS_URL, settings.REDIS_PREFIX)


TagNow = Callable[[], str | None]


@dataclass(frozen=True)
class Asked:
    """A public address: how its tag is found now; None where only the drawing tells."""

    tag: TagNow | None


class KeptPages:
    """Gives what is kept; else lets the rest of the house answer, and keeps that."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        key = _key(request)
        if key is None:
            return self.get_response(request)
        if kept := shelf.fresh(key):
            return give(kept, request)
        asked = _asked(request, key)
        if asked is None:
            return self.get_response(request)
        began = monotonic()
        held = remote.get(key)
        if held and held.left > 0:
            shelf.put(key, held.kept, began + min(held.left, FRESH))
            return give(held.kept, request)
        if asked.tag is None:
            return self._draw_for_a_second(request, key, began)
        try:
            tag = asked.tag()
            known = _known(key, _of_release(tag), held) if tag else None
        except DatabaseError:
            return self.get_response(request)  # whoever draws it says what is wrong, with all headers
        if tag is None:  # nothing there, or elsewhere
            return self.get_response(request)
        if known:
            return self._true(request, key, known, began)
        request.known_tag = tag  # type: ignore[attr-defined]  # the view need not ask for it again
        return self._draw(request, key, asked.tag, _of_release(tag), began)

    def _true(self, request: HttpRequest, key: str, kept: Kept, began: float) -> HttpResponseBase:
        left = began + FRESH - monotonic()
        remote.is_true(key, kept, left)
        shelf.put(key, kept, began + FRESH)
        return give(kept, request)

    def _draw(self, request: HttpRequest, key: str, tag_now: TagNow, tag: str, began: float) -> HttpResponseBase:
        response = self.get_response(request)
        kept = keep(response, tag) if request.method == "GET" else None
        if kept is None:
            return response

        def still() -> str | None:
            found = tag_now()
            return _of_release(found) if found else None

        def also() -> None:
            remote.put(key, kept)

        try:
            is_stored = rows.store(key, kept, now=timezone.now(), tag=still, also=also)
        except DatabaseError as error:  # one that may only be read, say: readers have the page all the same
            log.warning("%s could not be kept (%s)", key, type(error).__name__)
            return response
        if not is_stored:
            return response  # it changed while it was drawn, or all that is kept is being thrown away
        return self._true(request, key, kept, began)

    def _draw_for_a_second(self, request: HttpRequest, key: str, began: float) -> HttpResponseBase:
        """What depends on everything (lists, home) is drawn once a second at most, for all processes together."""
        response = self.get_response(request)
        kept = keep(response, "") if request.method == "GET" and is_text(response) else None
        if kept is None:
            return response
        if began + FRESH > monotonic():
            remote.put(key, kept)
        return self._true(request, key, kept, began)


def _known(key: str, tag: str, held: Held | None) -> Kept | None:
    """What is kept for the tag, from wherever it is nearest."""
    if known := shelf.tagged(key, tag):
        return known
    if held and held.kept.tag == tag:
        return held.kept
    if known := rows.read(key, tag):
        remote.put(key, known)
    return known


def forget_all() -> int:
    """Empty every store of answers; how many went. Raises redis.RedisError: then nothing is known to be gone."""
    shelf.clear()
    with rows.emptying() as many:
        went = many + remote.clear()
    remote.write_anew()
    return went


def _key(request: HttpRequest) -> str | None:
    """What an answer is kept under; None where the request is none that is answered from here."""
    if request.method not in ("GET", "HEAD"):
        return None
    if settings.SECURE_SSL_REDIRECT and not request.is_secure():
        return None
    try:
        request.get_host()
    except DisallowedHost:
        return None
    if "?" in request.path:  # written as %3F: it would be taken for an address with a question
        return None
    asked = request.META.get("QUERY_STRING", "")
    key = f"{request.path}?{asked}" if asked else request.path
    return key if len(key) <= LONGEST_KEY and key.isprintable() else None


def _asked(request: HttpRequest, key: str) -> Asked | None:
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return None
    if policy_of(match.func, match.app_names) is not Policy.PUBLIC:
        return None
    own: Callable[..., Any] | None = getattr(match.func, "tag", None)
    if own is None:
        return Asked(None)
    if "?" in key:  # such pages answer no questions; keeping each that is asked would fill the stores
        return None

    return Asked(partial(own, *match.args, **match.kwargs))


def _of_release(tag: str) -> str:
    """What is kept was drawn by one release, and is given by no other."""
    return f"{settings.RELEASE}-{tag}"
