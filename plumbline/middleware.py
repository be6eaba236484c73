"""Holds each address to the policy that it declares (records.policy)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control

from records.policy import Policy

log = logging.getLogger(__name__)
GetResponse = Callable[[HttpRequest], HttpResponseBase]


class PolicyMiddleware:
    """Refuses a view without a policy; sets what may be stored; keeps cookies off public answers."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        # An address that leads nowhere has no view, and is answered like any public page.
        policy = getattr(request, "policy", Policy.PUBLIC)
        if policy is Policy.PUBLIC:
            if response.cookies:
                # Django takes a broken session cookie away by setting another. A reader gets the page all the same.
                log.warning("%s is public and would have set %s", request.path, sorted(response.cookies))
                response.cookies.clear()
                del response.headers["Vary"]
            if not response.has_header("Cache-Control"):
                patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
        else:
            response.headers["Cache-Control"] = "private, no-store"
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        policy = policy_of(view, request.resolver_match.app_names if request.resolver_match else [])
        if policy is None:
            raise ImproperlyConfigured(f"{request.path} declares no policy")
        request.policy = policy  # type: ignore[attr-defined]


def policy_of(view: Callable[..., Any], app_names: list[str]) -> Policy | None:
    """The policy of a view: its own, or that of the application it belongs to (Django's admin)."""
    own = getattr(view, "policy", None)
    if own is None and "admin" in app_names:
        return Policy.STAFF
    return own
