"""Rows below a profile and a statement: what they may hold, said in words."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings

from profiles.desk.conflict import DeskForm, DeskFormSet
from profiles.desk.ordering import Key
from profiles.desk.pictures import store_picture
from profiles.evidence.curating import LONGEST_FOLDED, Refused
from profiles.models import SINGLE_VALUED, Alias, Dependency, FacetValue, Image
from profiles.naming import fold

EXCHANGE = " Where two rows exchange what they hold, save one of them first."


class AliasForm(DeskForm):
    class Meta:
        model = Alias
        fields = ("text", "kind", "needs_context", "case_sensitive", "shadowed_by", "valid_from", "valid_to")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.instance.folded = fold(cleaned.get("text", ""))
        if "text" in cleaned and not 0 < len(self.instance.folded) <= LONGEST_FOLDED:
            self.add_error(
                "text",
                f"Search reads this as {len(self.instance.folded)} signs; a name needs 1 to {LONGEST_FOLDED}.",
            )
        return cleaned


class AliasRows(DeskFormSet):
    once: ClassVar = {"alias": "This name stands there already, as the same kind." + EXCHANGE}

    def keys(self, row: Alias) -> set[Key]:
        return {("alias", (row.text, row.kind))}


class FacetRowForm(DeskForm):
    class Meta:
        model = FacetValue
        fields = ("term", "reason")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("term"):
            self.instance.facet = cleaned["term"].facet
        return cleaned


class FacetRows(DeskFormSet):
    once: ClassVar = {
        "term": "This term stands there already." + EXCHANGE,
        "facet": "A profile has one value of this facet. Delete the other in the same save.",
    }

    def keys(self, row: FacetValue) -> set[Key]:
        single: set[Key] = {("facet", row.facet)} if row.facet in SINGLE_VALUED else set()
        return {("term", row.term_id), *single}


class SectionRows(DeskFormSet):
    once: ClassVar = {"place": "There is a section at this place already." + EXCHANGE}

    def keys(self, row: Any) -> set[Key]:
        return set() if row.place == "other" else {("place", row.place)}


class DependencyForm(DeskForm):
    class Meta:
        model = Dependency
        fields = ("position", "kind", "points_here", "other", "other_name", "claim")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        other = cleaned.get("other")
        if other is not None and other.pk == self.instance.profile_id:
            self.add_error("other", "An organisation does not depend on itself. Choose another.")
        return cleaned


class ValueRows(DeskFormSet):
    once: ClassVar = {
        "text": "This value stands there already." + EXCHANGE,
        "published": "One value of a statement is published, not two.",
    }

    def keys(self, row: Any) -> set[Key]:
        published: set[Key] = {("published", True)} if row.is_published else set()
        return {("text", row.text), *published}

    def clean(self) -> None:
        super().clean()
        gone = {form.instance.pk for form in self.going()}
        self.instance.values_that_go = gone  # the citations below may not choose them
        for form in self.forms:
            covers = getattr(form, "cleaned_data", {}).get("covers")
            if covers:
                form.cleaned_data["covers"] = [value for value in covers if value.pk not in gone]


class CitationRows(DeskFormSet):
    once: ClassVar = {"document": "This document is cited here already." + EXCHANGE}

    def keys(self, row: Any) -> set[Key]:
        return {("document", row.document_id)}

    def clean(self) -> None:
        super().clean()
        gone: set[int] = getattr(self.instance, "values_that_go", set())
        going = self.going()
        for form in self.forms:
            value = getattr(form, "cleaned_data", {}).get("value")
            # A row that one may only see holds the value's key alone.
            if getattr(value, "pk", value) in gone and form not in going:
                form.add_error("value", "This value is deleted in the same save. Choose another.")


class ImageForm(DeskForm):
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
