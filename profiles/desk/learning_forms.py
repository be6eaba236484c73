"""Forms of the pages on which the desk learns: settle a statement, enter a reply, ask for another grade."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from profiles.desk.conflict import DeskTexts
from profiles.editions.replying import LONGEST
from profiles.models import VerdictOutcome
from sources.models.publisher import Grade


class SettleForm(DeskTexts, forms.Form):
    seen = forms.CharField(widget=forms.HiddenInput, max_length=60, required=False)
    outcome = forms.ChoiceField(
        label="How it turned out", choices=VerdictOutcome.choices, widget=forms.RadioSelect, initial=None
    )
    right_value = forms.ChoiceField(
        label="What is right instead",
        required=False,
        help_text="Of what is corrected or refuted, where one of the values given is right.",
    )
    reason = forms.CharField(
        label="How we know",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="A sentence or two that readers see beside the statement.",
    )

    def __init__(self, *args: Any, values: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["right_value"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [("", "Nothing that was given"), *values]


class ReplyForm(DeskTexts, forms.Form):
    text = forms.CharField(
        label="What they say",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Word for word. It stands beside the statement and moves no score.",
    )
    name = forms.CharField(label="Signed by", max_length=200)
    role = forms.CharField(
        label="For whom", max_length=200, help_text="Such as “Harbour Exchange, press office”. A public role only."
    )
    said_on = forms.DateField(label="On", widget=forms.DateInput(attrs={"type": "date"}))
    proof = forms.CharField(
        label="How we know that it is theirs",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Readers do not see this.",
    )


class WithdrawForm(DeskTexts, forms.Form):
    reason = forms.CharField(label="Why it is shown no longer", max_length=400)


class GradeForm(forms.Form):
    grade = forms.ChoiceField(label="If its grade were", choices=Grade.choices)


class RefitForm(DeskTexts, forms.Form):
    reason = forms.CharField(
        label="Why now", max_length=600, help_text="A sentence that readers see on the methodology page."
    )
