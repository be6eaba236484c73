"""Prints what confidence costs: one claim, many claims, and a set of 100,000 with known truth.

Run by `make bench-confidence`. Every answer is checked before anything is timed. Whatever is compared runs in turns,
round by round, so that a busy machine is busy for all of them.
"""
# ruff: noqa: T201 - printing is what this is for

import datetime
import platform
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import process_time

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from profiles.evidence.confidence.v1.evidence import Citation, Claim, Original, Publisher, Value
from profiles.evidence.confidence.v1.falls import next_fall
from profiles.evidence.confidence.v1.ledger import ledger
from profiles.evidence.confidence.v1.method import score
from profiles.evidence.confidence.v1.parameters import METHOD, RELEASED, VERSION
from profiles.evidence.truth.measuring import answers, measure
from profiles.evidence.truth.methods import METHODS
from profiles.evidence.truth.reading import read_set
from profiles.evidence.truth.sets import Question, TruthSet
from profiles.evidence.truth.truthfinder import truthfinder
from profiles.evidence.truth.voting import vote
from tests.profiles.evidence.truth.invented import HUNDRED_THOUSAND, invented

ROOT = Path(__file__).resolve().parent.parent
TODAY = datetime.date(2026, 6, 1)
ROUNDS = 5
GOAL_MS = 0.3
GOAL_SECONDS = 20
CLAIMS = 5000
KNOWN = 8184
"""What one report by a newsroom of grade B, attached, scores: .88 * .93, in ten-thousandths, cut."""


def main() -> None:
    print(f"commit {_commit()}, Python {platform.python_version()}, {platform.machine()}, {METHOD} version {VERSION}")
    one = claim_of_twenty()
    many = [claim_of(random.Random(number), number) for number in range(CLAIMS)]  # noqa: S311 - no secret
    voters = as_set(many)
    hundred_thousand = read_set(invented(HUNDRED_THOUSAND))
    _check(one, many, voters, hundred_thousand)
    print(
        f"answers are right; medians of {ROUNDS} rounds in turns, with the fastest and the slowest, in processor time"
    )

    print("\none status claim with 20 citations, milliseconds")
    works: dict[str, Callable[[], object]] = {
        f"score (goal {GOAL_MS})": lambda: score(one, RELEASED, TODAY),
        "ledger": lambda: ledger(one, RELEASED, TODAY),
        "next fall by age": lambda: next_fall(one, RELEASED, TODAY),
    }
    for name, times in in_turns(works, calls=60).items():
        _tell(name, [each * 1000 for each in times], "{:.3f}")

    print(f"\n{CLAIMS} claims with {voters.claims} citations all scored again, claims a second")
    spent = in_turns(
        {
            "score": lambda: [score(claim, RELEASED, TODAY) for claim in many],
            "plain vote": lambda: vote(voters),
            "TruthFinder": lambda: truthfinder(voters),
        }
    )
    for name, times in spent.items():
        _tell(name, [CLAIMS / each for each in times], "{:,.0f}")

    print(
        f"\n{hundred_thousand.claims} claims by {len(hundred_thousand.sources)} sources, nothing known of them, seconds"
    )
    methods = {
        f"{name} (goal {GOAL_SECONDS})" if name == "origin" else name: lambda method=method: method(hundred_thousand)
        for name, method in METHODS.items()
    }
    for name, times in in_turns(methods).items():
        _tell(name, times, "{:.2f}")


def in_turns(works: dict[str, Callable[[], object]], calls: int = 1) -> dict[str, list[float]]:
    """The processor seconds of each work in each round: of that many calls the middle one. All of it is computing,
    so on an idle machine this is also what one waits."""
    spent: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, work in works.items():
            times = []
            for _ in range(calls):
                start = process_time()
                work()
                times.append(process_time() - start)
            spent[name].append(median(times))
    return spent


def claim_of_twenty() -> Claim:
    """Twenty dated citations of a status claim: three owners' own reports, named and unnamed re-tellings,
    a rival value with two documents, and a less specific one."""
    newsroom = Publisher("newsroom", "Newsroom", "B", right=4, wrong=1)
    citations = [
        Citation("own", newsroom, "secondary", True, "three", own_reporting=True, date=TODAY),
        Citation("order", Publisher("court", "Court", "A"), "primary", True, "three", own_act=True),
        Citation("rival", Publisher("other", "Other", "C"), "secondary", True, "five", own_reporting=True),
        Citation("rival2", Publisher("more", "More", "F"), "tertiary", True, "five"),
        Citation("vague", Publisher("wire", "Wire", "A"), "secondary", True, "some", own_reporting=True),
    ]
    for index in range(15):
        original = Original("n", "its report", newsroom) if index % 3 else None
        outlet = Publisher(f"outlet{index}", f"Outlet {index}", "F")
        date = TODAY - datetime.timedelta(days=30 * index)
        citations.append(Citation(f"c{index}", outlet, "tertiary", True, "three", original, date=date))
    return Claim("bench", "status", "three", _values(), tuple(citations))


def claim_of(dice: random.Random, number: int) -> Claim:
    """A claim as they are in a profile: one to eight citations of some kind, now and then with a rival."""
    citations = []
    for index in range(dice.randint(1, 8)):
        grade = dice.choice("AABBCDF")
        publisher = Publisher(f"{grade}{dice.randrange(40)}", grade, grade)
        directness = dice.choice(("primary", "secondary", "tertiary", "tertiary"))
        value = dice.choice(("three", "three", "three", "three", "five", "some"))
        date = TODAY - datetime.timedelta(days=dice.randrange(2000))
        citations.append(Citation(f"c{index}", publisher, directness, dice.random() < 0.7, value, date=date))
    kind = dice.choice(("event", "identity", "status", "metric", "operational"))
    return Claim(f"claim {number}", kind, "three", _values(), tuple(citations))


def as_set(claims: Sequence[Claim]) -> TruthSet:
    """The same claims for the methods that only know who says what."""
    sources: dict[str, int] = {}
    questions = []
    for claim in claims:
        said: dict[str, list[int]] = {}
        for citation in claim.citations:
            place = sources.setdefault(citation.publisher.id, len(sources))
            said.setdefault(citation.value or "", []).append(place)
        voices = tuple(tuple(dict.fromkeys(each)) for each in said.values())
        questions.append(Question(claim.id, claim.kind, tuple(said), voices, ((),) * len(said)))
    count = sum(len(voices) for question in questions for voices in question.voices)
    return TruthSet(tuple(sources), tuple(questions), {}, count)


def _values() -> tuple[Value, ...]:
    return (Value("three", "three"), Value("five", "five"), Value("some", "some", ("three", "five")))


def _check(one: Claim, many: Sequence[Claim], voters: TruthSet, known_truth: TruthSet) -> None:
    """Stops the run where an answer is wrong: a fast wrong answer is worth nothing."""
    newsroom = Citation("c", Publisher("n", "Newsroom", "B"), "secondary", True, "three")
    lone = Claim("lone", "event", "three", _values(), (newsroom,))
    faults = [
        score(lone, RELEASED, TODAY).ten_thousandths != KNOWN and "a claim that can be reckoned by hand",
        len(one.citations) != 20 and "the number of citations",
        abs(ledger(one, RELEASED, TODAY).lines[-1].running - score(one, RELEASED, TODAY).score) > 1e-9
        and "the ledger's steps",
        any(not 0 <= score(claim, RELEASED, TODAY).score <= 0.98 for claim in many) and "a score's range",
        any(abs(sum(shares) - 1) > 1e-9 for shares in vote(voters)) and "the shares of a vote",
        *(
            measure(answers(known_truth, METHODS[name](known_truth))).accuracy < least and f"the accuracy of {name}"
            for name, least in (("origin", 0.99), ("vote", 0.9), ("truthfinder", 0.9))
        ),
    ]
    wrong = [fault for fault in faults if fault]
    if wrong:
        sys.exit(f"Nothing was timed, as this is wrong: {', '.join(wrong)}.")


def _tell(name: str, figures: Sequence[float], form: str) -> None:
    low, middle, high = (form.format(each) for each in (min(figures), median(figures), max(figures)))
    print(f"  {name:<24} {middle:>12}   ({low} to {high})")


def _commit() -> str:
    git = shutil.which("git")
    if git is None:
        return "not known"
    told = subprocess.run(
        [git, "-C", str(ROOT), "describe", "--always", "--dirty", "--abbrev=12"],
        capture_output=True,
        text=True,
        check=False,
    )
    return told.stdout.strip() or "not known"


if __name__ == "__main__":
    main()
