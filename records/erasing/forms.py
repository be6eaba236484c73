"""How stores write a text: plain, within JSON, within HTML. Pure."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable


def as_written(texts: Iterable[str]) -> tuple[str, ...]:
    """The texts, and each as a text column may hold it that keeps JSON (the admin's log) or HTML; each once.

    A column of JSON holds the text itself; only what was written to a string first stands in another form.
    """
    known = tuple(texts)
    ascii_json = (json.dumps(text)[1:-1] for text in known)
    return tuple(dict.fromkeys((*known, *ascii_json, *map(as_in_json, known), *map(html.escape, known))))


def as_in_json(text: str) -> str:
    """The text as PostgreSQL writes it within a JSON value."""
    return json.dumps(text, ensure_ascii=False)[1:-1]
