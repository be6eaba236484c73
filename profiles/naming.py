"""Names as they are compared: case and accents folded, the same way on the stored text and on the query."""

from __future__ import annotations

import re
import unicodedata

_AS_NUMBER = re.compile(r"^as(\d+)$")
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d"})


def fold(text: str) -> str:
    """Return `text` in lower case, without accents, with single spaces; letters of other scripts stay."""
    # Twice: "ᴬ" becomes a capital only when it is taken apart.
    apart = unicodedata.normalize("NFKD", text.casefold()).casefold()
    spread = unicodedata.normalize("NFKD", apart).translate(_LETTERS)
    plain = "".join(sign for sign in spread if not unicodedata.combining(sign))
    return re.sub(r"\s+", " ", plain).strip()


def slug_of(name: str) -> str:
    """Return a slug for `name`, or "" where no letter or digit of it has a Latin form."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:80].strip("-")


def search_words(text: str) -> list[str]:
    """Return the words of `text` as search compares them: folded, letters and digits only.

    An AS number is written AS174, AS 174 and 174: all of them are the two words "as" and "174".
    """
    return [part for word in re.findall(r"\w+", fold(text)) for part in _AS_NUMBER.sub(r"as \1", word).split()]
