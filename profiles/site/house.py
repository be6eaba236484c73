"""Who runs this installation and what becomes of readers' data: glossary, legal notice, privacy, licence."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from profiles.site.answers import public
from profiles.site.glossary import glossary


@public()
def words(request: HttpRequest) -> HttpResponse:
    return render(request, "profiles/glossary.html", {"words": glossary()})


@public()
def legal(request: HttpRequest) -> HttpResponse:
    return render(request, "profiles/legal.html", {"operator": settings.OPERATOR})


@public()
def privacy(request: HttpRequest) -> HttpResponse:
    waits: timedelta = settings.AXES_COOLOFF_TIME  # type: ignore[misc]  # taken in from plumbline.account_settings
    context = {
        "operator": settings.OPERATOR,
        "session_cookie": settings.SESSION_COOKIE_NAME,
        "session_hours": settings.SESSION_COOKIE_AGE // 3600,
        "form_cookie": settings.CSRF_COOKIE_NAME,
        "form_days": settings.CSRF_COOKIE_AGE // (24 * 3600),
        "tries": settings.AXES_FAILURE_LIMIT,  # type: ignore[misc]
        "tries_minutes": int(waits.total_seconds() // 60),
    }
    return render(request, "profiles/privacy.html", context)


@public()
def licence(request: HttpRequest) -> HttpResponse:
    return render(request, "profiles/licence.html", {"operator": settings.OPERATOR})
