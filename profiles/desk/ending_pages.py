"""Pages on which a public profile is withdrawn, merged or split, and an older edition is published again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from profiles.desk.conflict import DeskTexts
from profiles.editions.ending import NotEnded, merge, split, withdraw
from profiles.editions.publishing import NotPublished, PreflightRefused
from profiles.editions.republishing import republish
from profiles.models import Edition, EndingKind, Profile, ProfileState
from records.actors import actor_of
from records.frame import in_frame
from records.policy import Policy, declares

MOST_SUCCESSORS = 12


class EndForm(DeskTexts, forms.Form):
    kind = forms.ChoiceField(
        label="What happens to it",
        choices=[
            (EndingKind.WITHDRAWN, "It is withdrawn: every address of it says that it is gone, and why"),
            (EndingKind.MERGED, "It goes on in another profile: its address leads there"),
            (EndingKind.SPLIT, "It goes on in several profiles: its address names them"),
        ],
        widget=forms.RadioSelect,
    )
    into = forms.CharField(
        label="Goes on in",
        required=False,
        max_length=1_000,
        help_text="The addresses of public profiles, after /profiles/, with spaces between them. Empty: withdrawn.",
    )
    reason = forms.CharField(label="Why", max_length=300, help_text="In a sentence. Readers see it.")

    def successors(self) -> list[Profile]:
        """The profiles that are named; an error on the form for one that there is not."""
        named = list(dict.fromkeys(self.cleaned_data.get("into", "").split()))[:MOST_SUCCESSORS]
        found = {one.slug: one for one in Profile.objects.filter(slug__in=named, state=ProfileState.PUBLISHED)}
        for slug in named:
            if slug not in found:
                self.add_error("into", f"No public profile is at “{slug}”.")
        return [found[slug] for slug in named if slug in found]


class AgainForm(DeskTexts, forms.Form):
    note = forms.CharField(label="Why", max_length=300, help_text="In a sentence. Readers see it beside the edition.")


@declares(Policy.STAFF)
def end_profile(request: HttpRequest, pk: int) -> HttpResponse:
    profile = _profile(request, pk)
    form = EndForm(request.POST or None, initial={"kind": EndingKind.WITHDRAWN})
    if request.method == "POST" and form.is_valid():
        successors = form.successors()
        if form.is_valid():
            try:
                _end(profile, form.cleaned_data, successors, actor_of(request))
            except NotEnded as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, f"“{profile}” is not public any more. Readers are told at its address.")
                return redirect("admin:profiles_profile_change", profile.pk)
    context = {"title": f"Take {profile} off the site", "profile": profile, "form": form}
    return in_frame(request, "admin/profiles/profile/end.html", context)


def _end(profile: Profile, given: dict[str, Any], successors: list[Profile], by: str) -> None:
    said: dict[str, Any] = {"profile_id": profile.pk, "reason": given["reason"], "by": by, "now": timezone.now()}
    if given["kind"] == EndingKind.WITHDRAWN:
        if successors:
            raise NotEnded("What is withdrawn goes on nowhere. Leave the profiles out, or choose another end.")
        withdraw(**said)
    elif given["kind"] == EndingKind.MERGED:
        if len(successors) != 1:
            raise NotEnded("Name the one profile in which it goes on.")
        merge(into_id=successors[0].pk, **said)
    else:
        split(into_ids=[one.pk for one in successors], **said)


@declares(Policy.STAFF)
def publish_again(request: HttpRequest, pk: int) -> HttpResponse:
    """`pk` is the key of the edition whose words are published as the next one."""
    edition = get_object_or_404(Edition.objects.select_related("profile").defer("manifest", "body"), pk=pk)
    profile = _profile(request, edition.profile_id)
    form = AgainForm(request.POST or None)
    problems: tuple[Any, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            made = republish(
                profile_id=profile.pk,
                number=edition.number,
                note=form.cleaned_data["note"],
                by=actor_of(request),
                now=timezone.now(),
            )
        except PreflightRefused as refusal:
            problems = refusal.problems
        except NotPublished as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Published edition {made.number} of {profile}: the words of {edition.number}.")
            return redirect("admin:profiles_profile_change", profile.pk)
    title = f"Publish edition {edition.number} again"
    context = {"title": title, "profile": profile, "edition": edition, "form": form, "problems": problems}
    return in_frame(request, "admin/profiles/profile/again.html", context)


def _profile(request: HttpRequest, pk: int) -> Profile:
    if not request.user.has_perm("profiles.publish_profile"):
        raise PermissionDenied
    return get_object_or_404(Profile, pk=pk)
