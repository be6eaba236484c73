"""Names as they are compared: case and accents folded, the same way on the stored text and on the query."""

from __future__ import annotations

import re
import unicodedata

_AS_NUMBER = re.compile(r"^as(\d+)$")
# Scripts that set no spaces between words: Han, kana, Hangul, Thai, Lao, Khmer, Burmese.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"
_WORD = re.compile(rf"[{_UNSPACED}]+|[^\W{_UNSPACED}]+")
_ONE_UNSPACED = re.compile(rf"[{_UNSPACED}]")
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d"})


def fold(text: str) -> str:
    """Return `text` in lower case, without accents, with single spaces; letters of other scripts stay."""
    # Twice: "ᴬ" becomes a capital only when it is taken apart.
    apart = unicodedata.normalize("NFKD", text.casefold()).casefold()
    spread = unicodedata.normalize("NFKD", apart).translate(_LETTERS)
    plain = "".join(sign for sign in spread if not unicodedata.combining(sign))
    # Korean syllables were taken apart too; they are read as one sign each.
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", plain)).strip()


def slug_of(name: str) -> str:
    """Return a slug for `name`, or "" where no letter or digit of it has a Latin form."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:80].strip("-")


def search_words(text: str) -> list[str]:
    """Return the words of `text` as search compares them: folded, letters and digits only.

    An AS number is written AS174, AS 174 and 174: all of them are the two words "as" and "174". Where a script sets
    no spaces, each two signs that stand together are a word: what is looked for may begin anywhere.
    """
    words = []
    for word in _WORD.findall(fold(text)):
        if is_unspaced(word):
            words += [word[place : place + 2] for place in range(max(1, len(word) - 1))]
        else:
            words += _AS_NUMBER.sub(r"as \1", word).split()
    return words


def is_unspaced(word: str) -> bool:
    """Whether a word is of a script that sets no spaces between words."""
    return bool(_ONE_UNSPACED.match(word))
