"""How what comes from an address is read: a feed, a sitemap, chosen fields of JSON, an element of a page. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

FEED, PAGE, SITEMAP, PART, JSON = "feed", "page", "sitemap", "part", "json"


@dataclass(frozen=True, slots=True)
class Paths:
    """JSONPaths. With `items` the others lead from an item; without it, `text` leads to what is watched."""

    items: str = ""
    title: str = ""
    address: str = ""
    date: str = ""
    id: str = ""
    text: str = ""

    @property
    def chosen(self) -> bool:
        """Whether they say what is watched."""
        return bool((self.title or self.address or self.text) if self.items else self.text)


@dataclass(frozen=True, slots=True)
class Choice:
    """`kind` is feed, page, sitemap, part (a file of a sitemap index) or json; `selector` chooses elements of a page,
    `paths` fields of a JSON document."""

    kind: str
    selector: str = ""
    paths: Paths = field(default_factory=Paths)

    @property
    def is_list(self) -> bool:
        """Whether documents are listed there; else it is a text of its own."""
        return self.kind in {FEED, SITEMAP, PART} or (self.kind == JSON and bool(self.paths.items))

    @property
    def mark(self) -> dict[str, str]:
        """The choice as plain data, empty for a feed and for a page as a whole; `choice_of` reads it back."""
        if self in {Choice(FEED), Choice(PAGE)}:
            return {}
        given = {"kind": self.kind, "selector": self.selector, **asdict(self.paths)}
        return {name: value for name, value in given.items() if value}


def choice_of(mark: Mapping[str, str], *, is_list: bool) -> Choice:
    """Return the choice that `mark` stands for; the empty one is a feed or a page, as `is_list` says."""
    if not mark:
        return Choice(FEED if is_list else PAGE)
    given = dict(mark)
    kind, selector = given.pop("kind"), given.pop("selector", "")
    return Choice(kind, selector, Paths(**given))
