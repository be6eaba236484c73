"""manage.py ingest: the main job's first half, through the command an operator types."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from profiles.desk.news import read_news
from profiles.models import Alias, Profile, Signal
from records.models import OutboxRow
from sources.models import Document, DocumentVersion, Story
from tests.cast import NOW

pytestmark = pytest.mark.django_db

OWN = Path(__file__).resolve().parent.parent / "documents"
SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"
RETELLINGS = [OWN / f"lanternfish_retelling_{letter}.txt" for letter in "abcd"]
PAGE = OWN / "lanternfish_page.txt"


def ingest(*files: Path, profile: str = "") -> dict[str, Any]:
    out = StringIO()
    call_command("ingest", *map(str, files), "--json", profile=profile, stdout=out)
    return json.loads(out.getvalue())


def test_four_retellings_are_one_story_and_one_original_report() -> None:
    found = ingest(PAGE, *RETELLINGS, profile="lanternfish")
    assert (found["profile"], found["profile_is_new"]) == ("lanternfish", True)
    assert [document["state"] for document in found["documents"]] == ["new"] * 5
    assert [document["is_evidence"] for document in found["documents"]] == [False, True, True, True, True]
    (story,) = found["stories"]
    assert (len(story["documents"]), len(story["not_evidence"])) == (4, 1)
    assert (story["origins_named"], story["origins_presumed"]) == (1, 0)
    (origin,) = story["origins"]
    assert (origin["how"], origin["held"], len(origin["named_by"]), len(origin["presumed"])) == ("named", False, 1, 3)
    assert len(found["signals"]) == 4
    assert all(signal["reasons"] for signal in found["signals"])


def test_bringing_in_the_same_files_again_changes_nothing() -> None:
    first = ingest(PAGE, *RETELLINGS, profile="lanternfish")
    counts = Document.objects.count(), DocumentVersion.objects.count(), Story.objects.count(), Signal.objects.count()
    again = ingest(PAGE, *RETELLINGS, profile="lanternfish")
    assert [document["state"] for document in again["documents"]] == ["same"] * 5
    assert not any(signal["is_new"] for signal in again["signals"])
    assert again["stories"] == first["stories"]
    assert counts == (
        Document.objects.count(),
        DocumentVersion.objects.count(),
        Story.objects.count(),
        Signal.objects.count(),
    )


def test_news_of_a_document_makes_signals_for_whoever_it_speaks_of() -> None:
    ingest(*RETELLINGS)
    assert Signal.objects.count() == 0
    ingest(PAGE, profile="lanternfish")  # opens the profile; the page itself is no evidence
    assert Signal.objects.count() == 0
    assert OutboxRow.objects.filter(topic="document.stored", done_at=None).count() == 5
    assert read_news(now=NOW.replace(year=2030)) == 5
    assert Signal.objects.filter(role="subject").count() == 4
    assert read_news(now=NOW.replace(year=2030)) == 0


def test_draft_is_named_as_the_documents_write_it() -> None:
    ingest(*RETELLINGS, profile="lanternfish")
    profile = Profile.objects.get(slug="lanternfish")
    assert profile.name == "Lanternfish"
    assert Alias.objects.get(profile=profile).folded == "lanternfish"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.txt", b"", "empty"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "PNG picture"),
        ("huge.txt", b"word " * 2_200_000, "10 MiB"),
        ("soup.txt", bytes(range(128, 256)) * 50, ""),
    ],
)
def test_bad_file_is_refused_and_stops_no_other(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    bad = tmp_path / name
    bad.write_bytes(content)
    found = ingest(bad, RETELLINGS[0], profile="lanternfish")
    assert [document["state"] for document in found["documents"]] == ["refused", "new"]
    assert reason in found["documents"][0]["reason"]
    assert Document.objects.filter(versions__isnull=False).count() == 1


def test_only_bad_files_are_an_error(tmp_path: Path) -> None:
    bad = tmp_path / "empty.txt"
    bad.write_bytes(b"")
    with pytest.raises(CommandError, match="No file could be read"):
        ingest(bad, profile="lanternfish")
    assert (Document.objects.count(), Profile.objects.count()) == (0, 0)


def test_missing_file_and_bad_slug_are_errors_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        ingest(RETELLINGS[0], tmp_path / "nothing.txt")
    with pytest.raises(CommandError, match="is no slug"):
        ingest(RETELLINGS[0], profile="Lantern Fish")
    assert Document.objects.count() == 0


def test_wrongly_encoded_file_is_read_and_says_so() -> None:
    found = ingest(OWN / "windows_1252.txt")
    assert found["documents"][0]["state"] == "new"
    assert any("1252" in note for note in found["documents"][0]["notes"])


def test_plain_output_says_what_was_found() -> None:
    out = StringIO()
    call_command("ingest", *map(str, [PAGE, *RETELLINGS]), profile="lanternfish", stdout=out)
    text = out.getvalue()
    for words in (
        "Opened a draft profile",
        "kept, no evidence",
        "1 named, 0 presumed",
        "Signal for lanternfish",
    ):
        assert words in text


@pytest.mark.skipif(not SEEDS.is_dir(), reason="../shared/seeds is not here")
def test_seeds_are_one_story_and_one_original_report() -> None:
    found = ingest(*sorted(SEEDS.glob("*.txt")), profile="clarifai")
    assert [document["is_evidence"] for document in found["documents"]] == [False, True, True, True, True]
    (story,) = found["stories"]
    assert (len(story["documents"]), len(story["not_evidence"])) == (4, 1)
    (origin,) = story["origins"]
    assert (origin["name"], origin["how"], origin["held"]) == ("TechCrunch", "named", False)
    second = found["documents"][2]["document"]
    assert (origin["named_by"], len(origin["presumed"])) == ([second], 3)
    assert {mentioned["name"]: len(mentioned["mentioned_by"]) for mentioned in story["mentioned"]} == {
        "Court documents": 4,
        "Federal Trade Commission": 4,
    }
    assert (story["event_type"], len(found["signals"])) == ("regulation", 4)
    assert Profile.objects.get(slug="clarifai").name == "Clarifai"
