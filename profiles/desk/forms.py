"""Forms of the desk. They say in words what the database would refuse."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from profiles.desk.conflict import carry_on, show_both
from profiles.desk.pictures import store_picture
from profiles.editions.canonical import digest
from profiles.evidence.curating import Refused, newest_version
from profiles.evidence.quotes import QuoteNotFound, place
from profiles.models import Citation, Claim, ClaimKind, Directness, EditionKind, Image, Profile
from sources.models import Document

TEXTS = ("name", "slug", "summary", "base", "inclusion_reason", "byline", "reviewer", "disclosure", "is_invented")
CLAIM_TEXTS = (
    "key",
    "position",
    "statement",
    "predicate",
    "kind",
    "is_key",
    "happened_on",
    "happened_precision",
)


class ProfileForm(forms.ModelForm):
    seen_revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Profile
        fields = TEXTS
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 2}),
            "inclusion_reason": forms.Textarea(attrs={"rows": 3}),
            "disclosure": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen_revision"].initial = self.instance.revision

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.instance.pk is None:
            return cleaned
        # The lock holds until the request's transaction ends, so two saves at once come one after the other.
        stored = Profile.objects.select_for_update().get(pk=self.instance.pk)
        if stored.revision != cleaned.get("seen_revision"):
            self.instance.met_conflict = True
            show_both(self, {name: getattr(stored, name) for name in TEXTS}, TEXTS)
            self.data = carry_on(self, "seen_revision", str(stored.revision))
            raise ValidationError(
                f"{stored.changed_by} saved this profile at {stored.changed_at:%H:%M} UTC, after you opened it. "
                "Nothing of yours is saved yet: compare, then save again."
            )
        self.instance.revision = stored.revision + 1
        return cleaned


class ClaimForm(forms.ModelForm):
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Claim
        fields = ("profile", *CLAIM_TEXTS)
        widgets = {"statement": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = _state(self.instance) if self.instance.pk else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.instance.pk is None:
            return cleaned
        stored = Claim.objects.select_for_update().get(pk=self.instance.pk)
        now = _state(stored)
        if cleaned.get("seen") != now:
            self.instance.met_conflict = True
            show_both(self, {name: getattr(stored, name) for name in CLAIM_TEXTS}, CLAIM_TEXTS)
            self.data = carry_on(self, "seen", now)
            raise ValidationError(
                "Somebody saved this statement after you opened it. Nothing of yours is saved yet: compare, then save "
                "again."
            )
        return cleaned


def _state(claim: Claim) -> str:
    """A digest of everything that an editor can change on a statement's page."""
    values = claim.values.order_by("id").values_list("id", "text", "is_published")
    citations = claim.citations.order_by("id").values_list(
        "id",
        "document_id",
        "value_id",
        "directness",
        "own_reporting",
        "own_interest",
        "own_act",
        "original_id",
        "quote",
        "set_aside_reason",
        "position",
    )
    texts = [str(getattr(claim, name)) for name in CLAIM_TEXTS]
    return digest([texts, [list(row) for row in values], [list(row) for row in citations]])


class CitationForm(forms.ModelForm):
    class Meta:
        model = Citation
        fields = (
            "document",
            "value",
            "directness",
            "own_reporting",
            "own_interest",
            "own_act",
            "original",
            "quote",
            "set_aside_reason",
            "position",
        )
        widgets = {
            "quote": forms.Textarea(attrs={"rows": 2}),
            "set_aside_reason": forms.Textarea(attrs={"rows": 1}),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        document = cleaned.get("document")
        if document is None:
            return cleaned
        citation = self.instance
        if not document.is_evidence:
            self.add_error("document", f"This document is no evidence: {document.no_evidence_reason}")
        # A citation keeps the version it quotes until its quote or its document changes.
        if citation.version is None or {"document", "quote"} & set(self.changed_data):
            citation.version = newest_version(document)
        citation.attached = citation.version is not None
        citation.quote_start = citation.quote_end = None
        quote = cleaned.get("quote", "")
        if quote and citation.version is None:
            self.add_error("quote", "We do not hold this document, so it cannot be quoted.")
        elif quote and citation.version is not None:
            try:
                found = place(citation.version.text, quote)
            except QuoteNotFound as error:
                self.add_error("quote", str(error))
            else:
                cleaned["quote"] = found.text
                citation.quote_start, citation.quote_end = found.start, found.end
        return cleaned


class ImageForm(forms.ModelForm):
    upload = forms.FileField(label="picture", required=False, help_text="JPEG, PNG or WebP; it is re-encoded.")

    class Meta:
        model = Image
        fields = (
            "upload",
            "caption",
            "alt",
            "source_context",
            "relevance",
            "provenance",
            "licence",
            "is_generated",
            "position",
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        upload = cleaned.get("upload")
        if upload is not None:
            try:
                stored = store_picture(upload.read(), settings.MEDIA_ROOT)
            except Refused as error:
                self.add_error("upload", str(error))
            else:
                self.instance.file = stored.file
                self.instance.width, self.instance.height = stored.width, stored.height
        elif not self.instance.file:
            self.add_error("upload", "Choose a picture.")
        return cleaned


class PublishForm(forms.Form):
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


class DismissForm(forms.Form):
    reason = forms.CharField(label="Why it is dismissed", max_length=400)


class AcceptForm(forms.Form):
    """Use a signal's document for a statement: one there is, or a new one."""

    claim = forms.ModelChoiceField(
        Claim.objects.none(), required=False, empty_label="a new statement", label="Cite it for"
    )
    statement = forms.CharField(required=False, max_length=600, help_text="New: the sentence as readers see it.")
    key = forms.SlugField(required=False, max_length=60, help_text="New: a short name; texts cite it as [^key].")
    predicate = forms.CharField(required=False, max_length=200, help_text="New: what is stated, without the value.")
    kind = forms.ChoiceField(choices=ClaimKind.choices, required=False)
    is_key = forms.BooleanField(label="Key statement", required=False)
    value = forms.CharField(
        label="What the document says",
        required=False,
        max_length=300,
        help_text="The value it gives, such as “3 million”. Empty: it only mentions the matter.",
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
            ):
                if not cleaned.get(name):
                    self.add_error(name, f"A new statement needs its {label}.")
        return cleaned
