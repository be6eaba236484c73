"""The names of a profile as search and suggestions compare them. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from profiles.editions.words import Words
from profiles.naming import search_words

MOST_STARTS = 6  # words of one name that a suggestion may begin with
LONGEST_WORD = 40  # what is longer is no word that somebody mistypes
SHORTEST_MISTYPED = 4  # of three letters too many others are one letter away


def names_of(words: Words) -> tuple[str, ...]:
    """The name and the other names, each once, as they are written."""
    return tuple(dict.fromkeys([words.name, *(alias.text for alias in words.aliases)]))


def starts_of(names: Iterable[str]) -> dict[str, tuple[str, bool]]:
    """What somebody may begin to type, folded: each name from each of its first words on.

    To the name that it leads to, and whether it is the whole of it. The first name wins.
    """
    found: dict[str, tuple[str, bool]] = {}
    for name in names:
        parts = search_words(name)
        for place in range(min(len(parts), MOST_STARTS)):
            found.setdefault(" ".join(parts[place:])[:200], (name[:200], place == 0))
    return found


def slips_of(word: str) -> set[str]:
    """A folded word as it is and with any one letter left out.

    Two words that differ by a letter too many, too few, wrong or swapped share at least one of these (the
    "symmetric delete" of W. Garbe's SymSpell, 2012). Empty for words too short or too long to be guessed.
    """
    if not SHORTEST_MISTYPED <= len(word) <= LONGEST_WORD or word.isdigit():
        return set()
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def is_one_slip(one: str, other: str) -> bool:
    """Whether two different words differ by one letter too many, one wrong letter, or two letters swapped."""
    short, long = sorted((one, other), key=len)
    if one == other or len(long) - len(short) > 1:
        return False
    place = next((at for at, (left, right) in enumerate(zip(short, long, strict=False)) if left != right), len(short))
    if len(short) < len(long):
        return short[place:] == long[place + 1 :]
    if short[place + 1 :] == long[place + 1 :]:
        return True
    return short[place : place + 2] == long[place : place + 2][::-1] and short[place + 2 :] == long[place + 2 :]
