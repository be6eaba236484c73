"""What readers can send: an application. Plain text, short enough to read, without control signs."""

from __future__ import annotations

from django import forms

from briefings.joining import Grounds
from records.admin import PlainTexts


class ApplicationForm(PlainTexts, forms.Form):
    organisation = forms.CharField(label="Organisation", max_length=200, help_text="Its name as it is registered.")
    role = forms.CharField(label="Your role there", max_length=120, help_text="Such as owner or head of network.")
    resources = forms.CharField(
        label="IP resources that it holds",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="AS numbers or address ranges, such as AS64500 or 203.0.113.0/24.",
    )
    evidence = forms.CharField(
        label="How we can see that",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="A registry entry that names you, a contact we can write to, a page of the organisation. "
        "An editor reads it; nobody else does.",
    )

    def grounds(self) -> Grounds:
        return Grounds(**self.cleaned_data)
