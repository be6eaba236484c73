"""JSON-LD on a page: the article it describes, read without trusting its shape."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sources.reading.address import LONGEST

_ARTICLE_TYPES = """
    article newsarticle reportagenewsarticle analysisnewsarticle blogposting techarticle report
    pressrelease webpage legislation socialmediaposting liveblogposting opinionnewsarticle
    backgroundnewsarticle advertisercontentarticle
"""
_ARTICLES = frozenset(_ARTICLE_TYPES.split())
_MAX_SCRIPT = 500_000
_MAX_DEPTH = 6


def article_in(scripts: list[str]) -> dict[str, Any]:
    """Return the first article object of the JSON-LD scripts (a real article before a bare page), or {}."""
    found = [item for script in scripts[:20] for item in _objects(script)]
    for wanted in (_ARTICLES - {"webpage"}, _ARTICLES):
        for item in found:
            if _types(item) & wanted:
                return item
    return {}


def text_of(value: Any) -> str:
    """Return the plain text of a JSON-LD value: a string, the name of an object, the first of a list."""
    if isinstance(value, list):
        return next((text for item in value[:10] if (text := text_of(item))), "")
    if isinstance(value, dict):
        return text_of(value.get("name")) if not isinstance(value.get("name"), dict) else ""
    return value.strip()[: LONGEST + 1] if isinstance(value, str) else ""


def _objects(script: str) -> Iterator[dict[str, Any]]:
    if len(script) > _MAX_SCRIPT:
        return
    try:
        data = json.loads(script, strict=False)
    except (ValueError, RecursionError):
        return
    yield from _walk(data, 0)


def _walk(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, list):
        for item in value[:200]:
            yield from _walk(item, depth + 1)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _walk(value.get(name), depth + 1)


def _types(item: dict[str, Any]) -> set[str]:
    kinds = item.get("@type")
    listed = kinds if isinstance(kinds, list) else [kinds]
    return {kind.casefold() for kind in listed if isinstance(kind, str)}
