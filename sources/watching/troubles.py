"""What is wrong with a source: few classes, each with what an editor can do. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from sources.fetching.outcomes import Failed, Failure, Fetched, Outcome, Refusal, Refused, Unchanged

BUSY = frozenset({429, 503})  # with Retry-After they speak for the whole host
ABSENT = frozenset({404, 410})


class Trouble(StrEnum):
    NONE = ""
    ADDRESS = "address"
    ROBOTS = "robots"
    REDIRECTS = "redirects"
    SIZE = "size"
    NAME = "name"
    CONNECTION = "connection"
    CERTIFICATE = "certificate"
    TIME = "time"
    ANSWER = "answer"
    CLOSED = "closed"
    BUSY = "busy"
    TURN = "turn"
    SERVER = "server"
    MISSING = "missing"
    GONE = "gone"
    UNREADABLE = "unreadable"
    HELD = "held"
    OURS = "ours"


WORDS: Mapping[Trouble, tuple[str, str]] = {
    Trouble.ADDRESS: (
        "No public address",
        "Its address, or one that it leads to, is none that may be fetched. Look it up again and correct it.",
    ),
    Trouble.ROBOTS: (
        "Its robots.txt asks us not to",
        "Ask its owner, look for another address of the same news, or let it rest.",
    ),
    Trouble.REDIRECTS: (
        "It leads on and on",
        "Open it in a browser: often it wants a log-in or a cookie. Look for another address.",
    ),
    Trouble.SIZE: ("Too large", "Look for a shorter feed of the same news, such as that of one section."),
    Trouble.NAME: (
        "No such host",
        "Look whether the site has a new name. If its name has been sold, end the source.",
    ),
    Trouble.CONNECTION: ("No connection", "Mostly it passes. If not, open it in a browser: it may let only some in."),
    Trouble.CERTIFICATE: ("Its certificate is not in order", "Mostly the owner has forgotten it: write to them."),
    Trouble.TIME: ("Too slow", "Mostly it passes. If not, visit it less often, or look for a lighter address."),
    Trouble.ANSWER: ("A broken answer", "Mostly it passes. If not, write to its owner."),
    Trouble.CLOSED: (
        "It lets us not in",
        "It wants a log-in or payment, or shuts programs out. Ask its owner, or look for another address.",
    ),
    Trouble.BUSY: ("It asks us to wait", "We do. If it goes on, visit it less often."),
    Trouble.TURN: (
        "It was not our turn",
        "It leads to a host that many others lead to, or that wants to be left alone. Enter the address it leads to.",
    ),
    Trouble.SERVER: ("A fault at the other side", "Mostly it passes. If not, write to its owner."),
    Trouble.MISSING: ("Nothing there", "Look for its new address and enter it here, or end the source."),
    Trouble.GONE: ("Gone for good", "It says so itself. Look for what took its place, or end the source."),
    Trouble.UNREADABLE: (
        "It came and cannot be read",
        "Open it: it may be of another kind now, or a page where a feed was. Correct the kind or the address.",
    ),
    Trouble.HELD: (
        "Held: out of all proportion",
        "Open it and compare. Let it through if it is right; end it if it is not theirs any more; else wait.",
    ),
    Trouble.OURS: ("It stops our work", "A fault of ours: tell whoever runs Plumbline. “Check now” begins anew."),
}
"""A name of each class, and what an editor can do."""

_OF_FAILURES = {
    Failure.NAME: Trouble.NAME,
    Failure.CONNECTION: Trouble.CONNECTION,
    Failure.CERTIFICATE: Trouble.CERTIFICATE,
    Failure.TIME: Trouble.TIME,
    Failure.ANSWER: Trouble.ANSWER,
    Failure.TURN: Trouble.TURN,
}
_OF_REFUSALS = {
    Refusal.ADDRESS: Trouble.ADDRESS,
    Refusal.SPECIAL: Trouble.ADDRESS,
    Refusal.ROBOTS: Trouble.ROBOTS,
    Refusal.REDIRECTS: Trouble.REDIRECTS,
    Refusal.SIZE: Trouble.SIZE,
}


def trouble_of(outcome: Outcome, came: str) -> Trouble:
    """The class of a visit that brought `outcome` and came to `came` (sources.models.watch.WatchOutcome)."""
    if came in {Trouble.UNREADABLE, Trouble.HELD}:
        return Trouble(came)
    if isinstance(outcome, Fetched | Unchanged):
        return Trouble.MISSING if came == "missing" else Trouble.NONE
    if isinstance(outcome, Refused):
        return _OF_REFUSALS[outcome.reason]
    if outcome.reason != Failure.STATUS:
        return _OF_FAILURES[outcome.reason]
    return _of_status(outcome)


def _of_status(failed: Failed) -> Trouble:
    status = failed.status or 0
    if status in {401, 402, 403, 407, 451}:
        return Trouble.CLOSED
    if status in BUSY:
        return Trouble.BUSY
    if status in ABSENT:
        return Trouble.GONE if status == 410 else Trouble.MISSING
    return Trouble.SERVER if status >= 500 else Trouble.ANSWER
