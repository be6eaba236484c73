"""Plain voting: a value is believed as much as the share of the sources that give it."""

from .sets import Beliefs, TruthSet


def vote(given: TruthSet) -> Beliefs:
    """For each value the share of the question's claims that give it; the shares of a question add up to 1."""
    found = []
    for question in given.questions:
        claims = sum(len(voices) for voices in question.voices)
        found.append(tuple(len(voices) / claims for voices in question.voices))
    return tuple(found)
