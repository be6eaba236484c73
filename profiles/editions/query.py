"""What a reader may ask of the list of profiles. One frozen question for pages, feeds and API.

Everything that a request can name is on an allow-list here; anything else is refused.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from profiles.naming import search_words

FACETS = ("signal-focus", "region", "band", "impact", "category", "primary-domain", "topic")
SORTS = {"newest": "Last change", "confidence": "Confidence", "name": "Name"}
RELEVANCE = "relevance"  # the order of a search, where no other is asked for
LONGEST_WORDS = 200
MOST_WORDS = 12
MOST_CHOICES = 8
LONGEST_PLACE = 400
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")
_SLUG = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")


class BadQuery(ValueError):
    """The request names something that is not on the list; the message says what, in signs that can be shown."""

    def __init__(self, words: str) -> None:
        super().__init__("".join(sign if sign.isprintable() else "�" for sign in words))


@dataclass(frozen=True)
class ProfileQuery:
    words: str = ""
    facets: tuple[tuple[str, str], ...] = ()  # (facet, slug), in the order of FACETS
    sort: str = ""  # "" means relevance for a search, newest otherwise
    after: tuple[str | int, ...] = ()  # the last row of the page before

    @property
    def order(self) -> str:
        return self.sort or (RELEVANCE if self.terms else "newest")

    @property
    def terms(self) -> tuple[str, ...]:
        """The words to look for, folded."""
        return tuple(search_words(self.words)[:MOST_WORDS])

    def with_choice(self, facet: str, slug: str) -> ProfileQuery:
        """The same question with one choice added, from the first page on."""
        return replace(self, facets=_ordered({*self.facets, (facet, slug)}), after=())

    def without_choice(self, facet: str, slug: str) -> ProfileQuery:
        return replace(self, facets=_ordered(set(self.facets) - {(facet, slug)}), after=())

    def without_facet(self, facet: str) -> ProfileQuery:
        return replace(self, facets=tuple(choice for choice in self.facets if choice[0] != facet), after=())

    def query_string(self) -> str:
        """The parameters of this question, in one order, so that an address is written in one way only."""
        pairs = [("q", self.words)] if self.words else []
        pairs += list(self.facets)
        if self.sort:
            pairs.append(("sort", self.sort))
        if self.after:
            pairs.append(("after", _encode(self.after)))
        return urlencode(pairs)

    def address(self, path: str = "/profiles/") -> str:
        query = self.query_string()
        return f"{path}?{query}" if query else path


def parse(parameters: Mapping[str, Iterable[str]]) -> ProfileQuery:
    """Read the parameters of a request (name to values). Raises BadQuery for whatever is not allowed."""
    words = ""
    sort = ""
    after: tuple[str | int, ...] = ()
    choices: set[tuple[str, str]] = set()
    for name, given in parameters.items():
        values = [value for value in given if value != ""]
        if name in FACETS:
            for value in values:
                if not _SLUG.match(value):
                    raise BadQuery(f"“{value[:40]}” is no value of {name}.")
                choices.add((name, value))
            continue
        if name not in ("q", "sort", "after"):
            raise BadQuery(f"There is no parameter “{name[:40]}”.")
        if len(values) > 1:
            raise BadQuery(f"“{name}” is given more than once.")
        for value in values:
            if name == "q":
                if len(value) > LONGEST_WORDS:
                    raise BadQuery(f"A search has at most {LONGEST_WORDS} signs.")
                words = " ".join(value.replace("\x00", " ").split())
            elif name == "sort":
                if value not in SORTS:
                    raise BadQuery(f"There is no order “{value[:40]}”; there are {', '.join(SORTS)}.")
                sort = value
            else:
                after = _decode(value)
    if len(choices) > MOST_CHOICES:
        raise BadQuery(f"At most {MOST_CHOICES} choices at a time.")
    return ProfileQuery(words, _ordered(choices), sort, after)


def day_of(text: str) -> date:
    """Read a day as it stands in an address. Raises BadQuery where it is none."""
    try:
        if not _DAY.fullmatch(text):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadQuery(f"“{text[:40]}” is no day. Write it as 2026-04-30.") from error


def number_of(text: str) -> int | None:
    """Read a number above 0 as it stands in an address; None for "". Raises BadQuery for what is none."""
    if not text:
        return None
    if not _NUMBER.fullmatch(text):
        raise BadQuery(f"“{text[:40]}” is no number here.")
    return int(text)


def fields(parameters: Mapping[str, Iterable[str]], *names: str) -> tuple[str, ...]:
    """The values of a small form's fields, "" where one is not given. Raises BadQuery for any other field."""
    for name, given in parameters.items():
        if name not in names:
            raise BadQuery(f"There is no parameter “{name[:40]}”.")
        if len(list(given)) > 1:
            raise BadQuery(f"“{name}” is given more than once.")
    return tuple(next(iter(parameters.get(name, ())), "").strip() for name in names)


def _ordered(choices: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(choices, key=lambda choice: (FACETS.index(choice[0]), choice[1])))


def _encode(after: tuple[str | int, ...]) -> str:
    return base64.urlsafe_b64encode(json.dumps(after).encode()).decode().rstrip("=")


def _is_text(part: str) -> bool:
    """No lone surrogates: JSON may hold them, and no database does."""
    return not any("\ud800" <= sign <= "\udfff" for sign in part)


def _decode(text: str) -> tuple[str | int, ...]:
    if len(text) > LONGEST_PLACE:
        raise BadQuery("“after” is no place in this list.")
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        value = json.loads(raw)
    except (binascii.Error, ValueError, RecursionError) as error:
        raise BadQuery("“after” is no place in this list.") from error
    plain = (
        isinstance(value, list)
        and 2 <= len(value) <= 3
        and all(isinstance(part, str | int) and not isinstance(part, bool) for part in value)
        and all(_is_text(part) for part in value if isinstance(part, str))
    )
    if not plain:
        raise BadQuery("“after” is no place in this list.")
    return tuple(value)
