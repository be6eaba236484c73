"""What forms of gated texts and of memberships share: a body that can be shown, and tiers that one joins."""

from __future__ import annotations

from typing import Any

from django import forms

from briefings.models import Tier
from profiles.editions.markup import TooLong, refuse


class WithBody:
    """A form whose `body` is Markdown that pages can show."""

    cleaned_data: dict[str, Any]

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        try:
            refuse(body)
        except TooLong as error:
            raise forms.ValidationError(str(error)) from error
        return body


class WithTier:
    """A form whose `tier` is one that people join: every tier but the public one."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "tier" in self.fields:
            field = self.fields["tier"]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = Tier.objects.filter(rank__gt=0).order_by("rank")
