from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.db.models import Count, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils import timezone

from profiles.desk import ending_pages, learning_pages, pages, schedule_pages
from profiles.desk.conflict import DeskForm, DeskFormSet
from profiles.desk.forms import ProfileForm
from profiles.desk.preview import preview
from profiles.desk.row_forms import (
    AliasForm,
    AliasRows,
    DependencyForm,
    FacetRowForm,
    FacetRows,
    ImageForm,
    SectionRows,
)
from profiles.editions.markup import TooLong
from profiles.models import (
    Alias,
    AlsoRead,
    Dependency,
    FacetTerm,
    FacetValue,
    Image,
    KeyPoint,
    OutlookItem,
    Profile,
    Section,
)
from profiles.naming import fold
from records.actors import actor_of
from records.admin import DeskAdmin
from records.audit import record


class OfProfile(admin.TabularInline):
    """Rows below a profile. Statements to choose from are those of the profile itself."""

    extra = 0
    form = DeskForm
    formset = DeskFormSet

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "claim":
            profile = request.resolver_match.kwargs.get("object_id") if request.resolver_match else None
            kwargs["queryset"] = db_field.remote_field.model.objects.filter(profile_id=profile or 0).order_by(
                "position"
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class AliasInline(OfProfile):
    model = Alias
    form = AliasForm
    formset = AliasRows
    fields = ("text", "kind", "needs_context", "case_sensitive", "shadowed_by", "valid_from", "valid_to")


class FacetValueInline(OfProfile):
    model = FacetValue
    form = FacetRowForm
    formset = FacetRows
    fields = ("term", "reason")
    show_change_link = True  # its evidence stands on a page of its own

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "term":
            kwargs["queryset"] = FacetTerm.objects.order_by("facet", "position", "label")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class KeyPointInline(OfProfile):
    model = KeyPoint
    fields = ("position", "text", "claim")


class SectionInline(admin.StackedInline):
    model = Section
    extra = 0
    form = DeskForm
    formset = SectionRows
    fields = (("place", "kind", "position"), "heading", "body", "author")


class OutlookInline(OfProfile):
    model = OutlookItem
    fields = ("horizon", "position", "text", "trigger", "due_on", "outcome", "outcome_on", "outcome_note")


class DependencyInline(OfProfile):
    model = Dependency
    form = DependencyForm
    fk_name = "profile"
    fields = ("position", "kind", "points_here", "other", "other_name", "claim")
    autocomplete_fields = ("other",)


class ImageInline(admin.StackedInline):
    model = Image
    form = ImageForm
    formset = DeskFormSet
    extra = 0


class AlsoReadInline(OfProfile):
    model = AlsoRead
    fk_name = "profile"
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    fields = ("position", "other", "title", "address")
    autocomplete_fields = ("other",)


@admin.register(Profile)
class ProfileAdmin(DeskAdmin):
    form = ProfileForm
    change_form_template = "admin/profiles/profile/change_form.html"
    list_display = ("name", "state", "statements", "changed_at", "changed_by")
    list_filter = ("state", "is_invented")
    search_fields = ("name", "aliases__folded")
    ordering = ("-changed_at",)
    fieldsets = (
        (None, {"fields": ("name", "slug", "summary", "base", "inclusion_reason", "seen_revision")}),
        ("Who stands behind it", {"fields": ("byline", "reviewer", "disclosure", "is_invented")}),
    )
    prepopulated_fields = {"slug": ("name",)}
    inlines = (
        KeyPointInline,
        SectionInline,
        FacetValueInline,
        OutlookInline,
        DependencyInline,
        ImageInline,
        AliasInline,
        AlsoReadInline,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Profile]:
        return super().get_queryset(request).annotate(many=Count("claims"))

    @admin.display(ordering="many")
    def statements(self, profile: Any) -> int:
        return int(profile.many)

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(
                "pictures/<str:name>", self.admin_site.admin_view(pages.show_picture), name="profiles_profile_picture"
            ),
            path("<int:pk>/preview/", self.admin_site.admin_view(pages.show_preview), name="profiles_profile_preview"),
            path("<int:pk>/ledger/", self.admin_site.admin_view(pages.show_ledger), name="profiles_profile_ledger"),
            path(
                "grade/<int:pk>/", self.admin_site.admin_view(learning_pages.show_grade), name="profiles_profile_grade"
            ),
            path(
                "<int:pk>/publish/", self.admin_site.admin_view(pages.publish_profile), name="profiles_profile_publish"
            ),
            path(
                "<int:pk>/schedule/",
                self.admin_site.admin_view(schedule_pages.schedule_profile),
                name="profiles_profile_schedule",
            ),
            path("<int:pk>/end/", self.admin_site.admin_view(ending_pages.end_profile), name="profiles_profile_end"),
        ]
        return own + super().get_urls()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return {} if obj else self.prepopulated_fields  # an address that readers know does not follow the name

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was published stays; a draft may go."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.current_edition_id is None)

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        profile = self.get_object(request, object_id)
        panel: dict[str, Any] = {}
        if profile is not None and request.method == "GET":
            panel = {"claims": profile.claims.order_by("position", "id")}
            try:
                panel["draft"], panel["page"] = preview(profile=profile, now=timezone.now())
            except TooLong as error:
                panel["trouble"] = str(error)
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **panel})

    def save_model(self, request: HttpRequest, obj: Profile, form: ModelForm, change: bool) -> None:
        now = timezone.now()
        obj.changed_at, obj.changed_by = now, actor_of(request)
        if not change:
            obj.made_at = now
        super().save_model(request, obj, form, change)
        verb = "profile.saved" if change else "profile.opened"
        record(by=actor_of(request), verb=verb, subject=obj.subject, now=now, fields=sorted(form.changed_data))

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: Any, change: bool) -> None:
        formset.save_rows()

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if not change:
            name = form.instance.name
            form.instance.aliases.get_or_create(text=name, kind="brand", defaults={"folded": fold(name)})

    def audit(self, request: HttpRequest, obj: Profile, act: str, **detail: Any) -> None:
        if act == "deleted":  # the others stand in save_model, with the fields
            record(by=actor_of(request), verb="profile.deleted", subject=obj.subject, now=timezone.now())

    def response_post_save_change(self, request: HttpRequest, obj: Profile) -> HttpResponseRedirect:
        messages.info(request, "Saved in the working file. Readers see it once you publish.")
        return super().response_post_save_change(request, obj)
