"""Two editors on one thing: the second is shown both texts, and nothing is overwritten silently."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms.models import BaseInlineFormSet
from django.http import QueryDict


def show_both(form: forms.BaseForm, stored: Mapping[str, Any], fields: Iterable[str]) -> None:
    """Put what is stored now beside each field of `form` in which the editor's text differs from it."""
    for name in fields:
        if name not in form.fields or name not in form.cleaned_data:
            continue
        ours, theirs = form.cleaned_data[name], stored.get(name)
        if _plain(ours) != _plain(theirs):
            form.add_error(name, f"Stored meanwhile: “{_plain(theirs)}”. Yours is kept in the field.")


def carry_on(form: forms.BaseForm, name: str, value: str) -> QueryDict:
    """The data of `form` with the hidden field `name` moved on, so that saving the page again means it."""
    data = QueryDict(mutable=True)
    data.update(form.data)
    data[form.add_prefix(name)] = value
    return data


class ConflictInlineFormSet(BaseInlineFormSet):
    """Rows below a form that met a conflict: each row that differs from the database says so."""

    def clean(self) -> None:
        super().clean()
        if not getattr(self.instance, "met_conflict", False):
            return
        for form in self.forms:
            if form.has_changed() and hasattr(form, "cleaned_data"):
                show_both(form, form.initial, form.changed_data)


def _plain(value: Any) -> str:
    if value is None:
        return ""
    return str(getattr(value, "pk", value))
