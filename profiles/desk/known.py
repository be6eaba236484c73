"""A field that looks rows up while one types, and shows the chosen row without asking the database for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.admin.widgets import AutocompleteSelect


class KnownAutocomplete(AutocompleteSelect):
    """`known`: text of a row by its id, for rows that the page has loaded already."""

    known: Mapping[str, str] = {}

    def optgroups(self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None) -> Any:
        chosen = [str(one) for one in value if one not in (None, "")]
        if not chosen or not all(one in self.known for one in chosen):
            return super().optgroups(name, value, attr)
        empty = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        options = [
            self.create_option(name, one, self.known[one], True, at) for at, one in enumerate(chosen, len(empty))
        ]
        return [(None, [*empty, *options], 0)]
