"""Forms of a profile, a statement, a facet and their citations. They say in words what the database would refuse.

A form that saves locks the profile first and the statement after it, like every act of the desk
(profiles.evidence.curating): the locks hold until the request's transaction ends.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from profiles.desk.conflict import DeskForm, DeskTexts, TriedForm
from profiles.desk.known import KnownRow
from profiles.editions.canonical import digest
from profiles.editions.snapshot import as_stored
from profiles.evidence.curating import LONGEST_FOLDED, newest_version
from profiles.evidence.quotes import QuoteNotFound, quotable
from profiles.models import Citation, Claim, FacetValue, Profile
from profiles.naming import fold
from records.admin import SeenForm, carry_on, show_both

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
CITATION_FIELDS = (
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


class ProfileForm(DeskForm):
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
        if "seen_revision" in self.fields:
            self.fields["seen_revision"].initial = self.instance.revision

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        signs = len(fold(cleaned.get("name", "")))
        if "name" in cleaned and not 0 < signs <= LONGEST_FOLDED:
            self.add_error("name", f"Search reads this as {signs} signs; a name needs 1 to {LONGEST_FOLDED}.")
        if self.instance.pk is None:
            return cleaned
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


class ClaimForm(DeskTexts, SeenForm, TriedForm):
    class Meta:
        model = Claim
        fields = ("profile", *CLAIM_TEXTS)
        widgets = {"statement": forms.Textarea(attrs={"rows": 2})}

    def state(self, thing: Claim) -> str:
        (stored,) = as_stored([thing])
        values = [[value.pk, value.text, value.is_published, sorted(covers)] for value, covers in stored.values]
        texts = [str(getattr(thing, name)) for name in CLAIM_TEXTS]
        return digest([texts, values, _citations(stored.citations)])

    def lock(self) -> Claim:
        if self.only_tried:
            return self.instance  # as it was read: what the form says is put into it only when it is clean
        Profile.objects.select_for_update().get(pk=self.instance.profile_id)
        return Claim.objects.select_for_update().get(pk=self.instance.pk)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        day = [bool(cleaned[name]) for name in ("happened_on", "happened_precision") if name in cleaned]
        if day in ([True, False], [False, True]):
            self.add_error("happened_precision", "Give both a day and how precise it is, or neither.")
        profile = self.instance.profile_id or getattr(cleaned.get("profile"), "pk", None)
        if profile is None or "key" not in cleaned:
            return cleaned
        if self.instance.pk is None:
            Profile.objects.select_for_update().get(pk=profile)
        if Claim.objects.filter(profile=profile, key=cleaned["key"]).exclude(pk=self.instance.pk).exists():
            self.add_error("key", f"This profile has a statement with the key “{cleaned['key']}” already.")
        return cleaned


class FacetValueForm(DeskTexts, SeenForm):
    class Meta:
        model = FacetValue
        fields = ("reason",)

    def state(self, thing: FacetValue) -> str:
        return digest([thing.term_id, thing.reason, _citations(thing.citations.all())])

    def lock(self) -> FacetValue:
        Profile.objects.select_for_update().get(pk=self.instance.profile_id)
        return FacetValue.objects.select_for_update().get(pk=self.instance.pk)


def _citations(rows: Iterable[Citation]) -> list[list[Any]]:
    columns = [field.attname for field in Citation._meta.concrete_fields if field.name in ("id", *CITATION_FIELDS)]
    return [[getattr(row, column) for column in columns] for row in sorted(rows, key=lambda row: row.pk)]


class CitationForm(DeskForm):
    class Meta:
        model = Citation
        fields = CITATION_FIELDS
        widgets = {
            "quote": forms.Textarea(attrs={"rows": 2}),
            "set_aside_reason": forms.Textarea(attrs={"rows": 1}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("document", "original"):
            chosen = getattr(self.instance, name) if getattr(self.instance, f"{name}_id") else None
            field = self.fields.get(name)
            if chosen is not None and isinstance(field, KnownRow):
                field.known = {str(chosen.pk): chosen}
                field.widget.widget.known = {str(chosen.pk): str(chosen)}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        document = cleaned.get("document")
        if document is None:
            return cleaned
        citation = self.instance
        if not document.is_evidence and not cleaned.get("set_aside_reason"):
            self.add_error(
                "document", f"This document is no evidence: {document.no_evidence_reason} Set it aside, or take it out."
            )
        if cleaned.get("original") == document:
            self.add_error("original", "A document is not its own source. Choose another, or none.")
        # A citation keeps the version it quotes until its quote or its document changes.
        if citation.version_id is None or {"document", "quote"} & set(self.changed_data):
            citation.version = newest_version(document)
            self._place(citation, cleaned)
        return cleaned

    def _place(self, citation: Citation, cleaned: dict[str, Any]) -> None:
        citation.attached = citation.version is not None
        citation.quote_start = citation.quote_end = None
        quote = cleaned.get("quote", "")
        if quote and citation.version is None:
            self.add_error("quote", "We do not hold this document, so it cannot be quoted.")
        elif quote and citation.version is not None:
            try:
                found = quotable(citation.version.text, quote)
            except QuoteNotFound as error:
                self.add_error("quote", str(error))
            else:
                cleaned["quote"] = found.text
                citation.quote_start, citation.quote_end = found.start, found.end
