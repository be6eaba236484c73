"""Who may read what, decided in one place: a pure function of the person, the thing and the time.

The verdict says in words who may read on and how one becomes one, so no page has to find words of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

PUBLIC, CIRCLE, ALLIANCE = "public", "circle", "alliance"

SIGN_UP = "/account/signup/"
LOG_IN = "/account/login/"
CONFIRM = "/account/email/"
JOIN = {CIRCLE: "/join/circle/", ALLIANCE: "/join/alliance/"}


@dataclass(frozen=True)
class TierFacts:
    slug: str
    rank: int  # 0 public, 1 circle, 2 alliance; a higher one reads all that a lower one may
    name: str
    description: str


@dataclass(frozen=True)
class Term:
    """A membership: from `starts_at` to the earlier of `ends_at` and `ended_at`; without either it goes on."""

    tier: TierFacts
    starts_at: datetime
    ends_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def over_at(self) -> datetime | None:
        return min((at for at in (self.ends_at, self.ended_at) if at is not None), default=None)

    def holds(self, now: datetime) -> bool:
        return self.starts_at <= now and (self.over_at is None or now < self.over_at)

    def is_to_come(self, now: datetime) -> bool:
        return now < self.starts_at and (self.over_at is None or self.starts_at < self.over_at)


@dataclass(frozen=True)
class Person:
    """Whoever reads. A person who is not known is nobody in particular, whatever else is said of them."""

    is_known: bool = False  # logged in
    is_active: bool = True  # not deactivated
    is_verified: bool = False  # the e-mail address is confirmed
    is_editor: bool = False  # works here and may look at briefings at the desk, so may do so here
    terms: tuple[Term, ...] = ()


NOBODY = Person()


@dataclass(frozen=True)
class Thing:
    """A briefing or a source note, as far as reading it is concerned."""

    tier: TierFacts
    published_at: datetime | None  # None: a draft; after `now`: scheduled
    withdrawn_at: datetime | None = None


class Reads(StrEnum):
    WHOLE = "whole"
    TEASER = "teaser"  # the public words, who may read on, and how
    WITHDRAWN = "withdrawn"  # that it was there, and why it is not any more
    NOTHING = "nothing"  # as if it did not exist


@dataclass(frozen=True)
class Way:
    """What to do next: a link. Pages add where to come back to."""

    label: str
    address: str


@dataclass(frozen=True)
class Verdict:
    reads: Reads
    words: str = ""  # who may read on, why not this person, and how one becomes one; or on what ground one reads
    ways: tuple[Way, ...] = ()


def may_read(person: Person, thing: Thing, now: datetime) -> Verdict:
    """Return what `person` may read of `thing` at `now` (aware), and what to tell them.

    Drafts, what is scheduled, and what was withdrawn before anybody could read it are nothing for everybody,
    editors included: they look at those at the desk.
    """
    published, withdrawn = thing.published_at, thing.withdrawn_at
    if published is None or now < published or (withdrawn is not None and withdrawn < published):
        return Verdict(Reads.NOTHING)
    if withdrawn is not None and withdrawn <= now:
        return Verdict(Reads.WITHDRAWN, f"It was withdrawn on {day(withdrawn)}.")
    if thing.tier.rank == 0:
        return Verdict(Reads.WHOLE, "Open to everyone.")
    known = person.is_known and person.is_active
    if known and person.is_editor:
        return Verdict(Reads.WHOLE, f"For members of the {thing.tier.name}. You read it because you work here.")
    if known and person.is_verified:
        for term in sorted(person.terms, key=lambda one: one.tier.rank):
            if term.tier.rank >= thing.tier.rank and term.holds(now):
                until = f" until {day(term.over_at)}" if term.over_at else ""
                return Verdict(Reads.WHOLE, f"You read it as a member of the {term.tier.name}{until}.")
    who = f"For members of the {thing.tier.name}. {thing.tier.description}"
    why, ways = _what_is_missing(person if known else NOBODY, thing.tier, now)
    return Verdict(Reads.TEASER, f"{who} {why}", ways)


def may_join(person: Person, tier: TierFacts, now: datetime) -> Verdict:
    """Return WHOLE where `person` can join `tier` or apply for it now; else TEASER with what is in the way."""
    if not (person.is_known and person.is_active):
        why, ways = _what_is_missing(NOBODY, tier, now)
        return Verdict(Reads.TEASER, why, ways[1:])
    for term in person.terms:
        if term.tier.rank == tier.rank and (term.holds(now) or term.is_to_come(now)):
            begins = f" from {day(term.starts_at)}" if term.is_to_come(now) else ""
            until = f" until {day(term.over_at)}" if term.over_at else ""
            return Verdict(Reads.TEASER, f"You are a member of the {tier.name}{begins}{until}.")
    if not person.is_verified:
        return Verdict(Reads.TEASER, *_unconfirmed())
    return Verdict(Reads.WHOLE)


def day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"


def _what_is_missing(person: Person, tier: TierFacts, now: datetime) -> tuple[str, tuple[Way, ...]]:
    """Why the person does not belong to the tier, and how they come to."""
    if not person.is_known:
        then = "join" if tier.slug == CIRCLE else "apply"
        return f"Make an account or log in, then {then}.", (
            _way_into(tier),
            Way("Make an account", SIGN_UP),
            Way("Log in", LOG_IN),
        )
    if not person.is_verified:
        return _unconfirmed()
    enough = [term for term in person.terms if term.tier.rank >= tier.rank]
    coming = min((term for term in enough if term.is_to_come(now)), key=lambda one: one.starts_at, default=None)
    if coming:
        return f"Your membership of the {coming.tier.name} begins on {day(coming.starts_at)}.", ()
    how = "You can join now." if tier.slug == CIRCLE else "You can apply now."
    over = [(term.over_at, term.tier.name) for term in enough if term.over_at is not None and term.over_at <= now]
    if over:
        ended, name = max(over)
        how = f"Your membership of the {name} ended on {day(ended)}. {how}"
    else:
        held = [term.tier for term in person.terms if term.holds(now)]
        if held:
            how = f"You are a member of the {max(held, key=lambda one: one.rank).name}. {how}"
    return how, (_way_into(tier),)


def _unconfirmed() -> tuple[str, tuple[Way, ...]]:
    return "Your e-mail address is not confirmed yet. Confirm it first.", (Way("Confirm the address", CONFIRM),)


def _way_into(tier: TierFacts) -> Way:
    return Way(join_words(tier.slug, tier.name), JOIN[tier.slug])


def join_words(slug: str, name: str) -> str:
    """What a link into a tier says, the same wherever it stands: who is vetted applies."""
    return f"{'Join' if slug == CIRCLE else 'Apply to join'} the {name}"
