"""A truth-discovery set as frozen records: questions, the values that are given for them, who gives which."""

from collections.abc import Mapping
from dataclasses import dataclass

Beliefs = tuple[tuple[float, ...], ...]
"""For each question, in the order of the set, the belief in each of its values, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Question:
    """One attribute of one object, and what the sources say of it.

    values   the values that at least one source gives, in the order in which they are first given
    voices   for each value the sources that give it, as places in the set's `sources`
    generals for each value the places of the values that are compatible with it and less specific
    """

    object: str
    attribute: str
    values: tuple[str, ...]
    voices: tuple[tuple[int, ...], ...]
    generals: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class TruthSet:
    """Who says what, and what is so. `truth` gives the true value of a question by its place in `questions`;
    a question without one is used for learning about its sources and is not measured."""

    sources: tuple[str, ...]
    questions: tuple[Question, ...]
    truth: Mapping[int, str]
    claims: int

    def claims_of_sources(self) -> list[list[tuple[int, int]]]:
        """For each source what it says, as places of question and value."""
        said: list[list[tuple[int, int]]] = [[] for _ in self.sources]
        for place, question in enumerate(self.questions):
            for value, voices in enumerate(question.voices):
                for source in voices:
                    said[source].append((place, value))
        return said
