"""Notes for members on the sources of a profile."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone

from briefings import publishing
from briefings.admin.gated_forms import WithBody, WithTier
from briefings.models import SourceNote
from profiles.desk.conflict import DeskTexts
from profiles.models import Citation, Profile
from records.actors import actor_of
from records.admin import DeskAdmin, SeenForm


class NoteForm(WithBody, WithTier, DeskTexts, SeenForm):
    """Opened for a profile (`?profile=` in the address) it offers that profile's citations to choose from."""

    profile_id: int | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "citation" in self.fields and self.profile_id is not None:
            self.fields["citation"] = forms.ChoiceField(label="Source", choices=_citations(self.profile_id))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        profile, citation = cleaned.get("profile"), cleaned.get("citation")
        if isinstance(profile, Profile) and citation and not publishing.cites(profile, citation):
            self.add_error("citation", f"{profile.name} has no such citation.")
        return cleaned


@admin.register(SourceNote)
class SourceNoteAdmin(DeskAdmin):
    form = NoteForm
    list_display = ("profile", "citation", "tier", "written_at", "written_by")
    list_filter = ("tier",)
    list_select_related = ("profile", "tier")
    search_fields = ("profile__name", "=citation")
    ordering = ("-written_at",)
    fields = ("profile", "citation", "tier", "body", "seen")
    autocomplete_fields = ("profile",)

    def get_form(self, request: HttpRequest, obj: SourceNote | None = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        given = request.GET.get("profile", "")
        is_number = given.isascii() and given.isdigit() and len(given) < 19
        form.profile_id = int(given) if obj is None and is_number else None
        return form

    def get_readonly_fields(self, request: HttpRequest, obj: SourceNote | None = None) -> tuple[str, ...]:
        return ("profile", "citation") if obj else ()

    def save_model(self, request: HttpRequest, obj: SourceNote, form: ModelForm, change: bool) -> None:
        note = publishing.annotate(
            profile=obj.profile,
            citation=obj.citation,
            tier=obj.tier,
            body=obj.body,
            by=actor_of(request),
            now=timezone.now(),
        )
        obj.pk = note.pk

    def audit(self, request: HttpRequest, obj: SourceNote, act: str, **detail: Any) -> None:
        """The use cases write their own rows."""

    def delete_model(self, request: HttpRequest, obj: SourceNote) -> None:
        publishing.drop_note(note=obj, by=actor_of(request), now=timezone.now())


def _citations(profile_id: int) -> list[tuple[str, str]]:
    rows = Citation.objects.filter(claim__profile=profile_id) | Citation.objects.filter(facet_value__profile=profile_id)
    rows = rows.select_related("claim", "facet_value__term", "document__publisher").order_by("claim", "position", "id")
    return [(row.public_id, _label(row)) for row in rows]


def _label(row: Citation) -> str:
    of = row.claim.statement if row.claim else str(row.facet_value.term if row.facet_value else "")
    publisher = row.document.publisher.name if row.document.publisher else "publisher not known"
    return f"{of[:80]} ({publisher}: {row.document.title[:80]})"
