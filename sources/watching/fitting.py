"""Whether what is entered of a source fits together, by whichever door it was entered. Pure."""

from __future__ import annotations

from dataclasses import asdict, fields

from sources.reading.elements import NotASelector, check_selector
from sources.watching.choices import JSON, PAGE, Choice, Paths
from sources.watching.json_documents import faults_of

_OF_PATHS = "json_"  # before the name of a path its field is called so


def paths_in(given: dict[str, str | None]) -> Paths:
    """Return the paths among the fields of a source, given by their names; what is not there is empty."""
    return Paths(**{each.name: given.get(f"{_OF_PATHS}{each.name}") or "" for each in fields(Paths)})


def faults_of_choice(choice: Choice, *, is_active: bool) -> dict[str, str]:
    """Return for each field of a source that does not go with the others its name and why, in words for editors.

    A JSON document that is not active may be only noted, with nothing chosen of it.
    """
    faults = {}
    if choice.selector and choice.kind != PAGE:
        faults["selector"] = "Only a page has elements. Leave this empty, or choose the kind “Page”."
    elif choice.selector:
        try:
            check_selector(choice.selector)
        except NotASelector as fault:
            faults["selector"] = str(fault)
    if choice.kind == JSON:
        is_noted = not is_active and choice.paths == Paths()
        of_paths = {} if is_noted else faults_of(choice.paths)
    else:
        words = "Only a JSON document has paths. Leave this empty, or change the kind."
        of_paths = {name: words for name, path in asdict(choice.paths).items() if path}
    return faults | {f"{_OF_PATHS}{name}": words for name, words in of_paths.items()}


def faults_of_bounds(shortest: int | None, longest: int | None) -> dict[str, str]:
    """Likewise for the bounds between two visits, in seconds, None where they are not given."""
    if shortest and longest and shortest > longest:
        return {"longest_seconds": "This is shorter than the shortest time between two visits."}
    return {}
