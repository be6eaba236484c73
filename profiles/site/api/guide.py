"""The API described for people: made from the same description that programs read."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from drf_spectacular.generators import SchemaGenerator
from rest_framework.settings import api_settings

from profiles.site.answers import public


@public()
def guide(request: HttpRequest) -> HttpResponse:
    schema: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return render(
        request,
        "profiles/api.html",
        {
            "site": settings.SITE_ADDRESS,
            "rate": "{} requests a {}".format(*_rate(api_settings.DEFAULT_THROTTLE_RATES["api"])),
            "doors": [
                {
                    "path": path,
                    "words": methods["get"].get("description", ""),
                    "parameters": [one["name"] for one in methods["get"].get("parameters", []) if one["in"] == "query"],
                }
                for path, methods in schema["paths"].items()
                if "get" in methods
            ],
        },
    )


def _rate(setting: str) -> tuple[str, str]:
    """A rate as REST framework writes it ("600/min") in words: how many, in what time."""
    number, _, unit = setting.partition("/")
    return number, {"s": "second", "m": "minute", "h": "hour", "d": "day"}[unit[0]]
