"""One thing that a house of the press room publishes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Piece:
    """An article or document. `at` is the second, from the first start, at which it appears.

    `{day}` in its texts stands for the night it tells of. `edits` are silent: (second, new paragraphs). A plain
    piece is served as plain text, as some authorities do.
    """

    house: str
    path: str
    title: str
    paragraphs: tuple[str, ...]
    at: int
    byline: str = ""
    edits: tuple[tuple[int, tuple[str, ...]], ...] = ()
    is_plain: bool = False

    def paragraphs_at(self, second: float) -> tuple[str, ...]:
        """What it says at a second: the last edit that has happened, or the first text."""
        said = self.paragraphs
        for at, edited in self.edits:
            if second >= at:
                said = edited
        return said


def written(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
