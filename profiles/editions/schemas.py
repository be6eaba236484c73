"""Reads an edition of any schema there has been. A schema, once published, stays readable for ever. Pure.

A change to the words makes schema 2: the dataclasses of schema 1 move to a module of their own, and a reader here
turns them into the newest. Never edit what a published schema means (tests/fixtures holds an edition of each).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from profiles.editions.sealing import unseal
from profiles.editions.words import Words

Read = Callable[[Mapping[str, Any], Mapping[str, Any]], Words]

READERS: dict[int, Read] = {1: lambda manifest, body: unseal(manifest, body, Words)}


def read_words(manifest: Mapping[str, Any], body: Mapping[str, Any]) -> Words:
    """Return the words of an edition in today's form. Raises ValueError for a schema that nobody has read here."""
    reader = READERS.get(manifest["schema"])
    if reader is None:
        raise ValueError(f"This release cannot read editions of schema {manifest['schema']}.")
    return reader(manifest, body)
