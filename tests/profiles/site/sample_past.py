"""A fabricated difference of two editions in which everything there is has changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from profiles.editions.comparing import compare
from profiles.editions.differing import DifferencePage, Fallen, Shown, Told
from profiles.editions.notes import confidence
from profiles.editions.sealing import ERASED
from profiles.editions.words import AliasWords, Words
from tests.profiles.editions.sample_words import citation, claim, numbers, words

AUGUST = datetime(2026, 8, 1, 8, tzinfo=UTC)
NOVEMBER = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def difference_page(after: Words | None = None, before: Words | None = None) -> DifferencePage:
    old, new = before or words(), after or everything_changed()
    return DifferencePage(
        slug="northreef-cable",
        name="Northreef Cable",
        mark="invented",
        newest=4,
        before=Shown(2, AUGUST, "77b1" * 16, "2.3", NOVEMBER),
        after=Shown(3, NOVEMBER, "3f9a" * 16, "3.1", NOVEMBER),
        since=Fallen("3.2", NOVEMBER, confidence(5400, "A source changed.")),
        notes=(Told(3, NOVEMBER, "correction", "The cost of the repair is now shown as disputed."),),
        difference=compare(old, new, numbers(), numbers(whole=7000, outage=6500, owner=5000, price=6000)),
    )


def everything_changed() -> Words:
    was = words()
    outage, owner = was.claims
    order, report = outage.citations
    first, second = was.outlook
    return words(
        name="Harbour Exchange Ltd",
        summary="An exchange at the new harbour. Its northern link was cut in 2026. It was mended.",
        disclosure=ERASED,
        aliases=(AliasWords("Northern Link Internet Exchange", "brand"),),
        facets=(replace(was.facets[0], reason="Both its sites are in European harbours."),),
        key_points=(),
        sections=(replace(was.sections[0], body="The northern link was cut in April.[^price] It took a week."),),
        claims=(
            replace(
                outage,
                statement="Eleven members had no service for a day.",
                is_key=False,
                citations=(
                    replace(order, is_set_aside=True, set_aside="It was withdrawn."),
                    citation("new", "do-report", directness="secondary"),
                ),
            ),
            owner,
            claim("price", "Its prices rose by a tenth.", report),
        ),
        outlook=(second, replace(first, outcome="did-not", outcome_on="2026-12-31", outcome_note="No cable landed.")),
        dependencies=(),
        images=(replace(was.images[0], caption="The new quay"),),
        documents=(replace(was.documents[0], title="Order 14 on the northern link"), was.documents[1]),
    )
