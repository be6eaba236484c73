"""The picture that stands where others show a link to an edition: name, summary, plumb, edition. Pure; a PNG."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw

from profiles.evidence.confidence.bands import BANDS, WHOLE, band_of
from profiles.site.figures.lettering import Face, lines, written

WIDE, HIGH = 1200, 630
_DRAWN_AS = 1  # raised when the drawing changes, so that the address of every card does
_FINE = 2  # drawn so many times larger and taken down again: Pillow's lines have steps otherwise

_PAPER, _INK, _SOFT, _EDGE, _ACCENT = "#faf9f5", "#1c1f25", "#575c66", "#8b8f96", "#38536b"
_BANDS = {
    "internal": "#dfe4e9",
    "weak": "#c5cfd9",
    "weak-medium": "#a2b2c1",
    "medium": "#788fa5",
    "strong": "#506d88",
    "high": "#2a4661",
}
_LEFT, _RIGHT = 72, WIDE - 72
_NAMES = (76, 68, 60, 52, 46)  # sizes that a name may have; the first in which it fits in two lines
_NO_LETTERS = "The name is in letters that this picture cannot show."
_NO_ACCENTS = "Letters are shown without their accents."
# A collar, shoulders and a long point, hanging from (0, 0); 25 high. As in the plumb, in straight lines.
_BOB = (
    (-1.8, 0), (1.8, 0), (1.8, 3.2), (4.4, 3.2), (5.5, 3.7), (5.8, 4.8), (5.2, 9.2), (3.9, 14), (2.2, 19.2), (0, 25),
    (-2.2, 19.2), (-3.9, 14), (-5.2, 9.2), (-5.8, 4.8), (-5.5, 3.7), (-4.4, 3.2), (-1.8, 3.2),
)  # fmt: skip


@dataclass(frozen=True)
class Card:
    """What is drawn. `score` is in ten-thousandths; None: not assessed."""

    name: str
    others: tuple[str, ...]  # other names, the first of which is shown where the name cannot be written
    summary: str
    score: int | None
    state: str  # "Refuted", ... or ""
    edition: str  # "Edition 7, 20 November 2026"
    sign: str  # "Invented organisation ...", or ""
    site: str  # host name

    @property
    def digest(self) -> str:
        """Twelve signs that change whenever the picture may."""
        return hashlib.sha256(f"{_DRAWN_AS}|{self!r}".encode()).hexdigest()[:12]

    @property
    def verdict(self) -> str:
        """The confidence in words: "Medium 0.55-0.74"."""
        if self.score is None:
            return "Not assessed"
        band = band_of(self.score)
        words = f"{band.label} {band.range}"
        return f"{self.state}. {words}" if self.state else words

    @property
    def alternative(self) -> str:
        """What the picture says, for who does not see it."""
        return f"{self.name}. Confidence: {self.verdict}. {self.edition}. Plumbline."


def card(told: Card, font: str = "") -> bytes:
    """Draw a card as a PNG of 1200 by 630. `font` is a font file; "" is Pillow's own. Raises OSError for no font."""
    face = _face(font)
    picture = Image.new("RGB", (WIDE * _FINE, HIGH * _FINE), _PAPER)
    pen = _Pen(ImageDraw.Draw(picture), face)
    _brand(pen, told.sign)
    rows, size, remark = _name(told, face)
    y = 148.0
    for row in rows:
        pen.text(_LEFT, y, row, size, _INK)
        y += size * 1.16
    _summary(pen, told, y + 14)
    _plumb(pen, told)
    pen.text(_LEFT, 570, told.edition, 26, _SOFT)
    pen.text(_RIGHT, 570, remark or told.site, 26 if not remark else 22, _SOFT, anchor="ra")
    small = picture.resize((WIDE, HIGH), Image.Resampling.LANCZOS).quantize(64, method=Image.Quantize.MEDIANCUT)
    file = BytesIO()
    small.save(file, "PNG", optimize=True)
    return file.getvalue()


@cache
def _face(font: str) -> Face:
    return Face(font)


class _Pen:
    """Draws in the card's own pixels, finer."""

    def __init__(self, draw: ImageDraw.ImageDraw, face: Face) -> None:
        self._draw = draw
        self.face = face

    def text(self, x: float, y: float, words: str, size: int, colour: str, anchor: str = "la") -> None:
        found = written(words, self.face)
        if found:
            font = self.face.at(size * _FINE)
            self._draw.text((x * _FINE, y * _FINE), found[0], fill=colour, font=font, anchor=anchor)

    def box(self, x: float, y: float, wide: float, high: float, colour: str) -> None:
        right, bottom = (x + wide) * _FINE - 1, (y + high) * _FINE - 1
        self._draw.rectangle((x * _FINE, y * _FINE, right, bottom), fill=colour)

    def shape(self, points: tuple[tuple[float, float], ...], x: float, y: float, scale: float, colour: str) -> None:
        self._draw.polygon([((x + a * scale) * _FINE, (y + b * scale) * _FINE) for a, b in points], fill=colour)


def _brand(pen: _Pen, sign: str) -> None:
    pen.box(_LEFT, 64, 26, 3, _ACCENT)
    pen.box(_LEFT + 11.5, 64, 3, 16, _ACCENT)
    pen.shape(_BOB, _LEFT + 13, 78, 1.2, _ACCENT)
    pen.text(_LEFT + 42, 68, "Plumbline", 34, _ACCENT)
    if sign:
        pen.text(_RIGHT, 74, sign, 24, _SOFT, anchor="ra")


def _name(told: Card, face: Face) -> tuple[tuple[str, ...], int, str]:
    """Lines and size of the name, and what has to be said about how it is written."""
    found, remark = written(told.name, face), ""
    if not found or not found[0]:
        others = (written(one, face) for one in told.others)
        found, remark = next((one for one in others if one and one[0]), None), _NO_LETTERS
    if not found:
        return (), _NAMES[-1], _NO_LETTERS
    if found[1] and not remark:
        remark = _NO_ACCENTS
    for size in _NAMES:
        rows, whole = lines(found[0], face, size, width=_RIGHT - _LEFT, most=2)
        if whole:
            break
    return rows, size, remark


def _summary(pen: _Pen, told: Card, y: float) -> None:
    """As much of the summary as there is room for; nothing where it is in letters that cannot be shown."""
    found = written(told.summary, pen.face)
    room = int((418 - y) // 42)
    if found and room > 0:
        for row in lines(found[0], pen.face, 30, width=_RIGHT - _LEFT, most=min(room, 3))[0]:
            pen.text(_LEFT, y, row, 30, _SOFT)
            y += 42


def _plumb(pen: _Pen, told: Card) -> None:
    """The rule with its bands and the bob at the score; label and range stand beside it in words."""
    left, wide, rule = _LEFT, 620, 452

    def at(score: int) -> float:
        return left + wide * score / WHOLE

    for band in BANDS:
        here = told.score is not None and band_of(told.score) is band
        thick = 16 if here else 7
        end = min(band.high + 1, WHOLE)
        pen.box(at(band.low), rule - thick / 2, at(end) - at(band.low), thick, _BANDS[band.name])
    for limit in [0, *(band.low for band in BANDS if band.low), WHOLE]:
        pen.box(at(limit) - 0.75, rule - 13, 1.5, 22, _EDGE)
    if told.score is not None:
        pen.box(at(told.score) - 1, rule, 2, 32, _INK)
        pen.shape(_BOB, at(told.score), rule + 30, 1.9, _INK)
    words, x = told.verdict, left + wide + 40
    pen.text(x, rule - 30, "Confidence", 22, _SOFT)
    rows, _ = lines(words, pen.face, 28, width=_RIGHT - x, most=2)
    for number, row in enumerate(rows):
        pen.text(x, rule + 2 + number * 36, row, 28, _INK)
