"""Diagrams that the demonstration draws for itself, so that it needs nobody's pictures."""

from __future__ import annotations

import io
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 630)
PAPER, INK, LEAD, PALE = "#f7f5f0", "#1f2328", "#4a6076", "#c9d2da"


def draw(name: str) -> bytes:
    """Return the drawing of that name as a PNG. Raises KeyError for a name that there is not."""
    picture = Image.new("RGB", SIZE, PAPER)
    DRAWINGS[name](ImageDraw.Draw(picture))
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _write(page: ImageDraw.ImageDraw, place: tuple[float, float], text: str, size: int = 30, ink: str = INK) -> None:
    page.text(place, text, fill=ink, font=ImageFont.load_default(size), anchor="mm", align="center")


def _box(page: ImageDraw.ImageDraw, box: tuple[int, int, int, int], text: str, *, dashed: bool = False) -> None:
    page.rounded_rectangle(box, 14, fill=PAPER if dashed else "white", outline=LEAD, width=2 if dashed else 4)
    _write(page, ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2), text)


def _four_articles(page: ImageDraw.ImageDraw) -> None:
    report = (760, 240, 1120, 390)
    for place in range(4):
        top = 50 + place * 140
        named = place == 1
        page.line((440, top + 50, report[0], 315), fill=LEAD if named else PALE, width=8 if named else 5)
        _box(page, (80, top, 440, top + 100), "names its source" if named else "names nobody")
    _box(page, report, "one report,\nnot seen by us", dashed=True)
    _write(page, (940, 450), "4 articles, 1 original", 34, LEAD)


def _one_duct(page: ImageDraw.ImageDraw) -> None:
    page.rounded_rectangle((300, 260, 900, 370), 55, fill=PALE, outline=LEAD, width=4)
    for height in (295, 335):
        page.line((230, height, 570, height), fill=INK, width=8)
        page.line((630, height, 970, height), fill=INK, width=8)
    page.line((575, 235, 625, 395), fill=LEAD, width=8)
    page.line((625, 235, 575, 395), fill=LEAD, width=8)
    _box(page, (60, 240, 240, 390), "exchange")
    _box(page, (960, 240, 1150, 390), "mainland")
    _write(page, (600, 450), "two cables, one duct", 34, LEAD)


DRAWINGS: dict[str, Callable[[ImageDraw.ImageDraw], None]] = {
    "four-articles": _four_articles,
    "one-duct": _one_duct,
}
