"""The desk's pages on which something is asked to be erased, and a second person decides."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from plumbline.erasure.ordering import NotErased, approve, ask, closure_of_order, decline
from records.actors import actor_of
from records.admin import PlainTexts
from records.frame import in_frame
from records.models import Erasure, ErasureKind, ErasureState
from records.policy import Policy, declares


class AskForm(PlainTexts, forms.Form):
    kind = forms.ChoiceField(label="What", choices=ErasureKind.choices)
    target = forms.CharField(
        label="Its identifier",
        max_length=24,
        required=False,
        help_text="Such as do-7k2m9x0d4h8jq1wz. It stands on the page of the document, source, publisher or account.",
    )
    passage = forms.CharField(
        label="The words, if it is a passage",
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Exactly as they stand. A statement or quote that has them goes whole.",
    )
    reason = forms.CharField(
        label="Why", max_length=300, help_text="In a sentence. Readers see it where words are missing."
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        is_passage = cleaned.get("kind") == ErasureKind.PASSAGE
        wanted, other = ("passage", "target") if is_passage else ("target", "passage")
        if not cleaned.get(wanted):
            self.add_error(wanted, "Give this, so that it is clear what is meant.")
        if cleaned.get(other):
            self.add_error(other, "Leave this empty: it is of no use for what you chose above.")
        return cleaned


@declares(Policy.STAFF)
def ask_for_erasure(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm("records.add_erasure"):
        raise PermissionDenied
    known = {name: request.GET.get(name, "")[:24] for name in ("kind", "target")}
    form = AskForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            made = ask(**form.cleaned_data, by=actor_of(request), now=timezone.now())
        except NotErased as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Asked for. Nothing is gone yet: somebody else has to approve it.")
            return redirect("admin:records_erasure_decide", made.pk)
    return in_frame(request, "admin/records/erasure/ask.html", {"title": "Have something erased", "form": form})


@declares(Policy.STAFF)
def decide_erasure(request: HttpRequest, pk: int) -> HttpResponse:
    user = request.user
    if not (user.has_perm("records.view_erasure") or user.has_perm("records.approve_erasure")):
        raise PermissionDenied
    erasure = get_object_or_404(Erasure, pk=pk)
    act = request.POST.get("act", "")
    if act:
        is_own = erasure.asked_by == actor_of(request)
        if not (user.has_perm("records.approve_erasure") or (act == "decline" and is_own)):
            raise PermissionDenied
        try:
            if act == "approve":
                approve(erasure_id=pk, by=actor_of(request), now=timezone.now())
                messages.success(request, "Approved. It is being carried out; the receipt will stand here.")
            elif act == "decline":
                decline(erasure_id=pk, by=actor_of(request), now=timezone.now())
                messages.success(request, "Declined. Nothing was erased.")
            return redirect("admin:records_erasure_decide", pk)
        except NotErased as refusal:
            messages.error(request, str(refusal))
            erasure.refresh_from_db()
    waits = erasure.state == ErasureState.ASKED
    context = {
        "title": "Erase for good" if waits else "Erasure",
        "erasure": erasure,
        "waits": waits,
        "closure": sorted(closure_of_order(erasure, now=timezone.now()).items()) if waits else (),
        "went": sorted((erasure.receipt or {}).get("went", {}).items()),
        "terms": (erasure.receipt or {}).get("terms", ""),
        "may_approve": user.has_perm("records.approve_erasure") and erasure.asked_by != actor_of(request),
        "may_decline": user.has_perm("records.approve_erasure") or erasure.asked_by == actor_of(request),
    }
    return in_frame(request, "admin/records/erasure/decide.html", context)
