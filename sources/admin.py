"""Sources in the admin: publishers are graded here, documents and stories looked at."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from records.admin import ReadOnlyAdmin
from sources.models import (
    Document,
    DocumentVersion,
    OriginEdge,
    Publisher,
    PublisherDomain,
    PublisherName,
    Source,
    Story,
)

# An address typed without its scheme is meant as https.
HTTPS: dict[type[models.Field[Any, Any]], dict[str, Any]] = {models.URLField: {"assume_scheme": "https"}}


class PublisherNameInline(admin.TabularInline):
    model = PublisherName
    extra = 0


class PublisherDomainInline(admin.TabularInline):
    model = PublisherDomain
    extra = 0


@admin.register(Publisher)
class PublisherAdmin(admin.ModelAdmin):
    list_display = ("name", "kind", "grade", "owner", "documents_known")
    list_filter = ("grade", "kind")
    list_select_related = ("owner",)
    search_fields = ("name", "names__folded", "domains__domain")
    ordering = ("name",)
    autocomplete_fields = ("owner",)
    inlines = (PublisherNameInline, PublisherDomainInline)
    fields = ("name", "kind", "grade", "grade_reason", "owner")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Publisher]:
        return super().get_queryset(request).annotate(known=Count("documents"))

    @admin.display(description="documents", ordering="known")
    def documents_known(self, publisher: Any) -> int:
        return int(publisher.known)


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):
    formfield_overrides = HTTPS
    list_display = ("name", "kind", "publisher", "is_active")
    list_filter = ("kind", "is_active")
    list_select_related = ("publisher",)
    search_fields = ("name", "address")
    ordering = ("name",)
    autocomplete_fields = ("publisher",)


class VersionInline(admin.StackedInline):
    model = DocumentVersion
    extra = 0
    can_delete = False
    fields = ("number", "taken_at", "how", "taken_by", "file_name", "raw_length", "text")
    readonly_fields = fields
    ordering = ("-number",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[DocumentVersion]:
        return super().get_queryset(request).defer("raw")


class EdgeInline(admin.TabularInline):
    model = OriginEdge
    fk_name = "document"
    extra = 0
    can_delete = False
    fields = ("original", "kind", "state", "weight", "quote", "reason")
    readonly_fields = fields
    verbose_name_plural = "goes back to"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[OriginEdge]:
        return super().get_queryset(request).select_related("original", "document")


@admin.register(Document)
class DocumentAdmin(admin.ModelAdmin):
    formfield_overrides = HTTPS
    list_display = ("title", "publisher", "kind", "published_on", "is_evidence", "story")
    list_filter = ("kind", "is_evidence")
    list_select_related = ("publisher", "story")
    search_fields = ("title", "address", "publisher__name", "=public_id")
    ordering = ("-id",)
    show_full_result_count = False
    autocomplete_fields = ("publisher", "source", "story")
    fields = (
        "title",
        "kind",
        "publisher",
        "address",
        "published_on",
        "byline",
        "language",
        "source",
        "story",
        "is_evidence",
        "no_evidence_reason",
        "shows_own_reporting",
        "made_at",
        "seen_at",
    )
    readonly_fields = ("made_at",)
    inlines = (EdgeInline, VersionInline)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # erasing a document is an act of its own, with a receipt

    def save_model(self, request: HttpRequest, obj: Document, form: Any, change: bool) -> None:
        if not change:
            obj.made_at = timezone.now()
        super().save_model(request, obj, form, change)


class StoryDocumentInline(admin.TabularInline):
    model = Document
    extra = 0
    can_delete = False
    fields = ("title", "publisher", "published_on", "is_evidence")
    readonly_fields = fields
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Document]:
        return super().get_queryset(request).select_related("publisher")


@admin.register(Story)
class StoryAdmin(ReadOnlyAdmin):
    list_display = ("title", "event_type", "event_status", "first_on", "last_on")
    list_filter = ("event_type",)
    search_fields = ("title", "=public_id")
    ordering = ("-id",)
    inlines = (StoryDocumentInline,)
    fields = ("title", "event_type", "event_status", "event_reasons", "first_on", "last_on", "opened_at")
