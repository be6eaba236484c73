"""What is done to erase something, in order. Each step can be done again; what it took away is told by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from django.core.cache import cache

from briefings import erasing as in_briefings
from plumbline.erasure import libraries
from plumbline.keeping.middleware import forget_all
from profiles.editions import erasing as in_editions
from profiles.editions.refitting import forget
from profiles.erasing_rules import PUBLISHED, WORKING
from profiles.evidence import erasing as in_working_files
from profiles.models import ParameterSet, Reply, Verdict
from records.erasing import own
from records.erasing.forms import as_written
from records.erasing.orders import Order, Reach
from records.erasing.rules import Rule
from records.erasing.sweeping import spellings, standing, sweep
from sources import erasing as in_sources
from sources.models import Document, DocumentVersion, Publisher, Sighting, Story

Step = Callable[[Order, Reach, datetime], Counter[str]]

OF_OTHERS = {Document, DocumentVersion, Sighting, Story, Publisher}
"""A headline that another document has as well is that document's own; only a passage is taken from there too."""
WRITTEN_ONCE = {ParameterSet, Reply, Verdict}


def all_rules() -> tuple[Rule, ...]:
    """The rules of every table there is (a test holds that)."""
    return (*in_briefings.RULES, *WORKING, *PUBLISHED, *in_sources.RULES, *own.RULES, *libraries.RULES)


def reach_of(order: Order) -> Reach:
    """Everything that goes with what is to be erased, its texts in every form in which they are stored. Reads only."""
    if order.kind == "passage":
        found = Reach(texts=(order.passage,))
    else:
        found = in_sources.reach_of(order) + own.reach_of(order) + libraries.reach_of(order)
        found += in_working_files.quotes_of(found) + in_editions.quotes_of(found)
    if order.kind == "person":  # addresses: nobody writes them in one letter case
        found += Reach(texts=spellings((*in_briefings.RULES, *PUBLISHED, *swept_rules(order)), found.texts))
    return replace(found, texts=as_written(found.texts))


def closure_of(reach: Reach) -> Counter[str]:
    """How much is to go, by kind in words. Reads only."""
    found: Counter[str] = Counter()
    for part in (in_briefings, in_working_files, in_editions, in_sources, own):
        found += part.count(reach)
    return found


def steps_of(order: Order) -> Mapping[str, Step]:
    """The steps in their order, by name."""
    if order.kind == "passage":
        return {"members' texts": _briefings_passage, "working files": _quotes_with, **_TEXTS, **_AFTER}
    return {
        "members": lambda order, reach, now: in_briefings.erase(order, reach),
        "working files": lambda order, reach, now: in_working_files.erase(order, reach),
        "editions": lambda order, reach, now: in_editions.erase(order, reach, now=now),
        "log-ins": lambda order, reach, now: libraries.erase(order, reach),
        "sources": _sources,
        "accounts": lambda order, reach, now: own.erase(order, reach),
        "members' texts": _briefings_passage,
        "published meanwhile": _published_meanwhile,
        **_TEXTS,
        **_AFTER,
    }


def swept_rules(order: Order) -> tuple[Rule, ...]:
    """The rules of the tables from which texts are taken wherever they stand."""
    rules = (*WORKING, *(rule for rule in PUBLISHED if rule.model in WRITTEN_ONCE), *own.RULES, *libraries.RULES)
    return (*rules, *(rule for rule in in_sources.RULES if order.kind == "passage" or rule.model not in OF_OTHERS))


def standing_of_texts(order: Order, reach: Reach) -> Counter[str]:
    """How many rows have one of the texts, by table in words. Reads only."""
    found = standing((*in_briefings.RULES, *swept_rules(order)), reach.texts)
    found += in_editions.standing(reach.texts) + in_working_files.standing(reach.texts)
    return found + in_sources.standing(reach.texts) if order.kind == "passage" else found


def _sources(order: Order, reach: Reach, now: datetime) -> Counter[str]:
    """What an editor quoted since the working files were emptied goes with the versions that it points to."""
    return in_working_files.erase(order, reach) + in_sources.erase(order, reach, now=now)


def _published_meanwhile(order: Order, reach: Reach, now: datetime) -> Counter[str]:
    """Who was publishing when the documents lost their words has read them still: wait for that, then look again."""
    in_working_files.wait_for_publishers(reach)
    return in_working_files.erase(order, reach) + in_editions.erase(order, reach, now=now)


def _briefings_passage(order: Order, reach: Reach, now: datetime) -> Counter[str]:
    return in_briefings.cut_passage(order, reach.texts, now=now)


def _quotes_with(order: Order, reach: Reach, now: datetime) -> Counter[str]:
    return in_working_files.cut_passage(order, reach.texts)


def _sweep(order: Order, reach: Reach, now: datetime) -> Counter[str]:
    went = sweep(swept_rules(order), reach.texts, order=order.id)
    return went + in_sources.cut_passage(order, reach.texts) if order.kind == "passage" else went


def _published(order: Order, reach: Reach, now: datetime) -> Counter[str]:
    return in_editions.cut_texts(order, reach.texts, now=now)


def _mails(order: Order, reach: Reach, now: datetime) -> Counter[str]:
    return libraries.take_mails(reach.texts, any_case=order.kind == "person")


def _learning(order: Order, reach: Reach, now: datetime) -> Counter[str]:
    made = forget(erasure=order.id, by=f"erasure:{order.id}", now=now)
    return Counter({"calibrations fitted anew": int(made is not None)})


def _caches(order: Order, reach: Reach, now: datetime) -> Counter[str]:
    cache.clear()
    return +Counter({"kept pages": forget_all()})


_TEXTS: Mapping[str, Step] = {"published texts": _published, "texts": _sweep}
_AFTER: Mapping[str, Step] = {"mails": _mails, "what was learnt": _learning, "caches": _caches}
