"""JSONPath (RFC 9535) as far as its work is bounded: what is allowed, and what a path leads to. Pure.

The library evaluates; this module lets only paths through whose work grows with the size of the document and nothing
else: no patterns, at most one search through all levels, conditions that look at the thing itself alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from math import prod
from typing import Any

from jsonpath import JSONPath, JSONPathEnvironment
from jsonpath.exceptions import JSONPathError, JSONPathNameError
from jsonpath.filter import (
    BaseExpression,
    FilterExpression,
    FilterExpressionLiteral,
    FunctionExtension,
    InfixExpression,
    Nil,
    PrefixExpression,
    RelativeFilterQuery,
)
from jsonpath.function_extensions import Length
from jsonpath.segments import JSONPathChildSegment, JSONPathRecursiveDescentSegment
from jsonpath.selectors import Filter, IndexSelector, NameSelector, SliceSelector, WildcardSelector

MAX_LENGTH = 200  # characters
MAX_SEGMENTS = 12
_MAX_BRANCHES = 8  # of all brackets together: ["a","b"]["c","d"] has four
_PLAIN = (NameSelector, IndexSelector, SliceSelector, WildcardSelector)
_MANY = (SliceSelector, WildcardSelector, Filter)


class NotAllowed(Exception):
    """Its message says in words why a path is not used."""


class _Environment(JSONPathEnvironment):
    def setup_function_extensions(self) -> None:
        """Without match() and search(), whose patterns can take for ever, and without count() and value()."""
        self.function_extensions["length"] = Length()


_environment = _Environment(strict=True, filter_caching=False)


def allowed(path: str, *, of_item: bool = False) -> None:
    """Raise NotAllowed where `path` is no JSONPath, or one whose work is not bounded. One that is followed in each of
    many items (`of_item`) may not search all levels."""
    compiled = _compiled(path)
    if of_item and any(isinstance(each, JSONPathRecursiveDescentSegment) for each in compiled.segments):
        raise NotAllowed("In an item a path goes step by step, without “..”.")


def values_at(path: str, value: Any) -> Iterator[Any]:
    """Give what `path` leads to in `value` (made of dict, list, str, numbers, bool, None), in the document's order.

    Raises NotAllowed as `allowed` does.
    """
    compiled = _compiled(path)
    if not isinstance(value, dict | list):  # the library would take a text for a document and parse it
        return iter(() if compiled.segments else (value,))
    return (found.obj for found in compiled.finditer(value))


def leads_somewhere(path: str, value: Any) -> bool:
    """Tell whether there is what `path` speaks of: for one that ends in all or some things of a list, whether the list
    is there, be it empty."""
    segments = _compiled(path).segments
    while segments and isinstance(segments[-1], JSONPathChildSegment) and isinstance(segments[-1].selectors[0], _MANY):
        segments = segments[:-1]
    if not isinstance(value, dict | list):
        return not segments
    return next(iter(JSONPath(env=_environment, segments=segments).finditer(value)), None) is not None


@lru_cache(maxsize=1_000)
def _compiled(path: str) -> JSONPath:
    if len(path) > MAX_LENGTH:
        raise NotAllowed(f"A path has at most {MAX_LENGTH} characters.")
    try:
        compiled = _environment.compile(path)
    except JSONPathNameError:
        raise NotAllowed("Of the functions only length() is used.") from None
    except (JSONPathError, RecursionError, ValueError, LookupError) as error:
        raise NotAllowed(_no_path(path, error)) from None
    if not isinstance(compiled, JSONPath):  # the library's own "or" and "and" of paths
        raise NotAllowed("Give one path.")
    _check_segments(compiled)
    return compiled


def _no_path(path: str, error: Exception) -> str:
    """Where it stops being a path, in our words: the library's speak of tokens."""
    if not path.startswith("$"):
        return "This is no JSONPath: it begins with $, such as $.items[*]"
    at = getattr(getattr(error, "token", None), "index", None)
    where = f", from “{path[at : at + 20]}” on" if isinstance(at, int) and 0 <= at < len(path) else ""
    return f"This is no JSONPath{where}. An example: $.items[*]"


def _check_segments(path: JSONPath) -> None:
    if len(path.segments) > MAX_SEGMENTS:
        raise NotAllowed(f"A path has at most {MAX_SEGMENTS} steps.")
    descents = sum(isinstance(each, JSONPathRecursiveDescentSegment) for each in path.segments)
    if descents > 1:
        raise NotAllowed("“..” searches all levels; a path has it once.")
    if prod(len(each.selectors) for each in path.segments) > _MAX_BRANCHES:
        raise NotAllowed(f"The brackets of a path name at most {_MAX_BRANCHES} things together.")
    for segment in path.segments:
        if len(segment.selectors) > 1 and any(isinstance(each, _MANY) for each in segment.selectors):
            raise NotAllowed("Several things in one bracket are names or numbers, such as ['a','b'].")
        for selector in segment.selectors:
            if isinstance(selector, Filter):
                _check_condition(selector.expression)
            elif type(selector) not in _PLAIN:
                raise NotAllowed("A step of the path is not one of RFC 9535.")


def _check_condition(expression: BaseExpression) -> None:
    """A condition looks at the thing itself, by names and numbers: its work is that of the thing's own size."""
    if isinstance(expression, FilterExpression):
        _check_condition(expression.expression)
    elif isinstance(expression, RelativeFilterQuery):
        if not expression.path.singular_query():
            raise NotAllowed("A condition leads to one thing, such as @.kind; without “*”, “..” and conditions in it.")
    elif isinstance(expression, PrefixExpression | InfixExpression | FunctionExtension):
        for each in expression.children():
            _check_condition(each)
    elif not isinstance(expression, FilterExpressionLiteral | Nil):
        raise NotAllowed("A condition compares with texts, numbers, true, false and null; it begins with @.")
