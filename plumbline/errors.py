"""Error pages: what happened and what to do, in our look, without a session."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from records.policy import Policy, declares


@declares(Policy.PUBLIC)
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", {"reason": ""}, status=400)


@declares(Policy.PUBLIC)
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


@declares(Policy.PUBLIC)
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open for too long, or that another site sent."""
    return render(request, "403.html", status=403)


@declares(Policy.PUBLIC)
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


@declares(Policy.PUBLIC)
def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)
