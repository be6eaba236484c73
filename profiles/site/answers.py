"""How a public page is answered: GET and HEAD only, the same bytes for everyone, with a tag to ask again by."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

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
            known = tag(*args, **kwargs) if tag else None
            etag = _etag(known.encode()) if known else None
            if etag:
                unchanged = get_conditional_response(request, etag=etag)
                if unchanged is not None:
                    unchanged.headers["ETag"] = etag
                    return unchanged
            response = view(request, *args, **kwargs)
            if isinstance(response, SimpleTemplateResponse):
                response.render()
            if response.status_code != 200:
                return response
            response.headers["ETag"] = etag or _etag(response.content)
            return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response

        # Nothing is written here, so a form of another site can do no harm.
        return declares(Policy.PUBLIC)(csrf_exempt(require_safe(answer)))

    return wrap


def _etag(value: bytes) -> str:
    return f'"{hashlib.sha256(settings.RELEASE.encode() + b"|" + value).hexdigest()[:32]}"'
