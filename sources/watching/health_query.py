"""What an editor may ask of how the sources are: which list, words, a class of trouble, a state. Pure.

Everything that an address can name is on a list here; what is not counts as not asked.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from sources.watching.troubles import WORDS

SHOWS: Mapping[str, str] = {"all": "All", "look": "Need somebody", "moved": "Have moved"}
STATES: Mapping[str, str] = {
    "well": "Well",
    "failing": "Something is wrong",
    "held": "Held",
    "ended": "Visited no more",
    "new": "Not visited yet",
    "resting": "Resting",
}
TROUBLES: Mapping[str, str] = {trouble.value: name for trouble, (name, _) in WORDS.items()}
LONGEST_WORDS = 200
MOST_WORDS = 8
_MARKS = range(0x300, 0x370)  # accents that stand beside their letter; the database takes away the same


@dataclass(frozen=True, slots=True)
class HealthQuery:
    """`show` is of SHOWS, `state` of STATES or "", `trouble` of TROUBLES or ""; `after` is the key behind which the
    page begins."""

    show: str = "all"
    words: str = ""
    state: str = ""
    trouble: str = ""
    after: int = 0

    @property
    def terms(self) -> tuple[str, ...]:
        """The words to look for, folded: a source has to have each of them somewhere."""
        return tuple(dict.fromkeys(folded(self.words).split()))[:MOST_WORDS]

    @property
    def is_narrowed(self) -> bool:
        """Whether something is asked beside which list."""
        return bool(self.words or self.state or self.trouble)

    def on(self, show: str) -> HealthQuery:
        """The same question of another list, from its beginning."""
        return replace(self, show=show, after=0)

    def behind(self, key: int) -> HealthQuery:
        """The same question, behind a key."""
        return replace(self, after=key)

    def query_string(self) -> str:
        """The parameters of this question, in one order."""
        given = {"show": self.show, "q": self.words, "state": self.state, "trouble": self.trouble}
        return urlencode({name: value for name, value in {**given, "after": self.after}.items() if value})


def health_query(given: Mapping[str, str]) -> HealthQuery:
    """Read the parameters of an address (name to value); raises nothing, whatever they are."""
    after = given.get("after", "")
    words = "".join(sign if sign.isprintable() else " " for sign in given.get("q", "")[:LONGEST_WORDS])
    return HealthQuery(
        show=_of(SHOWS, given.get("show")) or "all",
        words=" ".join(words.split()),
        state=_of(STATES, given.get("state")),
        trouble=_of(TROUBLES, given.get("trouble")),
        after=int(after) if after.isascii() and after.isdigit() and len(after) < 19 else 0,
    )


def folded(text: str) -> str:
    """`text` in small letters and without accents, as the database folds what it is compared with."""
    plain = unicodedata.normalize("NFKD", text)
    # Letter by letter: of whole words Python gives the last Σ another form than the database does.
    return "".join(sign.lower() for sign in plain if ord(sign) not in _MARKS)


def _of(known: Mapping[str, str], value: str | None) -> str:
    return value if value is not None and value in known else ""
