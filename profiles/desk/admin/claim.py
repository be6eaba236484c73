from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from profiles.desk import learning_pages
from profiles.desk.admin.citations import CitationInline, save_citation, values_of_page
from profiles.desk.admin.live_panel import live_panel
from profiles.desk.conflict import DeskForm
from profiles.desk.forms import ClaimForm
from profiles.desk.known import KnownRows, ask_once
from profiles.desk.live import live
from profiles.desk.matters import contested, disputed_matters, stale_matters
from profiles.desk.row_forms import ValueRows
from profiles.editions.snapshot import as_stored
from profiles.evidence.curating import touch, weigh_sides
from profiles.models import Citation, Claim, ClaimValue, Profile
from records.actors import actor_of
from records.admin import DeskAdmin
from records.audit import record


class ClaimValueInline(admin.TabularInline):
    model = ClaimValue
    form = DeskForm
    formset = ValueRows
    extra = 0
    fields = ("text", "is_published", "covers")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ClaimValue]:
        return super().get_queryset(request).prefetch_related("covers").order_by("id")

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs.update(queryset=values_of_page(request), form_class=KnownRows)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, KnownRows):
            ask_once(field)
        return field


class ClaimCitationInline(CitationInline):
    fk_name = "claim"
    fields = (
        "document",
        ("value", "directness", "position"),
        "quote",
        ("own_reporting", "own_interest", "own_act"),
        "original",
        "set_aside_reason",
    )


class WaitsFilter(admin.SimpleListFilter):
    """The statements that the desk's front page lists."""

    title = "what waits"
    parameter_name = "waits"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("stale", "Out of date"), ("contradicted", "Contradicted, not settled")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Claim]) -> QuerySet[Claim]:
        if self.value() == "stale":
            return queryset.filter(public_id__in=stale_matters().values("claim"))
        if self.value() == "contradicted":
            public = Q(public_id__in=disputed_matters().values("claim"))
            return queryset.filter(public | Q(pk__in=contested().values("pk")))
        return queryset


@admin.register(Claim)
class ClaimAdmin(DeskAdmin):
    form = ClaimForm
    list_display = ("statement", "profile", "kind", "is_key", "cited")
    list_filter = (WaitsFilter, "kind", "is_key")
    list_select_related = ("profile",)
    search_fields = ("statement", "key", "profile__name", "=public_id")
    ordering = ("profile__name", "position")
    autocomplete_fields = ("profile",)
    fields = (
        "profile",
        "statement",
        ("key", "position"),
        ("predicate", "kind", "is_key"),
        ("happened_on", "happened_precision"),
        "seen",
    )
    inlines = (ClaimValueInline, ClaimCitationInline)

    def get_urls(self) -> list[URLPattern]:
        pages = (("settle", learning_pages.settle_claim), ("reply", learning_pages.reply_on_claim))
        own = [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(page), name=f"profiles_claim_{name}")
            for name, page in pages
        ]
        own.append(
            path(
                "<int:object_id>/live/",
                self.admin_site.admin_view(partial(live_panel, self)),
                name="profiles_claim_live",
            )
        )
        return own + super().get_urls()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Claim]:
        return super().get_queryset(request).annotate(many=Count("citations"))

    @admin.display(description="sources", ordering="many")
    def cited(self, claim: Any) -> int:
        return int(claim.many)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("profile",) if obj else ()

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        claim = self.get_object(request, unquote(object_id))
        panel = {}
        if claim:  # worked out where the page is drawn; a form that is saved leads elsewhere
            panel["live"] = SimpleLazyObject(lambda: live(stated=as_stored([claim])[0], now=timezone.now()))
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **panel})

    def save_model(self, request: HttpRequest, obj: Claim, form: ModelForm, change: bool) -> None:
        now = timezone.now()
        touch(profile=obj.profile, by=actor_of(request), now=now)
        admin.ModelAdmin.save_model(self, request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: Any, change: bool) -> None:
        now, by = timezone.now(), actor_of(request)
        if formset.model is Citation:
            formset.save_rows(lambda row: save_citation(row, by=by, now=now))
        else:
            formset.save_rows()

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        weigh_sides(form.instance)

    def audit(self, request: HttpRequest, obj: Claim, act: str, **detail: Any) -> None:
        verb = {"added": "claim.stated"}.get(act, f"claim.{act}")
        record(
            by=actor_of(request),
            verb=verb,
            subject=obj.profile.subject,
            now=timezone.now(),
            claim=obj.public_id,
            **detail,
        )

    def delete_model(self, request: HttpRequest, obj: Claim) -> None:
        touch(profile=obj.profile, by=actor_of(request), now=timezone.now())
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Claim]) -> None:
        with transaction.atomic():
            # Profiles first, in one order: two editors who delete at once do not wait for each other.
            profiles = queryset.order_by().values_list("profile")
            list(Profile.objects.select_for_update().filter(pk__in=profiles).order_by("pk"))
            super().delete_queryset(request, queryset)
