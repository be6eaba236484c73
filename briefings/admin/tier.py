from __future__ import annotations

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone

from briefings.models import Tier
from briefings.teasers import show_on
from briefings.tiers import show_ways
from profiles.models import Teaser
from records.admin import DeskAdmin, SeenForm


@admin.register(Tier)
class TierAdmin(DeskAdmin):
    """The three tiers: their words are the editors', their number and order are not."""

    form = SeenForm
    list_display = ("name", "slug", "rank", "description")
    ordering = ("rank",)
    search_fields = ("name",)
    fields = ("slug", "rank", "name", "description", "seen")
    readonly_fields = ("slug", "rank")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Tier | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Tier, form: ModelForm, change: bool) -> None:
        """A new name stands on every page at once."""
        super().save_model(request, obj, form, change)
        show_ways()
        show_on(Teaser.objects.values_list("profile_id", flat=True), timezone.now())
