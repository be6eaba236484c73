"""What a line of the ledger says, in words a reader knows.

A reader meets documents and original reports; never the words that the program uses for them.
"""

import datetime

from .caps import ALWAYS, NO_DIRECT_SOURCE, NO_OWN_ACCOUNT, NOT_SEEN, ONLY_PARTY, UNKNOWN_RELIABILITY, Cap
from .method import Rival
from .origins import Origin

START = "Before any evidence: one of many things that could have been said."
CALIBRATED = "Corrected by how often statements with such a score turned out true."
HELD = "Age alone takes no statement below 0.10. It is marked as out of date instead."

_CAPS = {
    ALWAYS: "We may have misread something",
    NO_DIRECT_SOURCE: "We do not hold an original document that says this",
    NO_OWN_ACCOUNT: "We hold nobody's own account, only what others tell of it",
    UNKNOWN_RELIABILITY: "We cannot judge how reliable any of those who say this are",
    ONLY_PARTY: "Only the party itself says so",
    NOT_SEEN: "Everything we have repeats a report that we have not seen",
}
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def number(count: int) -> str:
    """Small numbers as words, others as digits."""
    return _NUMBERS[count] if 0 <= count < len(_NUMBERS) else str(count)


def counted(count: int, thing: str) -> str:
    """A number and its thing, such as "1 document" or "4 documents"."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def day(value: datetime.date) -> str:
    """A date as readers see it: 20 November 2026."""
    return f"{value.day} {value:%B} {value.year}"


def origin_words(origin: Origin) -> str:
    """Who says it, whether we hold it, and what repeats it and adds nothing."""
    if origin.presumed:
        many = len(origin.citations)
        if many == 1:
            return "1 document says so and does not show from where."
        return f"{many} documents say so and do not show from where; together they count as one report."
    own = [each for each in origin.citations if each.original is None and not each.retells]
    name = f" ({origin.name})" if origin.name else ""
    repeating = len(origin.citations) - (1 if own else 0)
    if any(each.directness == "primary" and each.attached for each in own):
        said = f"The original document{name}, held by us"
    elif any(each.directness == "primary" for each in own):
        said = f"An original document{name}, mentioned but not held by us"
    elif any(each.attached for each in own):
        said = f"One original report{name}, read by us"
    elif own:
        said = f"One original report{name}, mentioned but not held by us"
    elif origin.seen:
        said = f"One original report{name}, seen by us in part and not held"
    else:
        said = f"One original report{name}, not seen by us"
    if not repeating:
        return f"{said}."
    verb = "repeats it and adds" if repeating == 1 else "repeat it and add"
    if not own:
        verb = "repeats it" if repeating == 1 else "repeat it and together count once"
        return f"{said}; {counted(repeating, 'document')} {verb}."
    return f"{said}; {counted(repeating, 'more document')} {verb} nothing."


def rival_words(rival: Rival) -> str:
    """What is said instead, by how many, and whether it counts."""
    said = f"{counted(len(rival.stated_by), 'document')} {'says' if len(rival.stated_by) == 1 else 'say'}"
    if rival.counted:
        return f'{said} otherwise: "{rival.text}".'
    return f'{said} otherwise ("{rival.text}"), but only by repeating; that does not outweigh the original.'


def age_words(origins: tuple[Origin, ...]) -> str:
    """How old the oldest evidence is that lost weight."""
    ages = [each.age_days for origin in origins for each in origin.weighed if each.age_days]
    if not ages:
        return "What others say has aged; what we publish has not."
    youngest, oldest = min(ages), max(ages)
    span = counted(oldest, "day") if youngest == oldest else f"{youngest} to {counted(oldest, 'day')}"
    return f"Statements of this kind age, and the evidence is {span} old."


def cap_words(cap: Cap) -> str:
    """Why the score goes no further, and how far it may go."""
    return f"{_CAPS[cap.name]}: no more than {cap.limit:.2f}."
