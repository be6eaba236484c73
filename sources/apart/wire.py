"""Values on their way between two processes: JSON out, and back by the types that the receiver expects. Pure.

The child that reads what strangers wrote is not trusted: nothing in an answer names code, and what is not of the
expected type is refused (pickle would run what a broken-in child sends).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Decode = Callable[[Any], Any]
_PLAIN = {str, int, float, bool, NoneType}


class NotOfType(ValueError):
    """What came is not what was expected."""


def encode(value: object) -> bytes:
    """Return `value` as JSON: plain values, tuples, lists, mappings with text keys, dates, enums and dataclasses."""
    return json.dumps(value, default=_plain, separators=(",", ":")).encode("ascii")


def decode(data: bytes, kind: Any) -> Any:
    """Return the value of type `kind` that `encode` made `data` of; raises NotOfType for anything else.

    `kind` is a type hint: of what `encode` takes, optional, or one of several dataclasses.
    """
    try:
        return decoder(kind)(json.loads(data))
    except NotOfType:
        raise
    except (ValueError, TypeError, RecursionError) as error:
        raise NotOfType(type(error).__name__) from None


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return [type(value).__name__, *_parts(type(value))(value)]
    if isinstance(value, date):  # a moment too
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    raise TypeError(f"{type(value).__name__} does not travel")


@cache  # of our own classes, which are few
def _parts(kind: type) -> Callable[[Any], tuple[Any, ...]]:
    names = [each.name for each in fields(kind)]
    if len(names) == 1:
        return lambda value: (getattr(value, names[0]),)
    return attrgetter(*names) if names else lambda value: ()


@cache  # of type hints in our own code
def decoder(kind: Any) -> Decode:
    """Return the function that makes a value of type `kind` from plain JSON; TypeError for a type that has none."""
    origin, inner = get_origin(kind), get_args(kind)
    if kind in _PLAIN:
        return _exactly(kind)
    if origin in {Union, UnionType}:
        return _one_of(inner)
    if origin is tuple and len(inner) == 2 and inner[1] is Ellipsis:
        return _many(decoder(inner[0]), tuple)
    if origin is tuple:
        return _row(tuple(decoder(each) for each in inner))
    if origin is list:
        return _many(decoder(inner[0]), list)
    if isinstance(origin, type) and issubclass(origin, Mapping) and inner[0] is str:
        return _mapping(decoder(inner[1]))
    if is_dataclass(origin or kind):
        return _dataclass(origin or kind, inner)
    if kind in {date, datetime}:
        return _moment(kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return lambda value: kind(value)
    raise TypeError(f"{kind} does not travel")


def _exactly(kind: type) -> Decode:
    def plain(value: Any) -> Any:
        if type(value) is kind:
            return value
        if kind is float and type(value) is int:
            return float(value)
        raise NotOfType(kind.__name__)

    return plain


def _many(each: Decode, make: Callable[[Any], Any]) -> Decode:
    def many(value: Any) -> Any:
        if type(value) is not list:
            raise NotOfType("list")
        return make([each(one) for one in value])

    return many


def _row(parts: tuple[Decode, ...]) -> Decode:
    def row(value: Any) -> Any:
        if type(value) is not list or len(value) != len(parts):
            raise NotOfType("tuple")
        return tuple(part(one) for part, one in zip(parts, value, strict=True))

    return row


def _mapping(each: Decode) -> Decode:
    def mapping(value: Any) -> Any:
        if type(value) is not dict:
            raise NotOfType("dict")
        return {key: each(one) for key, one in value.items()}

    return mapping


def _moment(kind: type[date]) -> Decode:
    def moment(value: Any) -> Any:
        if type(value) is not str:
            raise NotOfType(kind.__name__)
        return kind.fromisoformat(value)

    return moment


def _dataclass(kind: Any, inner: tuple[Any, ...]) -> Decode:
    hints = get_type_hints(kind)
    given = dict(zip(getattr(kind, "__parameters__", ()), inner, strict=False))
    parts: list[Decode] | None = None

    def made(value: Any) -> Any:
        nonlocal parts
        if parts is None:  # only now, so that a class may hold its like
            wanted = (hints[each.name] for each in fields(kind))
            parts = [decoder(given.get(each, each) if isinstance(each, TypeVar) else each) for each in wanted]
        if type(value) is not list or len(value) != len(parts) + 1 or value[0] != kind.__name__:
            raise NotOfType(kind.__name__)
        return kind(*[part(one) for part, one in zip(parts, value[1:], strict=True)])

    return made


def _one_of(kinds: tuple[Any, ...]) -> Decode:
    named = {(get_origin(each) or each).__name__: each for each in kinds if is_dataclass(get_origin(each) or each)}
    others = [each for each in kinds if each is not NoneType and not is_dataclass(get_origin(each) or each)]
    if len(others) > (0 if named else 1):
        raise TypeError("of several kinds only dataclasses can be told apart")
    has_none = NoneType in kinds
    by_name = {name: decoder(each) for name, each in named.items()}
    other = decoder(others[0]) if others else None

    def one_of(value: Any) -> Any:
        if value is None and has_none:
            return None
        if other:
            return other(value)
        found = by_name.get(value[0]) if type(value) is list and value and type(value[0]) is str else None
        if found is None:
            raise NotOfType(" or ".join(by_name))
        return found(value)

    return one_of
