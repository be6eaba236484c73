"""The words that readers meet, in a sentence or two. What the program itself names is taken from it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from profiles.editions.plain_words import DIRECTNESS, FACET_NAMES, HORIZONS, OUTCOMES, RELIABILITY, TIES
from profiles.evidence.confidence.bands import BANDS


@dataclass(frozen=True)
class Word:
    word: str
    means: str
    more: str = ""  # where one reads on: a path

    @property
    def anchor(self) -> str:
        return "-".join("".join(sign if sign.isalnum() else " " for sign in self.word.lower()).split())


def _listed(words: list[str], last: str = "or") -> str:
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def glossary() -> tuple[Word, ...]:
    """Every word once, in the order of the alphabet."""
    labels = _listed([f"{band.label} ({band.low / 10_000:.2f} and above)" for band in BANDS], "and")
    facets = _listed([name.lower() for key, name in FACET_NAMES.items() if key != "band"], "and")
    words = (
        Word(
            "Account and analysis",
            "An account says what happened and shows its evidence. An analysis is our own reading: it is signed, and "
            "no confidence is worked out for it.",
        ),
        Word(
            "Assessment",
            "The numbers of an edition on a day: how sure we are of each statement, and why. Publishing makes the "
            "first; later ones can only be lower. 7.2 is the second assessment of edition 7.",
        ),
        Word(
            "Briefing", "A longer text for members. What it is about is public; the text itself is not.", "/briefings/"
        ),
        Word(
            "Confidence",
            "How sure one may be that a statement is true, from 0 to 1, worked out from the evidence and never typed "
            "in. Further right on the plumb line is surer.",
            "/methodology/",
        ),
        Word(
            "Correction",
            "A new edition that puts a mistake right and says so. What was published before stays readable.",
            "/corrections/",
        ),
        Word(
            "Dependency",
            f"A tie between two organisations, with evidence of its own: one {_listed(list(TIES.values()))} the other.",
        ),
        Word(
            "Direct source",
            f"How near a document is to the fact: {_listed([f'“{word}”' for word in DIRECTNESS.values()])}. The first "
            "is the most direct.",
        ),
        Word(
            "Disputed",
            "Documents contradict each other on a statement. Both sides are shown, and the confidence is lower for it.",
        ),
        Word(
            "Edition",
            "What we published about an organisation on a day, with a number. An edition never changes; what changes "
            "becomes the next one.",
        ),
        Word("Facet", f"What profiles are filed and found by: {facets}.", "/profiles/"),
        Word(
            "Fingerprint",
            "A SHA-256 digest of an edition. Whoever has the edition can work it out again; if one letter had changed, "
            "it would be another one.",
        ),
        Word(
            "Impact",
            "How much would follow if the organisation failed or changed: low, medium, high or critical. An editor "
            "sets it and gives the reason. It says nothing about how sure we are.",
        ),
        Word(
            "Invented",
            "An organisation of the demonstration. It does not exist, and neither do its documents.",
        ),
        Word(
            "Key statement",
            "A statement that the profile rests on. The profile's confidence is the mean of its key statements.",
        ),
        Word("Label", f"A word for a range of confidence: {labels}. Every number has exactly one.", "/methodology/"),
        Word(
            "Original report",
            "What a group of documents goes back to. Ten articles that repeat one report are one original report, and "
            "that is how evidence is counted.",
        ),
        Word(
            "Outcome",
            f"What came of something to watch: {_listed([word.lower() for word in OUTCOMES.values()])}.",
        ),
        Word("Profile", "The page on one organisation: what it does, what happened, why it matters and how we know."),
        Word("Publisher", "Who published a document: a newsroom, a regulator, a court, a registry, a company."),
        Word(
            "Refuted",
            "Better evidence says otherwise. The statement stays on the page, marked as refuted, until an edition "
            "takes it out.",
        ),
        Word(
            "Reliability",
            "How far a publisher has been right before. In words only: "
            f"{_listed(list(RELIABILITY.values()))}. It belongs to the publisher, not to the statement.",
            "/methodology/",
        ),
        Word(
            "Set aside",
            "An editor has looked at a document and found that it does not bear on the statement. It is still shown, "
            "with the reason, and does not count.",
        ),
        Word("Statement", "One sentence that can be checked. The small number after it leads to its evidence."),
        Word(
            "What to watch",
            f"What may happen, with a date: {_listed([word.lower() for word in HORIZONS.values()])}. Later we say what "
            "came of it.",
        ),
        Word(
            "Withdrawn",
            "We took a profile back as a whole, and say on which day and why. Its editions cannot be read any more.",
            "/corrections/",
        ),
    )
    return tuple(sorted(words, key=lambda one: one.word.lower()))
