"""Pages of the desk beside Django's own forms: decide a signal, preview, ledger, publish."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from profiles.desk.page_forms import AcceptForm, DismissForm, PublishForm
from profiles.desk.preview import preview, preview_confidence
from profiles.desk.triage import NewClaim, Use, accept, dismiss, suggested, undo
from profiles.desk.waiting import may_see
from profiles.editions.approving import Outdated, approve, approved_by_another
from profiles.editions.markup import TooLong
from profiles.editions.publishing import ChangedMeanwhile, NotPublished, publish
from profiles.evidence.curating import Cited, Refused, newest_version
from profiles.models import ClaimKind, Directness, EditionKind, Image, Profile, Signal
from records.actors import actor_of
from records.admin import carry_on
from records.frame import in_frame
from records.policy import Policy, declares
from sources.models import Document

# What accepting a signal writes; a new statement needs "add_claim" as well.
TO_ACCEPT = ("profiles.change_signal", "profiles.add_citation")


@declares(Policy.STAFF)
def show_preview(request: HttpRequest, pk: int) -> HttpResponse:
    profile = _profile(request, pk)
    try:
        _, page = preview(profile=profile, now=timezone.now())
    except TooLong as error:
        return _back(request, profile, error)
    return render(request, "profiles/profile.html", {"page": page, "canonical": "", "back": "", "preview": True})


@declares(Policy.STAFF)
def show_picture(request: HttpRequest, name: str) -> FileResponse:
    """A picture of a working file, for those who may see it."""
    if not request.user.has_perm("profiles.view_profile"):
        raise PermissionDenied
    image = Image.objects.filter(file=name).first()
    path = settings.MEDIA_ROOT / (image.file if image else "nothing")
    if image is None or not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), headers={"Content-Security-Policy": "default-src 'none'; sandbox"})


@declares(Policy.STAFF)
def show_ledger(request: HttpRequest, pk: int) -> HttpResponse:
    profile = _profile(request, pk)
    try:
        _, page = preview_confidence(profile=profile, now=timezone.now())
    except TooLong as error:
        return _back(request, profile, error)
    return render(request, "profiles/confidence.html", {"page": page, "preview": True})


@declares(Policy.STAFF)
def publish_profile(request: HttpRequest, pk: int) -> HttpResponse:
    profile = _profile(request, pk)
    may_publish = request.user.has_perm("profiles.publish_profile")
    if not may_publish and ("revision" in request.POST or not request.user.has_perm("profiles.change_profile")):
        raise PermissionDenied  # whoever may write may approve; only who may publish, publishes
    approves = "approve" in request.POST
    data = None if approves else request.POST or None
    form = PublishForm(data, initial={"revision": profile.revision, "kind": EditionKind.UPDATE})
    if approves:
        return _approve(request, profile)
    if request.method == "POST" and form.is_valid():
        try:
            edition = publish(
                profile_id=profile.pk,
                by=actor_of(request),
                now=timezone.now(),
                note=form.cleaned_data["note"],
                kind=EditionKind(form.cleaned_data["kind"] or EditionKind.UPDATE),
                revision=form.cleaned_data["revision"],
            )
        except ChangedMeanwhile as refusal:
            profile.refresh_from_db()
            form.add_error(None, str(refusal))
            form.add_error(None, "Below is the working file as it is now. Publishing again means this one.")
            form.data = carry_on(form, "revision", str(profile.revision))
        except (NotPublished, TooLong) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Published edition {edition.number} of {profile.name}.")
            return redirect("admin:profiles_profile_change", profile.pk)
    drawn: dict[str, Any] = {}
    try:
        drawn["draft"], drawn["page"] = preview(profile=profile, now=timezone.now())
    except TooLong as error:
        drawn["trouble"] = str(error)
    context = {
        **drawn,
        "title": f"Publish {profile.name}",
        "profile": profile,
        "form": form,
        "is_first": profile.current_edition_id is None,
        "approved": "draft" in drawn and bool(approved_by_another(drawn["draft"], by=actor_of(request))),
        "may_publish": may_publish,
    }
    return in_frame(request, "admin/profiles/profile/publish.html", context)


def _approve(request: HttpRequest, profile: Profile) -> HttpResponse:
    revision, _, seen = request.POST["approve"].partition(":")
    try:
        approve(
            profile_id=profile.pk,
            revision=int(revision) if revision.isdecimal() and len(revision) < 10 else -1,
            by=actor_of(request),
            now=timezone.now(),
            seen=seen,
        )
    except Outdated as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Approved. A colleague can publish it now, as long as nobody changes it.")
    return redirect("admin:profiles_profile_publish", profile.pk)


@declares(Policy.STAFF)
def decide_signal(request: HttpRequest, pk: int) -> HttpResponse:
    signal = get_object_or_404(
        Signal.objects.select_related("profile", "document__publisher", "document__story"), pk=pk
    )
    if not may_see(request.user, "signal"):
        raise PermissionDenied
    hint = suggested(signal.document)
    act = request.POST.get("act", "")
    accept_form = AcceptForm(
        request.POST if act == "accept" else None,
        initial=_initial(hint),
        claims=signal.profile.claims.order_by("position", "id").prefetch_related("values"),
        originals=_originals(signal.document),
    )
    dismiss_form = DismissForm(request.POST if act == "dismiss" else None)
    try:
        done = _act(request, act, signal, accept_form, dismiss_form, timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        done = ""
    if done:
        messages.success(request, done)
        if act == "accept" and may_see(request.user, "profile"):
            return redirect("admin:profiles_profile_change", signal.profile_id)
        return redirect("admin:index")
    version = newest_version(signal.document)
    context = {
        "title": f"Signal for {signal.profile.name}",
        "signal": signal,
        "text": version.text if version else "",
        "accept_form": accept_form,
        "dismiss_form": dismiss_form,
        "may_decide": request.user.has_perm("profiles.change_signal"),
        "may_accept": request.user.has_perms(TO_ACCEPT),
    }
    return in_frame(request, "admin/profiles/signal/decide.html", context)


def _act(
    request: HttpRequest, act: str, signal: Signal, accept_form: AcceptForm, dismiss_form: DismissForm, now: datetime
) -> str:
    """Do what was asked; return what to say, or "" where the form has to be shown again."""
    by = actor_of(request)
    if act:
        _ask(request, *(TO_ACCEPT if act == "accept" else ("profiles.change_signal",)))
    if act == "accept" and accept_form.is_valid():
        if accept_form.cleaned_data["claim"] is None:
            _ask(request, "profiles.add_claim")
        accept(signal=signal, uses=[_use(signal, accept_form)], by=by, now=now)
        return "Accepted. The score beside the form shows what it changed."
    if act == "dismiss" and dismiss_form.is_valid():
        dismiss(signal=signal, reason=dismiss_form.cleaned_data["reason"], by=by, now=now)
        return "Dismissed."
    if act == "undo":
        undo(signal=signal, by=by, now=now)
        return "It waits again."
    return ""


def _use(signal: Signal, form: AcceptForm) -> Use:
    given = form.cleaned_data
    claim = given["claim"] or NewClaim(
        key=given["key"],
        statement=given["statement"],
        predicate=given["predicate"],
        value=given["value"],
        kind=ClaimKind(given["kind"]),
        is_key=given["is_key"],
    )
    return Use(
        claim,
        Cited(
            document=signal.document,
            value=form.value_said(),
            directness=Directness(given["directness"]),
            quote=given["quote"],
            own_reporting=given["own_reporting"],
            own_interest=given["own_interest"],
            own_act=given["own_act"],
            original=given["original"],
        ),
    )


def _originals(document: Document) -> QuerySet[Document]:
    """What documents of the same story name as their source."""
    if document.story_id is None:
        return Document.objects.none()
    named = Document.objects.filter(repeated_by__document__story=document.story_id)
    return named.exclude(pk=document.pk).distinct().order_by("id")


def _initial(hint: Cited) -> dict[str, Any]:
    return {
        "directness": hint.directness,
        "original": hint.original,
        "own_reporting": hint.own_reporting,
        "own_interest": hint.own_interest,
        "kind": ClaimKind.EVENT,
    }


def _profile(request: HttpRequest, pk: int) -> Profile:
    if not may_see(request.user, "profile"):
        raise PermissionDenied
    return get_object_or_404(Profile, pk=pk)


def _ask(request: HttpRequest, *permissions: str) -> None:
    if not request.user.has_perms(permissions):
        raise PermissionDenied


def _back(request: HttpRequest, profile: Profile, error: TooLong) -> HttpResponse:
    messages.error(request, str(error))
    return redirect("admin:profiles_profile_change", profile.pk)
