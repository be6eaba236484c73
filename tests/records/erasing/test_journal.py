"""The journal survives what happens to files, and never holds a word of what was erased."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from records.erasing import journal
from records.erasing.orders import Order, Reach
from records.erasing.traces import traces_of

ORDER = Order(
    "ea-0000000000000001", "passage", "", "the words that must go", "A court has ruled so.", date(2027, 1, 15)
)
TEXT = "the words that must go"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.JOURNAL_DIR = tmp_path / "journal"
    return tmp_path / "journal"


def entry(number: int = 1) -> journal.Entry:
    order = replace(ORDER, id=f"ea-{number:016d}")
    traces = traces_of([TEXT], journal.key())
    reach = Reach(documents=("do-1",), texts=(TEXT,), names=("Heron",), returns=("news.example.com/a",))
    return journal.Entry(order, reach, traces, (journal.keyed("news.example.com/a"),), ("user:us-1", "user:us-2"))


def test_what_is_written_is_read_without_a_word_of_text(folder: Path) -> None:
    journal.write(entry())
    read = journal.entry_of(ORDER.id)
    assert read == replace(entry(), order=replace(ORDER, passage=""), reach=Reach(documents=("do-1",)))
    kept = b"".join(path.read_bytes() for path in folder.iterdir())
    assert all(word not in kept for word in (b"words", b"Heron", b"example.com"))
    assert [oct(path.stat().st_mode & 0o777) for path in sorted(folder.iterdir())] == ["0o600", "0o600"]


def test_a_later_entry_of_the_same_erasure_counts() -> None:
    journal.write(entry())
    journal.write(entry(2))
    journal.write(replace(entry(), returns=()))
    assert [(one.order.id[-1], len(one.returns)) for one in journal.entries()] == [("1", 0), ("2", 1)]


def test_a_line_that_a_crash_cut_short_swallows_no_other(folder: Path) -> None:
    journal.write(entry())
    with (folder / journal.FILE).open("ab") as file:
        file.write(b'{"order":{"id":"ea-00')
    journal.write(entry(2))
    assert [one.order.id[-1] for one in journal.entries()] == ["1", "2"]


def test_a_line_that_somebody_changed_is_not_passed_over(folder: Path) -> None:
    journal.write(entry())
    text = (folder / journal.FILE).read_text()
    (folder / journal.FILE).write_text(text.replace('"traces"', '"places"'))
    with pytest.raises(journal.JournalBroken, match="Line 1"):
        list(journal.entries())


def test_nothing_was_ever_erased(folder: Path) -> None:
    assert list(journal.entries()) == []
    assert journal.entry_of("ea-1") is None
    assert not journal.may_not_return("news.example.com/a")
    assert not folder.exists()
