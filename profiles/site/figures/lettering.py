"""What a font can write of a text: as it stands, without its accents, or not at all. Pure.

Pillow's own font has the letters of English and little more; an operator may name another one. A sign that a font does
not have would be drawn as an empty box, so it is found out before.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from PIL import ImageFont

# Letters and signs that no decomposition takes apart, in letters that every font has.
_SPELT = {
    "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L",
    "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i", "ħ": "h", "Ħ": "H",
    "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "×": "x", "…": "...", "“": '"', "”": '"', "„": '"',
    "‘": "'", "’": "'", "‚": "'", "€": "EUR ", "£": "GBP ", "№": "No. ", "→": "->", "•": "·",
}  # fmt: skip
_ABSENT = "\uffff"  # no font has it


class Face:
    """A font in every size. `path` is a TrueType or OpenType file; "" is the font that Pillow brings."""

    def __init__(self, path: str = "") -> None:
        self.path = path
        self._sizes: dict[int, Any] = {}
        self._known: dict[str, bool] = {}

    def at(self, size: int) -> Any:
        """The font at a size in pixels. Raises OSError where the file is none."""
        if size not in self._sizes:
            found = ImageFont.truetype(self.path, size) if self.path else ImageFont.load_default(size)
            self._sizes[size] = found
        return self._sizes[size]

    def wide(self, text: str, size: int) -> float:
        return float(self.at(size).getlength(text))

    def has(self, sign: str) -> bool:
        if sign not in self._known:
            self._known[sign] = sign == " " or bytes(self.at(24).getmask(sign)) != self._box
        return self._known[sign]

    @cached_property
    def _box(self) -> bytes:
        return bytes(self.at(24).getmask(_ABSENT))


def written(text: str, face: Face) -> tuple[str, bool] | None:
    """The text as `face` can write it, and whether letters lost their accents; None where signs have no other spelling.

    Spaces and line ends become single spaces; signs that are not seen are left out.
    """
    found = [_sign(sign, face) for sign in _seen(text)]
    if any(one is None for one in found):
        return None
    pairs = [one for one in found if one is not None]
    return " ".join("".join(sign for sign, _ in pairs).split()), any(changed for _, changed in pairs)


def _seen(text: str) -> Iterator[str]:
    for sign in unicodedata.normalize("NFC", text):
        if sign.isspace():
            yield " "
        elif unicodedata.category(sign)[0] != "C":
            yield sign


def _sign(sign: str, face: Face) -> tuple[str, bool] | None:
    if face.has(sign):
        return sign, False
    spelt = _SPELT.get(sign) or "".join(
        part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part)
    )
    if not spelt or not all(face.has(part) for part in spelt):
        # A mark on its own that a base letter did not take in is left out with the other accents.
        return ("", True) if unicodedata.combining(sign) else None
    return spelt, sign.isalpha()


def lines(text: str, face: Face, size: int, *, width: float, most: int) -> tuple[tuple[str, ...], bool]:
    """The text in at most `most` lines no wider than `width`, and whether all of it is there.

    A word that is too long for a line is broken; what does not fit ends in an ellipsis.
    """
    rows: list[str] = []
    rest = text
    while rest and len(rows) < most:
        row = _row(rest, face, size, width)
        rows.append(row.strip())
        rest = rest[len(row) :].lstrip()
    if not rest:
        return tuple(rows), True
    last = rows[-1]
    while last and face.wide(f"{last}...", size) > width:
        last = last[:-1].rstrip()
    return (*rows[:-1], f"{last}..."), False


def _row(text: str, face: Face, size: int, width: float) -> str:
    """As many words of the beginning of `text` as fit, one sign at least."""
    end = fitting = 0
    for end in _ends(text):
        if face.wide(text[:end], size) > width:
            break
        fitting = end
    if fitting:
        return text[:fitting]
    cut = next((at for at in range(1, end + 1) if face.wide(text[:at], size) > width), end + 1)
    return text[: max(cut - 1, 1)]


def _ends(text: str) -> Iterator[int]:
    yield from (at for at, sign in enumerate(text) if sign == " ")
    yield len(text)
