"""Fields that choose a row, and do not ask the database for rows that the page has loaded already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import Model
from django.forms import ModelChoiceField, ModelMultipleChoiceField


class KnownAutocomplete(AutocompleteSelect):
    """`known`: text of a row by its id, for rows that the page has loaded already."""

    known: Mapping[str, str] = {}

    def optgroups(self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None) -> Any:
        chosen = [str(one) for one in value if one not in (None, "")]
        if not chosen or not all(one in self.known for one in chosen):
            # What no row can be called by is left out: the database could not even be asked for it.
            return super().optgroups(name, [one for one in chosen if one.isdecimal()] or [""], attr)
        empty = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        options = [
            self.create_option(name, one, self.known[one], True, at) for at, one in enumerate(chosen, len(empty))
        ]
        return [(None, [*empty, *options], 0)]


class KnownRow(ModelChoiceField):
    """`known`: rows by their id as a form sends it. They may be chosen; any other is looked up."""

    known: Mapping[str, Model] = {}

    def to_python(self, value: Any) -> Any:
        found = self.known.get(value) if isinstance(value, str) else None
        return found if found is not None else super().to_python(value)


class KnownRows(ModelMultipleChoiceField):
    """Like KnownRow, for several."""

    known: Mapping[str, Model] = {}

    def clean(self, value: Any) -> Any:
        if value and isinstance(value, list) and all(isinstance(one, str) and one in self.known for one in value):
            self.run_validators(value)
            return [self.known[one] for one in dict.fromkeys(value)]
        return super().clean(value)


def ask_once(field: KnownRow | KnownRows) -> None:
    """Load the rows that `field` offers, once for every copy of it that a list of forms makes."""
    rows = list(field.queryset or ())
    offered = field.iterator(field)
    empty = [] if field.empty_label is None else [("", field.empty_label)]
    field.choices = [*empty, *(offered.choice(row) for row in rows)]
    field.known = {str(row.pk): row for row in rows}
