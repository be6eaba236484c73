"""Turns a case of the shared list into the method's own records."""

import datetime
from typing import Any

from profiles.evidence.confidence.v1.evidence import Citation, Claim, Original, Publisher, Value


def claim_of(case: dict[str, Any]) -> tuple[Claim, datetime.date]:
    """The claim of a case and the day it is scored on."""
    known = {each["name"]: _publisher(each) for each in case["known_publishers"]}
    covers: dict[str, set[str]] = {case["value"]: set()}
    citations = []
    for number, each in enumerate(case["citations"]):
        value = each.get("value")
        if value is not None:
            covers.setdefault(value, set()).update(each.get("compatible", ()))
        named = each.get("origin")
        original = None
        if named is not None:
            original = Original(named, named, known.get(named), each.get("origin_seen", False))
        day = each.get("date")
        citations.append(
            Citation(
                id=f"c{number}",
                publisher=_publisher(each["publisher"]),
                directness=each["directness"],
                attached=each["attached"],
                value=value,
                original=original,
                own_reporting=each.get("own", False),
                own_interest=each.get("own_interest", False),
                own_act=each.get("own_act", False),
                set_aside=each.get("set_aside"),
                date=datetime.date.fromisoformat(day) if day else None,
            )
        )
    values = tuple(Value(key, key, tuple(sorted(more))) for key, more in covers.items())
    claim = Claim(case["name"], case["kind"], case["value"], values, tuple(citations))
    return claim, datetime.date.fromisoformat(case["today"])


def _publisher(each: dict[str, Any]) -> Publisher:
    return Publisher(id=each["name"], name=each["name"], grade=each["grade"], owner=each.get("owner"))
