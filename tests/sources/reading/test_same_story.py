from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations

import pytest

from sources.reading.document import ReadDocument
from sources.reading.names import capitalised_runs, name_key, numbers_with_units, words_of
from sources.reading.same_story import Fingerprint, background_of, best_story, fingerprint, same_story
from tests.sources.cases import NO_SEEDS, ORDER, PAGE, REPORT, RETELLINGS, SEEDS, UNRELATED, read_own, seeds


def print_of(read: ReadDocument) -> Fingerprint:
    assert read.title
    return fingerprint(read.text, title=read.title.value, day=read.published.value if read.published else None)


def placed(documents: dict[str, Fingerprint]) -> list[set[str]]:
    """The stories that come of bringing documents in one by one, in the order given."""
    stories: dict[str, list[str]] = {}
    for name, each in documents.items():
        known = {key: [documents[other] for other in names] for key, names in stories.items()}
        background = background_of([each, *(other for members in known.values() for other in members)])
        best = best_story(each, known, background)
        stories.setdefault(best[0] if best else name, []).append(name)
    return sorted((set(names) for names in stories.values()), key=sorted)


def test_our_documents_are_one_story_and_the_unrelated_one_is_none() -> None:
    names = [PAGE, *RETELLINGS, REPORT, ORDER, UNRELATED]
    prints = {name: print_of(read_own(name)) for name in names}
    for order in (names, names[::-1], sorted(names), names[3:] + names[:3]):
        assert placed({name: prints[name] for name in order}) == sorted([set(names[:-1]), {UNRELATED}], key=sorted)


@pytest.mark.skipif(not SEEDS.is_dir(), reason=NO_SEEDS)
def test_the_seeds_are_one_story_in_any_order() -> None:
    prints = {str(number): print_of(read) for number, read in enumerate(seeds())}
    prints["intruder"] = print_of(read_own(UNRELATED))
    for order in permutations("01234"):
        assert placed({name: prints[name] for name in (*order[:3], "intruder", *order[3:])}) == [
            {"0", "1", "2", "3", "4"},
            {"intruder"},
        ]


def test_same_story_shows_names_and_terms() -> None:
    first, second = print_of(read_own(RETELLINGS[0])), print_of(read_own(RETELLINGS[3]))
    verdict = same_story(first, second, background_of([first, second]))
    assert verdict.same
    assert {"lanternfish", "quaywave", "harbour data authority"} <= set(verdict.shared_names)
    assert [name for name, _ in verdict.terms] == ["names", "lead_names", "body", "lead", "numbers", "days"]
    assert verdict.reason.startswith(f"The same story ({verdict.score:.2f}): shared names ")


def test_same_story_needs_a_shared_name_and_the_same_weeks() -> None:
    text = "Lanternfish drops its archive. Lanternfish had it from Quaywave. " * 3
    first = fingerprint(text, title="Lanternfish drops its archive", day=date(2031, 3, 1))
    later = fingerprint(text, title="Lanternfish drops its archive", day=date(2031, 3, 1) + timedelta(days=30))
    other = fingerprint(text.lower(), title="archive", day=date(2031, 3, 1))
    background = background_of([first, later, other])
    assert same_story(first, later, background).reason == "They lie more than 21 days apart."
    assert same_story(first, later, background, open_days=60).same
    assert same_story(first, other, background).reason == "They share no name."


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("3 million photos, 3M photos and 3,000,000 photos", {"3000000", "3000000 photos"}),
        ("$5 million, €1.2bn", {"$5000000", "€1200000000"}),
        ("70% or 12.5 per cent of 40 ports in 2019", {"70 %", "12.5 %", "40 ports"}),
        ("in 2031, chapter 3", set()),
    ],
)
def test_numbers_with_units(text: str, numbers: set[str]) -> None:
    assert numbers_with_units(text) == numbers


def test_names_are_folded_runs_of_capitals() -> None:
    names = capitalised_runs("The Harbour Data Authority met Åse Brøn. However, Farlight’s ships and the UK were late.")
    assert dict(names) == {"harbour data authority": 1, "ase brøn": 1, "farlight": 1, "uk": 1}
    assert name_key("The Café’s") == "cafe"
    assert name_key("The Cafe's U.S. Co., Ltd") == name_key("Thé Café’s U.S. Co., Ltd") == "cafe u s co ltd"
    assert words_of("Farlight's ships’s o'clock US's CO-OP Größe’s") == [
        *("farlight", "ships", "o'clock", "us", "co-op", "grösse"),
    ]
