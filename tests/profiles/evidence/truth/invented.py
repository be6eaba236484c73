"""Invented sets with known truth, the same for the same seed: for tests, and for measuring cost."""

import random
from dataclasses import dataclass

HEAD = "source\tobject\tattribute\tvalue\ttimestamp\n"


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a set is made. Sources are right between `worst` and `best` of the time and answer `coverage` of the
    questions; the last `copiers` of them repeat one source each, nine times in ten."""

    sources: int = 38
    questions: int = 200
    wrong_values: int = 10
    worst: float = 0.5
    best: float = 0.95
    coverage: float = 1.0
    copiers: int = 0
    copied: int = 1
    seed: int = 2009


def invented(recipe: Recipe) -> dict[str, bytes]:
    """The tables of a set by file name. The copiers share the `copied` worst sources among them."""
    dice = random.Random(recipe.seed)
    independent = recipe.sources - recipe.copiers
    span = recipe.best - recipe.worst
    accuracy = [recipe.worst + span * place / max(1, independent - 1) for place in range(independent)]
    claims, truth = [HEAD], ["object\tattribute\tvalue\n"]
    for number in range(recipe.questions):
        said = [
            "right" if dice.random() < share else f"wrong {dice.randrange(recipe.wrong_values)}" for share in accuracy
        ]
        for copier in range(recipe.copiers):
            own = "right" if dice.random() < 0.5 else f"wrong {dice.randrange(recipe.wrong_values)}"
            said.append(said[copier % recipe.copied] if dice.random() < 0.9 else own)
        for source, value in enumerate(said):
            if dice.random() < recipe.coverage:
                claims.append(f"source {source}\tobject {number}\tstate\t{value} of {number}\t\n")
        truth.append(f"object {number}\tstate\tright of {number}\n")
    return {"claims.tsv": "".join(claims).encode(), "truth.tsv": "".join(truth).encode()}


HUNDRED_THOUSAND = Recipe(questions=2700, coverage=0.98, copiers=12, copied=3, wrong_values=6)
"""100,548 claims by 38 sources, of which twelve copy."""
