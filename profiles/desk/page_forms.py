"""Forms of the desk's own pages: publish, accept and dismiss a signal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from profiles.desk.conflict import DeskTexts
from profiles.models import Claim, ClaimKind, Directness, EditionKind
from sources.models import Document


class PublishForm(DeskTexts, forms.Form):
    note = forms.CharField(
        label="What changed",
        required=False,
        max_length=400,
        help_text="A sentence that readers see beside the edition. The first edition needs none.",
    )
    kind = forms.ChoiceField(
        label="This edition is",
        choices=[(EditionKind.UPDATE, "an update"), (EditionKind.CORRECTION, "a correction")],
        required=False,
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


class DismissForm(DeskTexts, forms.Form):
    reason = forms.CharField(label="Why it is dismissed", max_length=400)


SAME, OTHER, MENTIONS = "same", "other", "mentions"


class StatementField(forms.ModelChoiceField):
    """Statements to choose from, each with the value that we publish."""

    def label_from_instance(self, obj: Claim) -> str:
        published = [value.text for value in obj.values.all() if value.is_published]
        return f"{obj.statement} (we publish: {published[0] if published else 'nothing yet'})"


class AcceptForm(DeskTexts, forms.Form):
    """Use a signal's document for a statement: one there is, or a new one."""

    claim = StatementField(Claim.objects.none(), required=False, empty_label="a new statement", label="Cite it for")
    says = forms.ChoiceField(
        label="What it says of that statement",
        required=False,
        choices=[
            (SAME, "the same as we publish"),
            (OTHER, "something else: it gives the value below, which may dispute ours"),
            (MENTIONS, "nothing: it only mentions the matter"),
        ],
    )
    statement = forms.CharField(required=False, max_length=600, help_text="New: the sentence as readers see it.")
    key = forms.SlugField(required=False, max_length=60, help_text="New: a short name; texts cite it as [^key].")
    predicate = forms.CharField(required=False, max_length=200, help_text="New: what is stated, without the value.")
    kind = forms.ChoiceField(choices=ClaimKind.choices, required=False)
    is_key = forms.BooleanField(label="Key statement", required=False)
    value = forms.CharField(
        label="The value it gives",
        required=False,
        max_length=300,
        help_text="For a new statement, or where it says something else. Such as “3 million”.",
    )
    quote = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}), required=False, help_text="Copy it from the text."
    )
    directness = forms.ChoiceField(choices=Directness.choices)
    original = forms.ModelChoiceField(Document.objects.none(), required=False, label="It names as its source")
    own_reporting = forms.BooleanField(label="Shows reporting of its own", required=False)
    own_interest = forms.BooleanField(label="Its publisher speaks in its own cause", required=False)
    own_act = forms.BooleanField(label="The document itself does it", required=False)

    def __init__(self, *args: Any, claims: QuerySet[Claim], originals: QuerySet[Document], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("claim", claims), ("original", originals)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("claim") is None:
            for name, label in (
                ("statement", "sentence"),
                ("key", "key"),
                ("predicate", "predicate"),
                ("value", "value"),
                ("kind", "kind"),
            ):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, f"A new statement needs its {label}.")
        elif cleaned.get("says") == OTHER and not cleaned.get("value"):
            self.add_error("value", "Say which value it gives.")
        elif cleaned.get("says") != OTHER and cleaned.get("value"):
            self.add_error("value", "A value goes with “something else”. Choose that, or leave the value empty.")
        return cleaned

    def value_said(self) -> str | None:
        """The value that the document gives, as cited; None where it only mentions the matter."""
        claim, says = self.cleaned_data["claim"], self.cleaned_data["says"] or SAME
        if claim is None or says == OTHER:
            return str(self.cleaned_data["value"])
        if says == MENTIONS:
            return None
        published = [value.text for value in claim.values.all() if value.is_published]
        return published[0] if published else None
