"""Publishers are graded here, documents and stories looked at."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, IntegerField, QuerySet
from django.db.models.functions import Length
from django.http import HttpRequest
from django.utils import timezone

from records.admin import DeskAdmin, PlainForm, ReadOnlyAdmin, SeenForm, note
from records.outbox import announce
from sources.admin.addresses import HTTPS
from sources.models import (
    Document,
    DocumentVersion,
    OriginEdge,
    Publisher,
    PublisherDomain,
    PublisherName,
    Story,
)
from sources.models.publisher import Grade
from sources.reading.address import address_key


class PublisherForm(SeenForm):
    rows = ("names", "domains")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("grade", Grade.F) != Grade.F and not cleaned.get("grade_reason"):
            self.add_error("grade_reason", "A grade needs its reason: what was checked, and when. Else it is F.")
        return cleaned


class DocumentForm(SeenForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if bool(cleaned.get("is_evidence")) == bool(cleaned.get("no_evidence_reason")):
            self.add_error(
                "no_evidence_reason", "Say why it is no evidence; leave this empty where it is. One needs the other."
            )
        if "address" in cleaned and ("address" in self.changed_data or self.instance.address_key is None):
            self._know(cleaned["address"])
        return cleaned

    def _know(self, address: str) -> None:
        """One address is one document, however it is written."""
        key = address_key(address) or None
        longest = Document._meta.get_field("address_key").max_length or 0
        known = Document.objects.filter(address_key=key).exclude(pk=self.instance.pk).first() if key else None
        if known is not None:
            self.add_error("address", f"There is a document of this address already: “{known.title}”.")
        elif key and len(key) > longest:
            self.add_error("address", f"Written out, this address has {len(key)} signs; {longest} are the most.")
        else:
            self.instance.address_key = key


class PublisherNameInline(admin.TabularInline):
    form = PlainForm
    model = PublisherName
    extra = 0


class PublisherDomainInline(admin.TabularInline):
    form = PlainForm
    model = PublisherDomain
    extra = 0


@admin.register(Publisher)
class PublisherAdmin(DeskAdmin):
    form = PublisherForm
    list_display = ("name", "kind", "grade", "owner", "documents_known")
    list_filter = ("grade", "kind")
    list_select_related = ("owner",)
    search_fields = ("name", "names__folded", "domains__domain")
    ordering = ("name",)
    autocomplete_fields = ("owner",)
    inlines = (PublisherNameInline, PublisherDomainInline)
    fields = ("name", "kind", "grade", "grade_reason", "owner", "seen")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Publisher]:
        return super().get_queryset(request).annotate(known=Count("documents"))

    @admin.display(description="documents", ordering="known")
    def documents_known(self, publisher: Any) -> int:
        return int(publisher.known)

    def save_model(self, request: HttpRequest, obj: Publisher, form: Any, change: bool) -> None:
        """A grade moves the scores of every profile that cites the publisher: it is recorded by itself."""
        before = Publisher.objects.get(pk=obj.pk).grade if change else Grade.F
        super().save_model(request, obj, form, change)
        if change:
            announce(topic="publisher.changed", key=obj.public_id, now=timezone.now())
        if obj.grade != before:
            note(request, obj, "regraded", before=str(before), after=obj.grade, reason=obj.grade_reason)


class VersionInline(admin.StackedInline):
    model = DocumentVersion
    extra = 0
    can_delete = False
    fields = ("number", "taken_at", "how", "taken_by", "file_name", "as_it_came", "text")
    readonly_fields = fields
    ordering = ("-number",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[DocumentVersion]:
        held = Length("raw", output_field=IntegerField())  # its length is known without reading it
        return super().get_queryset(request).defer("raw").annotate(held=held)

    @admin.display(description="the page as it came")
    def as_it_came(self, version: Any) -> str:
        if version.raw_length and not version.held:
            return f"not kept any more ({version.raw_length:,} bytes came)"
        return f"kept: {version.raw_length:,} bytes"


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
class DocumentAdmin(DeskAdmin):
    form = DocumentForm
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
        "last_checked_at",
        "vanished_at",
        "moved_to",
        "seen",
    )
    readonly_fields = ("made_at", "last_checked_at", "vanished_at", "moved_to")
    inlines = (EdgeInline, VersionInline)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # erasing a document is an act of its own, with a receipt

    @admin.display(description="it has moved for good to")
    def moved_to(self, document: Document) -> str:
        moved = document.watches.exclude(moved_to="").order_by("id").first() if document.pk else None
        return moved.moved_to if moved else "-"

    def save_model(self, request: HttpRequest, obj: Document, form: Any, change: bool) -> None:
        if not change:
            obj.made_at = timezone.now()
        super().save_model(request, obj, form, change)
        if {"is_evidence", "publisher", "published_on"} & set(form.changed_data):
            announce(topic="document.judged", key=obj.public_id, now=timezone.now())


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
