"""The journal survives what happens to files, and never holds a word of what was erased."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

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


@pytest.mark.parametrize("follows", [b"", b"\n"])
def test_a_line_cut_at_any_byte_is_torn_and_the_others_are_read(folder: Path, follows: bytes) -> None:
    journal.write(entry())
    path = folder / journal.FILE
    first = path.read_bytes()
    journal.write(entry(2))
    second = path.read_bytes()[len(first) : -1]
    for cut in range(len(second)):
        path.write_bytes(first + second[:cut] + follows)
        assert [one.order.id[-1] for one in journal.entries()] == ["1"], second[:cut][-20:]
    path.write_bytes(first + second + follows)
    assert [one.order.id[-1] for one in journal.entries()] == ["1", "2"]


@given(reason=st.text(max_size=40), at=st.floats(0, 1, exclude_max=True))
def test_what_reasons_say_makes_no_torn_line_a_whole_one(tmp_path_factory: Any, reason: str, at: float) -> None:
    with override_settings(JOURNAL_DIR=tmp_path_factory.mktemp("journal")):
        whole = replace(entry(), order=replace(ORDER, passage="", reason=reason), reach=Reach())
        journal.write(whole)
        assert list(journal.entries()) == [whole]
        path = journal.settings.JOURNAL_DIR / journal.FILE
        line = path.read_bytes()
        path.write_bytes(line[: int(at * (len(line) - 1))])
        assert list(journal.entries()) == []


def test_a_whole_line_with_any_byte_changed_is_broken_and_none_is_passed_over(folder: Path) -> None:
    journal.write(entry())
    path = folder / journal.FILE
    line = path.read_bytes()
    for at in range(len(line) - 1):
        path.write_bytes(line[:at] + bytes([line[at] ^ 1]) + line[at + 1 :])
        with pytest.raises(journal.JournalBroken, match="Line"):
            list(journal.entries())
    path.write_bytes(line.replace(b"A court", b"Court"))  # somebody made it shorter
    with pytest.raises(journal.JournalBroken, match="Line 1"):
        list(journal.entries())


def test_lines_of_before_there_were_checksums_are_read(folder: Path) -> None:
    folder.mkdir()
    old = {
        "order": {
            "id": "ea-0000000000000009",
            "kind": "document",
            "target": "do-1",
            "passage": "",
            "reason": "So.",
            "on": "2027-01-15",
        },
        "reach": {"documents": ["do-1"], "publishers": [], "sources": [], "people": [], "texts": [], "names": []},
        "traces": [[22, 12345, "ab" * 32]],
        "returns": ["cd" * 32],
        "people": ["user:us-1", "user:us-2"],
    }
    line = json.dumps(old, separators=(",", ":"))
    (folder / journal.FILE).write_text(line + "\n" + line[:-40] + "\n")
    (read,) = journal.entries()
    assert (read.order.id, read.reach, read.returns) == ("ea-0000000000000009", Reach(("do-1",)), ("cd" * 32,))
    assert [(one.length, one.window, one.digest) for one in read.traces] == [(22, 12345, "ab" * 32)]


def test_nothing_was_ever_erased(folder: Path) -> None:
    assert list(journal.entries()) == []
    assert journal.entry_of("ea-1") is None
    assert not journal.may_not_return("news.example.com/a")
    assert not folder.exists()
