from __future__ import annotations

from django.contrib import admin

from profiles.models import FacetTerm


@admin.register(FacetTerm)
class FacetTermAdmin(admin.ModelAdmin):
    """The lists an editor chooses from. A term in use cannot be deleted (the database holds it)."""

    list_display = ("label", "facet", "slug", "position")
    list_filter = ("facet",)
    search_fields = ("label", "slug")
    ordering = ("facet", "position", "label")
    prepopulated_fields = {"slug": ("label",)}
