"""Rows below a form of the desk: texts are limited, conflicts shown, and what only one row may hold is held once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import BaseInlineFormSet, construct_instance

from profiles.desk.known import KnownRow
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


class TriedForm(forms.ModelForm):
    """A form that can be tried out: with `only_tried` nothing will be saved, and nobody's row is locked for it.

    Django then does not ask the database, constraint by constraint, whether it would refuse the row, nor whether
    what the fields have just found is there. So the form has to say each of these rules itself;
    tests/profiles/desk/test_live.py holds that.
    """

    only_tried = False

    def _post_clean(self) -> None:
        if not self.only_tried:
            super()._post_clean()  # type: ignore[misc]
            return
        opts = self._meta
        found = {field.name for field in opts.model._meta.concrete_fields if field.is_relation}
        self.instance = construct_instance(self, self.instance, opts.fields, opts.exclude)
        try:
            exclude = self._get_validation_exclusions() | found  # type: ignore[attr-defined]
            self.instance.full_clean(exclude=exclude, validate_unique=False, validate_constraints=False)
        except ValidationError as error:
            self._update_errors(error)  # type: ignore[attr-defined]


class DeskForm(DeskTexts, TriedForm):
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

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        """With the row's own key known: it has been loaded."""
        super().add_fields(form, index)
        if form.instance.pk is None:
            return
        name = form.instance._meta.pk.name
        asked = cast(forms.ModelChoiceField, form.fields[name])
        key = KnownRow(asked.queryset, initial=asked.initial, required=asked.required, widget=asked.widget)
        key.known = {str(form.instance.pk): form.instance}
        form.fields[name] = key

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

    def changes(self) -> tuple[list[Any], list[Any]]:
        """The rows that saving deletes, and those that it saves, in an order that never breaks a rule on the way.

        Nothing is written.
        """
        rows = self.save(commit=False)
        places = {row: place for place, row in enumerate(self.order)}
        return self.deleted_objects, sorted(rows, key=lambda row: places.get(id(row), -1))

    def save_rows(self, save: Callable[[Any], None] = models.Model.save) -> None:
        """Delete, then save with `save` in that order."""
        gone, rows = self.changes()
        for row in gone:
            row.delete()
        for row in rows:
            save(row)
        self.save_m2m()
