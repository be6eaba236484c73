from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from profiles.templatetags.wording import age, day, edition_kind, fidelity, figure, sentence, span


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (date(2026, 11, 20), '<time datetime="2026-11-20">20&nbsp;November&nbsp;2026</time>'),
        (datetime(2026, 1, 2, 23, 59, tzinfo=UTC), '<time datetime="2026-01-02">2&nbsp;January&nbsp;2026</time>'),
    ],
)
def test_day_is_written_out(value: date | None, shown: str) -> None:
    assert day(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [(1, "1.00"), (1.0, "1.00"), (0.7, "0.70"), (0.125, "0.125"), (0.97, "0.97"), (10, "10.00")]
)
def test_figure_keeps_what_it_is(value: float, shown: str) -> None:
    assert figure(value) == shown


@pytest.mark.parametrize(("days", "shown"), [(365, "1 year"), (3650, "10 years"), (90, "90 days"), (400, "400 days")])
def test_age_is_in_years_where_they_are_whole(days: int, shown: str) -> None:
    assert age(days) == shown


def test_words_for_choices() -> None:
    assert span("0.35-0.54") == "0.35–0.54"
    assert edition_kind("correction") == "Correction"
    assert fidelity("tertiary attached") == "repeats another report, we hold it"
    assert (sentence("own reporting"), sentence("")) == ("Own reporting", "")
