"""Sources are entered here, and one sees what the watch makes of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path

from records.actors import actor_of
from records.admin import DeskAdmin, PlainForm, ReadOnlyAdmin
from records.clock import database_now
from sources.admin import source_pages
from sources.admin.addresses import HTTPS
from sources.admin.health import decide_source, show_health
from sources.fetching.configured import judged
from sources.fetching.outcomes import Stop
from sources.models import Sighting, Source, Watch
from sources.models.source import SourceKind
from sources.models.watch import OF_SOURCES
from sources.watching.choices import Choice
from sources.watching.entering import NotWatched, check_now, source_at, watch_source
from sources.watching.fitting import faults_of_bounds, faults_of_choice, paths_in
from sources.watching.health import dead_watches
from sources.watching.schedule import FRESHNESS

_NOT_YET = "-"
_OF_ITEMS = ("json_title", "json_address", "json_date", "json_id")
_HOW_OFTEN = (
    *("interval_seconds", "shortest_seconds", "longest_seconds", "freshness_percent", "recheck_seconds"),
    "raw_days",
)
_KINDS = (
    "All kinds are visited. Feed: RSS, Atom or JSON Feed; its entries become documents. Sitemap: its newest 500 "
    "addresses do, or those of an index's 10 newest files. Page: its article, or one element, is watched for change. "
    "JSON document: items become documents, or one text is watched; the paths below say which."
)


class SourceForm(PlainForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "freshness_percent" in self.fields:
            self.fields["freshness_percent"].required = False  # left empty it is what we take to be right
        if "kind" in self.fields:
            self.fields["kind"].help_text = _KINDS
        if "is_active" in self.fields:
            self.fields["is_active"].help_text = "Without it nothing is visited; what was stored stays."
        if "address" in self.fields:
            self.fields["address"].help_text = "Not sure what there is? “Add by address” on the list of sources looks."

    def clean_address(self) -> str:
        """The address as it is kept, whose scheme has small letters; refuses one that is here however it is written."""
        scheme, rest = str(self.cleaned_data["address"]).split(":", 1)
        address = f"{scheme.lower()}:{rest}"
        if address != self.instance.address and (held := source_at(address, but=self.instance.pk)):
            raise forms.ValidationError(f"There is a source of this address already: “{held}”.")
        return address

    def clean_freshness_percent(self) -> int:
        given: int | None = self.cleaned_data["freshness_percent"]
        return given or round(FRESHNESS * 100)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("is_active") and cleaned.get("address"):
            try:
                judged(cleaned["address"])
            except Stop as stop:
                self.add_error("address", f"This address cannot be visited. {stop.outcome.sentence}")
        choice = Choice(cleaned.get("kind") or "", cleaned.get("selector") or "", paths_in(cleaned))
        faults = faults_of_choice(choice, is_active=bool(cleaned.get("is_active"))) if choice.kind else {}
        faults |= faults_of_bounds(cleaned.get("shortest_seconds"), cleaned.get("longest_seconds"))
        for name, fault in faults.items():
            self.add_error(name, fault)
        return cleaned

    def clean_folder(self) -> str:
        parts = (part.strip() for part in self.cleaned_data["folder"].split(" / "))
        return " / ".join(filter(None, parts))


class StateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("dead", "Needs somebody"), ("alive", "Alive")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Source]) -> QuerySet[Source]:
        dead = dead_watches().values("source")
        if self.value() == "dead":
            return queryset.filter(pk__in=dead)
        if self.value() == "alive":
            return queryset.filter(is_active=True).exclude(pk__in=dead)
        return queryset


@admin.action(description="Check now", permissions=["change"])
def ask_for_a_visit(page: Any, request: HttpRequest, queryset: QuerySet[Source]) -> None:
    """Make the chosen sources due at once."""
    asked = 0
    for source in queryset:
        try:
            check_now(source=source, by=actor_of(request), now=database_now())
            asked += 1
        except NotWatched as refusal:
            page.message_user(request, str(refusal), messages.WARNING)
    if asked:
        chosen = "1 source is" if asked == 1 else f"{asked} sources are"
        page.message_user(request, f"{chosen} due now; the visit follows within seconds.", messages.SUCCESS)


@admin.register(Source)
class SourceAdmin(DeskAdmin):
    form: type[forms.ModelForm] = SourceForm
    formfield_overrides = HTTPS
    list_display = ("name", "last_outcome", "last_checked", "next_due", "kind", "publisher", "is_active")
    list_filter = ("kind", "is_active", StateFilter, "folder")
    list_select_related = ("publisher",)
    search_fields = ("name", "address")
    ordering = ("name",)
    autocomplete_fields = ("publisher",)
    actions = (ask_for_a_visit,)
    readonly_fields = ("last_checked", "next_due", "last_outcome")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """What is chosen of pages and JSON is folded away where there is nothing to choose."""
        is_plain = obj is not None and obj.kind in {SourceKind.FEED, SourceKind.SITEMAP}
        chosen = {"fields": ("selector", "json_items", *_OF_ITEMS, "json_text")}
        return (
            (None, {"fields": ("name", "kind", "address", "publisher", "folder", "terms", "licence", "is_active")}),
            ("What of it is read", {**chosen, "classes": ("collapse",)} if is_plain else chosen),
            ("How often", {"fields": _HOW_OFTEN}),
            ("How it goes", {"fields": ("last_checked", "next_due", "last_outcome")}),
        )

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        own = [
            path("health/", view(show_health), name="sources_source_health"),
            path("<int:pk>/how/", view(decide_source), name="sources_source_decide"),
            path("discover/", view(source_pages.discover), name="sources_source_discover"),
            path("discover/<int:pk>/", view(source_pages.discovered), name="sources_source_discovered"),
            path("import/", view(source_pages.import_list), name="sources_source_import"),
            path("export/", view(source_pages.export_list), name="sources_source_export"),
        ]
        return own + super().get_urls()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        own = Watch.objects.filter(OF_SOURCES)
        return super().get_queryset(request).prefetch_related(Prefetch("watches", own, to_attr="own_watches"))

    @admin.display(description="last checked")
    def last_checked(self, source: Source) -> str:
        watch = _watch_of(source)
        return _moment(watch.last_checked_at, "never") if watch else _NOT_YET

    @admin.display(description="next visit")
    def next_due(self, source: Source) -> str:
        watch = _watch_of(source)
        if watch is None:
            return "not visited" if source.pk else _NOT_YET
        return _moment(watch.next_fetch_at, "never again" if watch.ended_at else "paused")

    @admin.display(description="last outcome")
    def last_outcome(self, source: Source) -> str:
        watch = _watch_of(source)
        return _in_words(watch) if watch else _NOT_YET

    def save_model(self, request: HttpRequest, obj: Source, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        watch_source(source=obj, by=actor_of(request), now=database_now())


@admin.register(Watch)
class WatchAdmin(ReadOnlyAdmin):
    list_display = ("address", "last_outcome", "last_checked_at", "next_fetch_at", "kind", "source", "failures")
    list_filter = (
        "kind",
        "last_outcome",
        ("ended_at", admin.EmptyFieldListFilter),
        ("moved_to", admin.EmptyFieldListFilter),
    )
    list_select_related = ("source",)
    search_fields = ("address", "=host", "source__name")
    ordering = ("-id",)
    show_full_result_count = False
    exclude = ("lease", "body_digest", "changes", "changed_seconds", "unchanged_seconds", "items", "repeats", "recent")


@admin.register(Sighting)
class SightingAdmin(ReadOnlyAdmin):
    list_display = ("title", "source", "published_at", "seen_at")
    list_select_related = ("source",)
    search_fields = ("title", "source__name")
    ordering = ("-id",)
    show_full_result_count = False
    exclude = ("identity",)


def _watch_of(source: Source) -> Watch | None:
    """The watch of the source's own address; its documents have others."""
    found: list[Watch] = getattr(source, "own_watches", [])
    return found[0] if found else None


def _moment(at: datetime | None, otherwise: str) -> str:
    return f"{at.astimezone(UTC):%d %b %Y, %H:%M:%S} UTC" if at else otherwise


def _in_words(watch: Watch) -> str:
    if watch.ended_reason:
        return f"Ended. {watch.ended_reason}"
    if watch.held_reason:
        return f"Held for an editor. {watch.held_reason}"
    said = "Not visited yet."
    if watch.last_outcome:
        outcome = f"{watch.get_last_outcome_display()}."
        said = watch.last_words if watch.last_words.startswith(outcome) else f"{outcome} {watch.last_words}"
    return f"{said} It has moved for good to {watch.moved_to}" if watch.moved_to else said
