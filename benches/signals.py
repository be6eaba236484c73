"""Prints how fast files are brought in as more are stored, and how well they fall into stories.

Run by hand: `python benches/signals.py [FOLDER]`. FOLDER holds `articles.jsonl` (id, date, url, title, text, story);
without one it is `../shared/data/stories`. The seeds in `../shared/seeds` are tried too where they are. Everything
happens in a database of its own, which is dropped at the end.
"""
# ruff: noqa: T201 - printing is what this is for

import json
import os
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import django  # noqa: E402 - the project's folder has to be on the path first

from plumbline.embedded.ensure import for_command  # noqa: E402

SHARED = ROOT.parent / "shared"
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
BY = "bench:signals"
AROUND = 30  # files before and after a mark, over which the pace at that mark is taken
MARKS = (85, 170, 255, 309)
GOAL = 1.5  # times as long a file, at most, at 255 stored as at 85


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plumbline.settings")
    for_command(["manage.py", "bench"])
    django.setup()
    from django.db import connection  # noqa: PLC0415 - only after the settings are known

    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED / "data" / "stories"
    name = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = "bench_signals"
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        the_seeds(SHARED / "seeds")
        the_articles(folder / "articles.jsonl")
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def the_seeds(folder: Path) -> None:
    from sources.ingesting import Upload, ingest  # noqa: PLC0415

    files = [Upload(path.name, path.read_bytes()) for path in sorted(folder.glob("*.txt"))]
    if not files:
        print(f"no seeds in {folder}: left out")
        return
    stories = ingest(files=files, by=BY, now=NOW).stories
    print(f"seeds: {len(files)} files, {len(stories)} story, origins", [s.origins_named for s in stories])
    _empty()


def the_articles(path: Path) -> None:
    from sources.ingesting import Upload, ingest  # noqa: PLC0415

    if not path.is_file():
        print(f"no {path}: left out")
        return
    articles = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    took: list[float] = []
    placed: list[tuple[str, str]] = []  # the story that a reader gave and the one that we gave
    states: Counter[str] = Counter()
    for each in articles:
        text = f"{each['title']}\n\nDate: {each['date']}\n\n{each['text']}"
        upload = Upload(f"{each['id']}.txt", text.encode(), "text/plain", each["url"])
        start = perf_counter()
        [document] = ingest(files=[upload], by=BY, now=NOW).documents
        took.append(perf_counter() - start)
        states[document.state] += 1
        if document.story:
            placed.append((each["story"] or f"alone:{each['id']}", document.story))
    print(f"{len(articles)} articles:", dict(states), f"in {sum(took):.1f} s")
    pace = {mark: sum(took[mark - AROUND : mark + AROUND]) / (2 * AROUND) for mark in MARKS if mark < len(took)}
    for mark, seconds in pace.items():
        print(f"at {mark} stored: {1 / seconds:.1f} documents/s ({seconds * 1000:.0f} ms a document)")
    if {85, 255} <= pace.keys():
        print(f"255 to 85: {pace[255] / pace[85]:.2f} (goal: at most {GOAL})")
    print("pair F {:.4f} (precision {:.4f}, recall {:.4f})".format(*pair_f(placed)))
    print(f"stories: {len({ours for _, ours in placed})}")
    _empty()


def pair_f(placed: list[tuple[str, str]]) -> tuple[float, float, float]:
    """F, precision and recall over pairs of documents that stand in one story."""

    def pairs(counts: Counter[object]) -> int:
        return sum(count * (count - 1) // 2 for count in counts.values())

    both = pairs(Counter(placed))
    precision = both / (pairs(Counter(ours for _, ours in placed)) or 1)
    recall = both / (pairs(Counter(theirs for theirs, _ in placed)) or 1)
    return 2 * precision * recall / ((precision + recall) or 1), precision, recall


def _empty() -> None:
    from sources.models import Document, Story  # noqa: PLC0415

    Document.objects.all().delete()
    Story.objects.all().delete()


if __name__ == "__main__":
    main()
