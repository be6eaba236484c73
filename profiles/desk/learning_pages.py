"""Pages on which the desk learns: settle a statement, show its subject's word, try a grade, fit the method anew."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from profiles.desk.learning_forms import GradeForm, RefitForm, ReplyForm, SettleForm, WithdrawForm
from profiles.desk.waiting import may_see
from profiles.editions.asides import asides_of
from profiles.editions.beside import NOTHING
from profiles.editions.grading import LOOKED_AT, effects_of_grade
from profiles.editions.notes import confidence
from profiles.editions.parameter_sets import NEEDED, history
from profiles.editions.refitting import fitting, refit
from profiles.editions.replying import NotReplied, Signed, reply, withdraw_reply
from profiles.editions.settling import NotSettled, Settleable, SettledMeanwhile, settle, settleable
from profiles.editions.standing import records_of
from profiles.evidence.learning.lessons import Lesson
from profiles.evidence.learning.platt import CannotFit
from profiles.models import Claim, LessonRole, Reply, VerdictOutcome
from records.actors import actor_of
from records.admin import carry_on
from records.frame import in_frame
from records.policy import Policy, declares
from sources.models import Publisher

SHOWN = 5  # other values for which the page says what they would teach


@declares(Policy.STAFF)
def settle_claim(request: HttpRequest, pk: int) -> HttpResponse:
    claim = _claim(request, pk)
    may_settle = request.user.has_perm("profiles.add_verdict")
    if request.method == "POST" and not may_settle:
        raise PermissionDenied
    context: dict[str, Any] = {"title": "Settle a statement", "claim": claim, "may_settle": may_settle}
    try:
        found = settleable(profile_id=claim.profile_id, claim=claim.public_id, now=timezone.now())
    except NotSettled as refusal:
        return in_frame(request, "admin/profiles/claim/settle.html", {**context, "trouble": str(refusal)})
    form = SettleForm(request.POST or None, initial={"seen": found.seen}, values=_others(found))
    if request.method == "POST" and form.is_valid():
        try:
            settle(
                profile_id=claim.profile_id,
                claim=claim.public_id,
                outcome=VerdictOutcome(form.cleaned_data["outcome"]),
                right_value=form.cleaned_data["right_value"],
                reason=form.cleaned_data["reason"],
                seen=form.cleaned_data["seen"],
                by=actor_of(request),
                now=timezone.now(),
            )
        except SettledMeanwhile as refusal:
            found = settleable(profile_id=claim.profile_id, claim=claim.public_id, now=timezone.now())
            form.add_error(None, str(refusal))
            form.add_error(None, "Below is what readers see now. Settling again means this.")
            form.data = carry_on(form, "seen", found.seen)
        except NotSettled as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Settled. Readers see it at once; scores that have to fall do so by themselves.")
            return redirect("admin:profiles_claim_settle", claim.pk)
    context |= {
        "form": form,
        "found": found,
        "shown": confidence(found.account["ten_thousandths"], found.account["reason"]),
        "value": next(value.text for value in found.claim.values if value.key == found.claim.published),
        "teaches": [
            _teaches(found, VerdictOutcome.UPHELD),
            _teaches(found, VerdictOutcome.REFUTED),
            *(_teaches(found, VerdictOutcome.REFUTED, *other) for other in _others(found)[:SHOWN]),
        ],
        "beside": asides_of(claim.profile_id).get(claim.public_id, NOTHING),
    }
    return in_frame(request, "admin/profiles/claim/settle.html", context)


def _others(found: Settleable) -> list[tuple[str, str]]:
    """Key and text of the values that can be right instead of the published one."""
    values = {value.key: value for value in found.claim.values}
    agree = {found.claim.published, *values[found.claim.published].covers}
    return [(key, value.text) for key, value in values.items() if key not in agree]


def _teaches(found: Settleable, outcome: VerdictOutcome, right: str = "", text: str = "") -> dict[str, Any]:
    """What a verdict would teach, by name, for the editor who is about to give it.

    `right` is the key of the value that is right instead, `text` its words.
    """
    names = {publisher.id: publisher.name for publisher in found.words.publishers}
    lessons = found.teaches(outcome, right)

    def those(some: tuple[Lesson, ...], is_right: bool) -> str:
        return ", ".join(sorted({names[one.publisher] for one in some if one.is_right is is_right}))

    return {
        "outcome": outcome.label.partition(":")[0],
        "instead": text,
        "right": those(lessons.origins, True),
        "wrong": those(lessons.origins, False),
        "faithful": those(lessons.copies, True),
        "unfaithful": those(lessons.copies, False),
    }


@declares(Policy.STAFF)
def reply_on_claim(request: HttpRequest, pk: int) -> HttpResponse:
    claim = _claim(request, pk)
    may_reply = request.user.has_perm("profiles.add_reply")
    if request.method == "POST" and not may_reply:
        raise PermissionDenied
    takes_back = request.POST.get("withdraw", "")
    form = ReplyForm(request.POST if request.method == "POST" and not takes_back else None)
    away = WithdrawForm(request.POST if takes_back else None)
    shown = Reply.objects.filter(claim=claim.public_id, withdraws=None, withdrawn_by=None).order_by("id")
    by, now = actor_of(request), timezone.now()
    try:
        if takes_back and away.is_valid():
            taken = get_object_or_404(shown, pk=int(takes_back) if takes_back.isdecimal() else 0)
            withdraw_reply(reply_id=taken.pk, reason=away.cleaned_data["reason"], by=by, now=now)
            messages.success(request, "Withdrawn. Readers see it no longer.")
            return redirect("admin:profiles_claim_reply", claim.pk)
        if form.is_bound and form.is_valid():
            signed = Signed(**form.cleaned_data)
            reply(profile_id=claim.profile_id, claim=claim.public_id, signed=signed, by=by, now=now)
            messages.success(request, "Readers see it beside the statement now.")
            return redirect("admin:profiles_claim_reply", claim.pk)
    except NotReplied as refusal:
        (away if takes_back else form).add_error(None, str(refusal))
    context = {
        "title": "The organisation's own word",
        "claim": claim,
        "form": form,
        "away": away,
        "replies": shown,
        "may_reply": may_reply,
    }
    return in_frame(request, "admin/profiles/claim/reply.html", context)


@declares(Policy.STAFF)
def show_grade(request: HttpRequest, pk: int) -> HttpResponse:
    """What another grade of a publisher would change. Looks only; the grade is given on the publisher's own page."""
    if not (may_see(request.user, "publisher", "sources") and may_see(request.user, "profile")):
        raise PermissionDenied
    publisher, now = get_object_or_404(Publisher, pk=pk), timezone.now()
    form = GradeForm(request.GET if "grade" in request.GET else None, initial={"grade": publisher.grade})
    asked = form.cleaned_data["grade"] if form.is_bound and form.is_valid() else ""
    context = {
        "title": f"What another grade of {publisher} would change",
        "publisher": publisher,
        "form": form,
        "asked": asked,
        "effects": effects_of_grade(publisher=publisher.public_id, grade=asked, now=now) if asked else None,
        "most": LOOKED_AT,
        "record": _record(publisher, LessonRole.ORIGIN),
        "copies": _record(publisher, LessonRole.COPY),
    }
    return in_frame(request, "admin/sources/publisher/grade.html", context)


def _record(publisher: Publisher, role: LessonRole) -> list[tuple[str, Any]]:
    """Kind of statement to the publisher's verdicts as they count today."""
    today = timezone.now().date()
    return list(records_of([publisher.public_id], today, role).get(publisher.public_id, {}).items())


@declares(Policy.STAFF)
def refit_method(request: HttpRequest) -> HttpResponse:
    if not may_see(request.user, "parameterset"):
        raise PermissionDenied
    may_refit = request.user.has_perm("profiles.add_parameterset")
    if request.method == "POST" and not may_refit:
        raise PermissionDenied
    now = timezone.now()
    form = RefitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = refit(reason=form.cleaned_data["reason"], by=actor_of(request), now=now)
        except CannotFit as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{made} applies. Scores that have to fall do so by themselves; none rises.")
            return redirect("admin:profiles_parameterset_changelist")
    context = {
        "title": "Fit the method to the verdicts",
        "form": form,
        "found": fitting(now=now),
        "needed": NEEDED,
        "sets": history(now),
        "may_refit": may_refit,
    }
    return in_frame(request, "admin/profiles/parameterset/refit.html", context)


def _claim(request: HttpRequest, pk: int) -> Claim:
    if not may_see(request.user, "claim"):
        raise PermissionDenied
    return get_object_or_404(Claim.objects.select_related("profile"), pk=pk)
