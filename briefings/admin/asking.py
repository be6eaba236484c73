"""What the gate's own pages at the desk share: ask for a right, draw a page within the admin's frame."""

from __future__ import annotations

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from records.admin import PlainTexts


class ReasonForm(PlainTexts, forms.Form):
    reason = forms.CharField(label="Why", max_length=400)


def ask(request: HttpRequest, *permissions: str) -> None:
    if not request.user.has_perms(permissions):
        raise PermissionDenied
