"""Pages for members and for those who become one. Each makes one call into reading or joining."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from briefings import joining, reading
from briefings.access import ALLIANCE, CIRCLE, LOG_IN, SIGN_UP, Reads
from briefings.forms import ApplicationForm
from briefings.going_back import safe_next
from profiles.site.answers import public
from records.models import User
from records.policy import Policy, declares

MEMBERSHIP = "/account/membership/"
NOTHING_HERE = "There is no briefing at this address."


@public()
def briefings(request: HttpRequest) -> HttpResponse:
    context = {"briefings": reading.listed(timezone.now()), "tiers": reading.join_views()}
    return render(request, "briefings/list.html", context)


@declares(Policy.MEMBERS)
@require_safe
def briefing(request: HttpRequest, slug: str) -> HttpResponse:
    page = reading.briefing_page(slug, request.user, timezone.now())
    if page is None:
        raise Http404(NOTHING_HERE)
    status = 410 if page.is_withdrawn else 200
    return render(request, "briefings/briefing.html", {"page": page, "here": request.path}, status=status)


@declares(Policy.MEMBERS)
@require_safe
def notes(request: HttpRequest, slug: str) -> HttpResponse:
    page = reading.notes_page(slug, request.user, timezone.now())
    if page is None:
        raise Http404(NOTHING_HERE)
    return render(request, "briefings/notes.html", {"page": page, "here": request.path})


@public()
def join(request: HttpRequest) -> HttpResponse:
    after = safe_next(request.GET.get("next"), "")
    return render(request, "briefings/join.html", {"tiers": reading.join_views(), "after": after})


@declares(Policy.MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def join_circle(request: HttpRequest) -> HttpResponse:
    after = _after(request)
    if request.method == "POST":
        if not isinstance(request.user, User):
            return _to(SIGN_UP, request.path, after)
        try:
            joining.join_circle(user=request.user, by=request.user.actor, now=timezone.now())
        except joining.NotPossible as refusal:
            return _join_page(request, CIRCLE, after, refused=str(refusal))
        if _shows_messages(after):
            messages.success(request, "You are a member now.")
        return HttpResponseRedirect(after)
    return _join_page(request, CIRCLE, after)


@declares(Policy.MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def join_alliance(request: HttpRequest) -> HttpResponse:
    after = _after(request)
    if request.method == "POST":
        if not isinstance(request.user, User):
            return _to(SIGN_UP, request.path, after)
        form = ApplicationForm(request.POST)
        if not form.is_valid():
            return _join_page(request, ALLIANCE, after, form=form)
        try:
            joining.apply(user=request.user, grounds=form.grounds(), by=request.user.actor, now=timezone.now())
        except joining.NotPossible as refusal:
            return _join_page(request, ALLIANCE, after, form=form, refused=str(refusal))
        messages.success(request, "Your application is with us. An editor looks at it and writes to you.")
        return _to(request.path, None, after)
    return _join_page(request, ALLIANCE, after, form=ApplicationForm())


@declares(Policy.MEMBERS)
@require_safe
def membership(request: HttpRequest) -> HttpResponse:
    if not isinstance(request.user, User):
        return redirect(f"{LOG_IN}?{urlencode({'next': MEMBERSHIP})}")
    page = reading.membership_page(request.user, timezone.now())
    return render(request, "briefings/membership.html", {"page": page, "here": MEMBERSHIP})


@declares(Policy.MEMBERS)
@require_POST
def leave_circle(request: HttpRequest) -> HttpResponse:
    if not isinstance(request.user, User):
        return redirect(f"{LOG_IN}?{urlencode({'next': MEMBERSHIP})}")
    try:
        joining.leave_circle(user=request.user, by=request.user.actor, now=timezone.now())
    except joining.NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "You have left. You can join again at any time.")
    return redirect(MEMBERSHIP)


def _join_page(
    request: HttpRequest, slug: str, after: str, form: ApplicationForm | None = None, refused: str = ""
) -> HttpResponse:
    tier, verdict, waiting = reading.join_page(slug, request.user, timezone.now())
    context: dict[str, Any] = {
        "tier": tier,
        "verdict": verdict,
        "waiting": waiting,
        "may_join": verdict.reads is Reads.WHOLE and waiting is None,
        "form": form,
        "refused": refused if refused != verdict.words else "",
        "after": after,
        # A link to log in leads back here, and from here to where one came from.
        "here": f"{request.path}?{urlencode({'next': after})}",
        "is_back_elsewhere": after != MEMBERSHIP,
    }
    status = 400 if refused or (form and form.errors) else 200
    return render(request, f"briefings/join_{slug}.html", context, status=status)


def _shows_messages(address: str) -> bool:
    """Public pages are the same for everyone and show no message; it would only turn up later, out of place."""
    return address.startswith(("/account/", "/briefings/")) and address != "/briefings/"


def _after(request: HttpRequest) -> str:
    return safe_next(request.POST.get("next") or request.GET.get("next"), MEMBERSHIP)


def _to(address: str, path: str | None, after: str) -> HttpResponseRedirect:
    """To `address`, which leads on to `path` (or nowhere in between) and from there to `after`."""
    there = f"{path}?{urlencode({'next': after})}" if path else after
    return HttpResponseRedirect(f"{address}?{urlencode({'next': there})}")
