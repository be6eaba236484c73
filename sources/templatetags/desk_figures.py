"""Shares and spans of time as the desk writes them."""

from __future__ import annotations

from django import template

register = template.Library()

_UNITS = ((86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second"))


@register.filter
def percent(share: float) -> str:
    """A share from 0 to 1 in whole per cent; 100 % and 0 % only where it is exactly so."""
    shown = round(share * 100)
    if shown == 100 and share < 1:
        shown = 99
    if shown == 0 and share > 0:
        shown = 1
    return f"{shown} %"


@register.filter
def span(seconds: int) -> str:
    """Seconds in the largest unit that leaves one or more of it, rounded: "minute", "25 minutes", "2 days"."""
    for size, unit in _UNITS:
        if seconds >= size:
            many = round(seconds / size)
            return unit if many == 1 else f"{many} {unit}s"
    return "second"
