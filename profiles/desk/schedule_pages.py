"""The page on which a profile's next edition is given a moment, and on which a profile is put on hold."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from profiles.desk.conflict import DeskTexts
from profiles.editions.holding import NotHeld, held, hold, lift
from profiles.editions.markup import TooLong
from profiles.editions.moments import NoMoment, moment
from profiles.editions.scheduling import NotScheduled, schedule, take_back
from profiles.models import EditionKind, Profile, Release, ReleaseState
from records.actors import actor_of
from records.frame import in_frame
from records.policy import Policy, declares


class LocalMoment(forms.DateTimeField):
    """A day and an hour as a clock on the wall shows it; in which place, another field says."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local", "step": 1}, format="%Y-%m-%dT%H:%M:%S")
    input_formats = ("%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M")

    def to_python(self, value: Any) -> datetime | None:
        for form in self.input_formats:
            try:
                return datetime.strptime(str(value).strip(), form)  # noqa: DTZ007 - the zone is given beside it
            except ValueError:
                continue
        if value in self.empty_values:
            return None
        raise ValidationError("Give day and hour, such as 2027-03-01T09:30.")

    def prepare_value(self, value: Any) -> Any:
        return value


class MomentForm(DeskTexts, forms.Form):
    day = LocalMoment(label="Day and hour")
    zone = forms.CharField(
        label="Time zone", max_length=60, help_text="UTC, or a place such as Europe/London or Asia/Tokyo."
    )

    def moment(self) -> datetime | None:
        """The moment in UTC; None, with an error on the form, where the words name none."""
        try:
            return moment(self.cleaned_data["day"], self.cleaned_data["zone"].strip())
        except NoMoment as error:
            self.add_error("zone", str(error))
            return None


class ScheduleForm(MomentForm):
    note = forms.CharField(
        label="What changed",
        required=False,
        max_length=400,
        help_text="A sentence that readers see beside the edition. The first edition needs none.",
    )
    kind = forms.ChoiceField(
        label="This edition is", choices=[(EditionKind.UPDATE, "an update"), (EditionKind.CORRECTION, "a correction")]
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


class HoldForm(DeskTexts, forms.Form):
    reason = forms.CharField(label="Why", max_length=300, help_text="Whoever wants to publish it reads that.")


@declares(Policy.STAFF)
def schedule_profile(request: HttpRequest, pk: int) -> HttpResponse:
    if not request.user.has_perm("profiles.publish_profile"):
        raise PermissionDenied
    profile = get_object_or_404(Profile, pk=pk)
    now, by, act = timezone.now(), actor_of(request), request.POST.get("act", "")
    start = {"revision": profile.revision, "zone": "UTC", "kind": EditionKind.UPDATE}
    form = ScheduleForm(request.POST if act == "schedule" else None, initial=start)
    on_hold = HoldForm(request.POST if act == "hold" else None, prefix="hold")
    done = ""
    if act == "schedule" and form.is_valid():
        done = _schedule(profile, form, by, now)
    elif act == "take-back":
        done = "Taken back." if take_back(profile_id=pk, why="Taken back at the desk.", by=by, now=now) else ""
    elif act == "hold" and on_hold.is_valid():
        try:
            hold(profile_id=pk, reason=on_hold.cleaned_data["reason"], by=by, now=now)
            done = "On hold: nobody can publish it until somebody lifts that."
        except NotHeld as refusal:
            on_hold.add_error("reason", str(refusal))
    elif act == "lift":
        done = "The hold is lifted." if lift(profile_id=pk, by=by, now=now) else ""
    if done:
        messages.success(request, done)
        return redirect("admin:profiles_profile_schedule", pk)
    releases = Release.objects.filter(profile=profile).order_by("-id")
    context = {
        "title": f"When {profile} is published",
        "profile": profile,
        "form": form,
        "hold_form": on_hold,
        "waiting": releases.filter(state=ReleaseState.WAITING).first(),
        "last": releases.exclude(state=ReleaseState.WAITING).first(),
        "on_hold": held(pk, now),
    }
    return in_frame(request, "admin/profiles/profile/schedule.html", context)


def _schedule(profile: Profile, form: ScheduleForm, by: str, now: datetime) -> str:
    """What was done, in words; "" with an error on the form where it was refused."""
    at = form.moment()
    if at is None:
        return ""
    given = form.cleaned_data
    try:
        schedule(
            profile_id=profile.pk,
            at=at,
            zone=given["zone"].strip(),
            revision=given["revision"],
            note=given["note"],
            kind=EditionKind(given["kind"]),
            by=by,
            now=now,
        )
    except (NotScheduled, TooLong) as refusal:
        form.add_error(None, str(refusal))
        return ""
    return f"It is published on {at.day} {at:%B %Y at %H:%M:%S} UTC, if it is then still what it is now."
