from __future__ import annotations

from datetime import date

from profiles.site.figures.sources import listed, unplaced
from tests.profiles.site.sample_notes import NOTES, PLEDGE, SUPPLY, UNSAID, note, source
from tests.profiles.site.samples import bare_profile_page, profile_page


def test_sources_stand_once_with_the_statements_that_name_them() -> None:
    early, late, undated = (
        source(str(n), title=f"T{n}", day=day) for n, day in enumerate((date(2020, 1, 1), date(2021, 1, 1), None))
    )
    page = profile_page(
        notes=(note(1, "One.", sources=(late, early)), note(2, "Two.", sources=(undated, source("again", title="T1")))),
        facets=(),
    )
    assert [(row.source.title, row.notes) for row in listed(page)] == [("T0", (1,)), ("T1", (1, 2)), ("T2", (2,))]


def test_sources_of_filing_alone_have_no_statement() -> None:
    page = profile_page(notes=())
    assert [(row.source.publisher, row.notes) for row in listed(page)] == [
        ("Cable Digest", ()),
        ("Registry of Companies", ()),
    ]


def test_unplaced_are_those_that_no_text_shows() -> None:
    assert unplaced(profile_page()) == (SUPPLY, UNSAID)
    assert unplaced(profile_page(happened=None)) == tuple(
        one for one in NOTES if one.number in (3, PLEDGE.number, 5, 6)
    )
    assert unplaced(bare_profile_page()) == ()
