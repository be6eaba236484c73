"""Rows below a form of the desk: texts are limited, conflicts shown, and what only one row may hold is held once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import BaseInlineFormSet

from profiles.desk.ordering import Key, save_order
from profiles.editions.markup import LONGEST
from records.admin import PlainTexts, show_both


def short_enough(text: str) -> None:
    """Raise ValidationError where `text` is longer than a text on a page may be."""
    many = len(text.encode("utf-8", "replace"))
    if many > LONGEST:
        raise ValidationError(f"A text has at most {LONGEST:,} bytes; this one has {many:,}. Shorten it.")


class DeskTexts(PlainTexts):
    """A form whose texts can be shown: without control signs, and not longer than a text may be."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.CharField):
                field.validators = [*field.validators, short_enough]


class DeskForm(DeskTexts, forms.ModelForm):
    pass


class DeskFormSet(BaseInlineFormSet):
    """Rows below a form.

    Where the form met a conflict, each row that differs from the database says so. `once` names what only one
    row may hold, with the sentence for the editor; `keys` says what a row holds of it. Django does not see these
    rules: they name fields that no form shows.
    """

    once: ClassVar[Mapping[str, str]] = {}
    order: tuple[int, ...] = ()

    def keys(self, row: Any) -> set[Key]:
        return set()

    def going(self) -> list[forms.ModelForm]:
        """The rows that this save deletes."""
        return [form for form in self.forms if getattr(form, "cleaned_data", {}).get("DELETE")]

    def clean(self) -> None:
        super().clean()
        going = self.going()
        kept = [form for form in self.forms if form not in going and hasattr(form, "cleaned_data")]
        if getattr(self.instance, "met_conflict", False):
            for form in kept:
                if form.has_changed():
                    show_both(form, form.initial, form.changed_data)
        elif self.once and all(form.is_valid() for form in kept):
            self._hold_once([form for form in kept if form.has_changed()])

    def _hold_once(self, changed: list[forms.ModelForm]) -> None:
        gone = {form.instance.pk for form in self.going()}
        stored = self.fk.model._default_manager.filter(**{self.fk.name: self.instance}) if self.instance.pk else ()
        held = {row.pk: frozenset(self.keys(row)) for row in stored if row.pk not in gone}
        # A new row has no key yet; its place in the list stands for it, below zero so that it is nobody else's.
        names = {form.instance.pk or -1 - at: form for at, form in enumerate(changed)}
        order, stuck = save_order(held, {name: frozenset(self.keys(form.instance)) for name, form in names.items()})
        self.order = tuple(id(names[name].instance) for name in order)
        for name, key in stuck.items():
            names[name].add_error(None, self.once[key[0]])

    def save_rows(self, save: Callable[[Any], None] = models.Model.save) -> None:
        """Delete, then save with `save` in an order that never breaks a rule on the way."""
        rows = self.save(commit=False)
        for row in self.deleted_objects:
            row.delete()
        for row in sorted(rows, key=lambda row: self.order.index(id(row)) if id(row) in self.order else -1):
            save(row)
        self.save_m2m()
