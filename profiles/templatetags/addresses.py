"""The one address of a page, for those who find it at several."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.utils.html import format_html

from records.policy import Policy

register = template.Library()


@register.simple_tag(takes_context=True)
def canonical_link(context: dict[str, Any]) -> str:
    """A link to what the view calls `canonical`, else to this site's own address of the path that was asked.

    Nothing where the view calls it empty, and nothing on pages that differ from person to person.
    """
    request = context.get("request")
    address = context.get("canonical")
    if address is None and request is not None and getattr(request, "policy", None) is Policy.PUBLIC:
        address = f"{settings.SITE_ADDRESS}{request.path}"
    return format_html('<link rel="canonical" href="{}">', address) if address else ""
