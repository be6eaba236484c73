"""The desk's page of how the sources are, and the one on which an answer that is held is decided."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from records.actors import actor_of
from records.clock import database_now
from records.frame import in_frame
from records.policy import Policy, declares
from sources.models import Source, Watch
from sources.models.watch import OF_SOURCES
from sources.watching.entering import NotWatched, check_now
from sources.watching.health import failing_files, health_of, source_health
from sources.watching.health_query import LONGEST_WORDS, SHOWS, STATES, TROUBLES, health_query
from sources.watching.holding import NotHeld, end_held, let_through
from sources.watching.moving import follow_move


@declares(Policy.STAFF)
def show_health(request: HttpRequest) -> HttpResponse:
    if not any(request.user.has_perm(f"sources.{verb}_source") for verb in ("view", "change")):
        raise PermissionDenied
    asked = health_query(request.GET.dict())
    page = source_health(now=timezone.now(), asked=asked)
    context = {
        "title": "How the sources are",
        "page": page,
        "asked": asked,
        "tabs": [(name, words, asked.on(name).query_string()) for name, words in SHOWS.items()],
        "states": STATES,
        "troubles": TROUBLES,
        "longest": LONGEST_WORDS,
        "next": asked.behind(page.after).query_string() if page.after else "",
    }
    return in_frame(request, "admin/sources/source/health.html", context)


@declares(Policy.STAFF)
def decide_source(request: HttpRequest, pk: int) -> HttpResponse:
    """What an editor can do for a source: have it visited, let through what is held, end it, follow its move."""
    if not request.user.has_perm("sources.change_source"):
        raise PermissionDenied
    source = get_object_or_404(Source, pk=pk)
    if request.method == "POST":
        _decide(request, source)
        return redirect("admin:sources_source_decide", source.pk)
    watch = Watch.objects.filter(OF_SOURCES, source=source).select_related("source__publisher").first()
    files = failing_files(source=source)
    health = health_of(watch, now=timezone.now(), failing=len(files)) if watch else None
    context = {"title": source.name, "source": source, "watch": watch, "health": health, "files": files}
    return in_frame(request, "admin/sources/source/decide.html", context)


def _decide(request: HttpRequest, source: Source) -> None:
    by, now = actor_of(request), database_now()
    act = request.POST.get("act")
    try:
        if act == "let_through":
            let_through(source=source, by=by, now=now)
            messages.success(request, "It is visited within seconds, and what it then has is stored.")
        elif act == "end":
            end_held(source=source, by=by, now=now)
            messages.success(request, "It is visited no more. “Check now” begins anew.")
        elif act == "check":
            check_now(source=source, by=by, now=now)
            messages.success(request, "It is due now; the visit follows within seconds.")
        elif act == "follow":
            follow_move(source=source, by=by, now=now)
            messages.success(request, "It is watched at its new address from now on.")
    except (NotHeld, NotWatched) as refusal:
        messages.warning(request, str(refusal))
