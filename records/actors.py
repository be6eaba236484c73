"""Who acts in a request, as the text id that is recorded."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from records.models import User


def actor_of(request: HttpRequest) -> str:
    """Return the text id of the person who is logged in; PermissionDenied where nobody is."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user.actor
