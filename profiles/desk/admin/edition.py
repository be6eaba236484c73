from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path

from profiles.desk import ending_pages
from profiles.models import Assessment, Edition
from records.admin import ReadOnlyAdmin


@admin.register(Edition)
class EditionAdmin(ReadOnlyAdmin):
    """What was published. Nobody changes it; a correction is a new edition."""

    list_display = ("profile", "number", "kind", "published_at", "published_by", "note")
    list_filter = ("kind",)
    list_select_related = ("profile",)
    search_fields = ("profile__name", "=digest")
    ordering = ("-published_at",)
    date_hierarchy = "published_at"
    fields = (
        "profile",
        "number",
        "kind",
        "published_at",
        "published_by",
        "note",
        "schema",
        "digest",
        "previous_digest",
    )

    def get_urls(self) -> list[URLPattern]:
        again = self.admin_site.admin_view(ending_pages.publish_again)
        return [path("<int:pk>/again/", again, name="profiles_edition_again"), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Edition]:
        return super().get_queryset(request).defer("manifest", "body")


@admin.register(Assessment)
class AssessmentAdmin(ReadOnlyAdmin):
    list_display = ("edition", "number", "score", "cause", "assessed_at")
    list_select_related = ("edition__profile",)
    ordering = ("-assessed_at",)
    fields = ("edition", "number", "score", "cause", "assessed_at", "method")
