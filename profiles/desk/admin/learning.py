"""Verdicts, replies and the method's figures in the admin: looked at here, made on pages of their own."""

from __future__ import annotations

from django.contrib import admin
from django.urls import URLPattern, path

from profiles.desk import learning_pages
from profiles.models import ParameterSet, Reply, Verdict
from records.admin import ReadOnlyAdmin


@admin.register(Verdict)
class VerdictAdmin(ReadOnlyAdmin):
    """How statements turned out. A statement is settled from its own page."""

    list_display = ("claim", "profile", "outcome", "band", "at", "by")
    list_filter = ("outcome", "band", "kind")
    list_select_related = ("profile",)
    search_fields = ("profile__name", "=claim", "reason")
    ordering = ("-id",)
    show_full_result_count = False
    fields = ("profile", "claim", "kind", "outcome", "right_value", "reason", "score", "band", "by", "at", "supersedes")


@admin.register(Reply)
class ReplyAdmin(ReadOnlyAdmin):
    """What organisations say of statements. A reply is entered and withdrawn from the statement's page."""

    list_display = ("claim", "profile", "name", "role", "said_on", "at")
    list_select_related = ("profile",)
    search_fields = ("profile__name", "=claim", "name")
    ordering = ("-id",)
    fields = ("profile", "claim", "text", "name", "role", "said_on", "proof", "by", "at", "withdraws")


@admin.register(ParameterSet)
class ParameterSetAdmin(ReadOnlyAdmin):
    """The method's figures through time. A new set comes of a refit, and of nothing else."""

    list_display = ("number", "since", "verdicts", "reason", "by")
    ordering = ("-number",)

    def get_urls(self) -> list[URLPattern]:
        refit = path(
            "refit/", self.admin_site.admin_view(learning_pages.refit_method), name="profiles_parameterset_refit"
        )
        return [refit, *super().get_urls()]
