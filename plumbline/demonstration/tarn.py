"""Tarn Landing, an invented landing station: one statement in the highest band, one weak, one refuted.

It is the profile that the first ten minutes are about: the press room tells what its statements wait for.
"""

from __future__ import annotations

from plumbline.demonstration.shapes import Cite, Organisation, Statement, TieTo, Watch
from plumbline.demonstration.skerry import REGISTER, RUMOUR, TANK, Days

FILES = (REGISTER, RUMOUR, TANK)


def tarn(days: Days) -> Organisation:
    """The working file as it stands before the press room opens."""
    return Organisation(
        slug="tarn-landing",
        name="Tarn Landing",
        aliases=(("tarn-landing.example", "domain"),),
        summary="The landing station of two sea cables of the northern islands, invented for this demonstration.",
        base="Tarn, Northholm",
        inclusion="Both cables of the northern islands that do not pass the exchange come ashore here.[^cables]",
        reviewer="A second editor, invented",
        statements=(
            Statement(
                "cables",
                "Two sea cables come ashore at Tarn Landing.",
                "sea cables that come ashore",
                "two",
                "event",
                (
                    Cite(
                        REGISTER,
                        "primary",
                        quote="registered as the place at which two sea cables come ashore",
                        own_act=True,
                    ),
                ),
            ),
            Statement(
                "batteries",
                "Tarn Landing ran on batteries for nine hours in a storm.",
                "hours on batteries in the storm",
                "nine hours",
                "event",
                (Cite(RUMOUR, "tertiary", quote="Tarn Landing ran on batteries for nine hours"),),
            ),
            Statement(
                "fuel",
                "Tarn Landing holds fuel for ten days.",
                "fuel that is held",
                "ten days",
                "event",
                (
                    Cite(TANK, "tertiary", quote="fuel for ten days in the tank behind the station"),
                    Cite(
                        REGISTER,
                        "primary",
                        "three days",
                        quote="Tarn Landing holds fuel for three days",
                        own_act=True,
                    ),
                ),
                is_key=False,
            ),
            Statement(
                "reports-nights",
                "Tarn Landing has to report every night of more than an hour without the mains.",
                "what has to be reported",
                "every night of more than one hour without the mains",
                "event",
                (
                    Cite(
                        REGISTER,
                        "primary",
                        quote="shall report to the Authority every night on which the station runs without the mains",
                        own_act=True,
                    ),
                ),
                is_key=False,
                on=days.registered,
                precision="day",
            ),
        ),
        filed={
            "category": ("company", "A firm of the valley keeps the station and lets its racks."),
            "region": ("europe", "Its invented valley opens to a northern coast of Europe."),
            "content-type": ("profile", "It tells of a station and not of the one night."),
            "signal-focus": ("subsea-cable", "We watch it for the two cables that end in its hall."),
            "primary-domain": ("operations", "Engines, batteries and fuel decide what it is worth."),
            "topic": ("resilience", "It is the second door of the islands, and has one engine.[^cables]"),
            "impact": ("high", "If it goes dark, one duct of the exchange carries everything."),
            "operational-criticality": ("high", "Half of the islands' light passes its hall, on one engine."),
            "time-horizon": ("next-quarter", "Storms of the cold season are a few weeks away."),
            "policy-sensitivity": ("low", "The authority has asked for reports and not for more."),
            "priority": ("medium", "What is told of its night waits for somebody who has seen the log."),
        },
        points=(
            ("Two cables end in one hall.", "cables"),
            ("A night on batteries is talked of, and nobody has shown it.", "batteries"),
        ),
        does="Tarn Landing receives two sea cables and hands their light on to whoever rents a rack in its "
        "hall.[^cables]",
        happened="The authority registered the station and asked for a report on each long night without the mains."
        "[^reports-nights]\n\nOf one such night there is only hearsay so far.[^batteries] How much fuel there is "
        "stands in the authority's own finding, against what one paper wrote.[^fuel]",
        matters="A second cable is worth what its power is worth. Two that end in one hall share an engine, a tank "
        "and a keeper. We read reports on such stations from the back: first the paragraph on who last tried the "
        "diesel.",
        watch=(
            Watch("now", "Whether somebody who has seen the log tells of the night.", "A report cites the log", 14),
            Watch("year", "Whether a second engine is installed.", "The authority records it", 330),
        ),
        ties=(TieTo("regulates", "Northholm Communications Authority", "reports-nights", points_here=True),),
        read_on=("skerry-exchange",),
    )
