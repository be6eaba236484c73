"""The sources of a page, each document once, with the statements that rest on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from profiles.editions.page import Note, Paragraph, ProfilePage, Source


@dataclass(frozen=True)
class Listed:
    """A document and the numbers of the statements that name it."""

    source: Source
    notes: tuple[int, ...]


def listed(page: ProfilePage) -> tuple[Listed, ...]:
    """Every document behind the page: by publisher, then by date; those without a date come last."""
    found: dict[tuple[str, str, str], tuple[Source, list[int]]] = {}
    cited = [(source, note.number) for note in page.notes for source in note.sources]
    cited += [(source, 0) for facet in page.facets for source in facet.sources]
    for source, number in cited:
        _, numbers = found.setdefault((source.publisher, source.title, source.address), (source, []))
        if number and number not in numbers:
            numbers.append(number)
    rows = [Listed(source, tuple(sorted(numbers))) for source, numbers in found.values()]
    return tuple(sorted(rows, key=_order))


def unplaced(page: ProfilePage) -> tuple[Note, ...]:
    """Statements that no text of the page shows with their evidence: they get a section of their own."""
    placed = {note.number for paragraph in _paragraphs(page) for note in paragraph.notes}
    return tuple(note for note in page.notes if note.number not in placed)


def _paragraphs(page: ProfilePage) -> list[Paragraph]:
    sections = [section for section in (page.does, page.happened, page.matters, *page.others) if section]
    texts = [paragraph for section in sections for paragraph in section.paragraphs]
    return [*page.key_points, *page.inclusion, *texts]


def _order(row: Listed) -> tuple[str, date, str]:
    return row.source.publisher.casefold(), row.source.day or date.max, row.source.title
