from __future__ import annotations

from typing import Any

from django.contrib import admin

from profiles.desk.conflict import DeskTexts
from profiles.models import FacetTerm
from records.admin import DeskAdmin, SeenForm


class FacetTermForm(DeskTexts, SeenForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.instance.pk and "facet" in self.changed_data and self.instance.values.exists():
            self.add_error("facet", "Profiles use this term. Make a new term in the other facet instead.")
        return cleaned


@admin.register(FacetTerm)
class FacetTermAdmin(DeskAdmin):
    """The lists an editor chooses from. A term in use cannot be deleted (the database holds it)."""

    form = FacetTermForm
    list_display = ("label", "facet", "slug", "position")
    list_filter = ("facet",)
    search_fields = ("label", "slug")
    ordering = ("facet", "position", "label")
    fields = ("facet", "label", "slug", "position", "introduction", "seen")
    prepopulated_fields = {"slug": ("label",)}
