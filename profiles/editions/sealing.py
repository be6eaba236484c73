"""Seals the words of an edition: a manifest that never changes, and a body whose blocks can be erased.

The manifest holds the structure, with the digest of each block in the block's place; the body maps a block's
id to its salt and text. Salt and text together give the digest, so a reader can check every word, and once a
block is erased, salt and all, nobody can find the text by trying.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import typing
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from profiles.editions.canonical import digest
from profiles.editions.words import Block

Body = dict[str, list[str] | None]
T = TypeVar("T")
SALT_BYTES = 16
_PLAIN = frozenset({str, bool, int})


class Erased(str):
    """What stands where a block was erased: words that say so, and a text that knows it."""

    is_erased = True


ERASED = Erased("[removed]")


@dataclasses.dataclass(frozen=True)
class Sealed:
    manifest: dict[str, Any]
    body: Body
    digest: str  # of the manifest


def seal(
    words: Any,
    *,
    schema: int,
    number: int,
    previous: str,
    published_at: str,
    changes: int | None,
    salts: Callable[[int], bytes],
) -> Sealed:
    """Seal `words` (a dataclass of profiles.editions.words) as edition `number` after the digest `previous`.

    `published_at` is an ISO time in UTC; `changes` is how many statements differ from the edition before (None
    for the first); `salts(n)` gives n random bytes. Empty texts are blocks like others:
    whether a text was there at all is nobody's business once it is gone.
    """
    body: Body = {}
    tree = _seal(words, body, salts)
    manifest = {
        "schema": schema,
        "number": number,
        "previous": previous,
        "published_at": published_at,
        "changes": changes,
        "words": tree,
    }
    return Sealed(manifest, body, digest(manifest))


def unseal(manifest: Mapping[str, Any], body: Mapping[str, Any], kind: type[T]) -> T:
    """Return the words of a sealed edition as `kind`; erased blocks are ERASED."""
    return typing.cast(T, _unseal(manifest["words"], body, kind))


def texts_of(words: Any) -> Iterator[str]:
    """Every text that sealing makes a block of."""
    if isinstance(words, tuple):
        for item in words:
            yield from texts_of(item)
    elif dataclasses.is_dataclass(words):
        kinds = _kinds(words.__class__)
        for field in dataclasses.fields(words):
            item = getattr(words, field.name)
            if kinds[field.name] is Block:
                yield str(item)
            else:
                yield from texts_of(item)


def faults(manifest: Mapping[str, Any], body: Mapping[str, Any], expected: str) -> list[str]:
    """What does not verify: the manifest against its digest `expected`, each block against its place.

    An erased block verifies: its digest stays in the manifest, its text is gone.
    """
    found = [] if digest(manifest) == expected else ["the manifest does not have its digest"]
    places: dict[str, str] = {}
    _places(manifest["words"], places)
    if places.keys() != body.keys():
        found.append("manifest and body do not have the same blocks")
    for block, wanted in places.items():
        entry = body.get(block)
        if entry is not None and not _is_block(entry, wanted):
            found.append(f"block {block} does not have its digest")
    return found


def _is_block(entry: Any, wanted: str) -> bool:
    if not (isinstance(entry, list) and len(entry) == 2 and all(isinstance(part, str) for part in entry)):
        return False
    salt, text = entry
    return _digest(salt, text) == wanted


def _digest(salt: str, text: str) -> str:
    return hashlib.sha256(f"{salt}:{text}".encode()).hexdigest()


def _seal(value: Any, body: Body, salts: Callable[[int], bytes]) -> Any:
    if isinstance(value, tuple):
        return [_seal(item, body, salts) for item in value]
    kind: type = value.__class__
    if not dataclasses.is_dataclass(kind):
        return value
    tree: dict[str, Any] = {}
    for name, hint in _kinds(kind).items():
        item = getattr(value, name)
        if hint is Block:
            block = f"b{len(body) + 1}"
            salt = salts(SALT_BYTES).hex()
            body[block] = [salt, str(item)]
            tree[name] = {"block": block, "digest": _digest(salt, str(item))}
        else:
            tree[name] = item if item.__class__ in _PLAIN else _seal(item, body, salts)
    return tree


def _unseal(tree: Any, body: Mapping[str, Any], kind: Any) -> Any:
    if isinstance(tree, list):
        (inner, _) = typing.get_args(kind)
        return tuple(_unseal(item, body, inner) for item in tree)
    if not isinstance(tree, dict):
        return tree
    kinds = _kinds(kind)
    values = {}
    for name, item in tree.items():
        if kinds[name] is Block:
            entry = body[item["block"]]
            values[name] = ERASED if entry is None else entry[1]
        else:
            values[name] = _unseal(item, body, kinds[name])
    return kind(**values)


@functools.cache
def _kinds(kind: type) -> dict[str, Any]:
    """Field name to Block, or to the type of the field, in the order of the fields."""
    hints = typing.get_type_hints(kind, include_extras=True)
    kinds = {}
    for field in dataclasses.fields(kind):
        hint = hints[field.name]
        kinds[field.name] = Block if Block in getattr(hint, "__metadata__", ()) else hint
    return kinds


def _places(tree: Any, places: dict[str, str]) -> None:
    if isinstance(tree, list):
        for item in tree:
            _places(item, places)
    elif isinstance(tree, dict):
        if tree.keys() == {"block", "digest"}:
            places[tree["block"]] = tree["digest"]
        else:
            for item in tree.values():
                _places(item, places)
