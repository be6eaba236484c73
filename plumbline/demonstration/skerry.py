"""Skerry Exchange, an invented exchange: everything that real organisations may not be used for.

Its documents lie beside this file and are held, so that quotes, original documents and a dispute can be seen.
All days are counted from the day on which the demonstration is built.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from plumbline.demonstration.shapes import Cite, Organisation, Picture, Statement, TieTo, Watch

FOLDER = Path(__file__).parent / "documents"
REPORT, ROUNDUP, CABLEWATCH = "ledger-report.txt", "packet-roundup.txt", "cablewatch.txt"
RELEASE, ORDER, NETBRIEF = "exchange-release.txt", "authority-order.txt", "netbrief.txt"
FIRST_FILES = (REPORT, ROUNDUP, CABLEWATCH, RELEASE)
LATER_FILES = (ORDER, NETBRIEF)  # the last one stays at the desk, for whoever wants to try
REGISTER, RUMOUR, TANK = "tarn-register.txt", "tarn-roundup.txt", "tarn-cablewatch.txt"
# House of the press room and path, of every paper in the folder.
PLACES = {
    REPORT: ("ledger", "/both-cables-in-one-ditch"),
    ROUNDUP: ("roundup", "/skerry"),
    CABLEWATCH: ("cablewatch", "/islands-offline"),
    RELEASE: ("skerry", "/news/restored"),
    ORDER: ("authority", "/orders/17-204"),
    NETBRIEF: ("netbrief", "/cut-duct"),
    REGISTER: ("authority", "/orders/16-090"),
    RUMOUR: ("roundup", "/a-long-night"),
    TANK: ("cablewatch", "/fuel-for-ten-days"),
}


@dataclass(frozen=True)
class Days:
    """The days of the story, from the cut to the day by which a second route has to be there."""

    registered: date
    outage: date
    restored_early: date
    restored_late: date
    report: date
    copied: date
    release: date
    first_edition: date
    late_copy: date
    order_day: date
    rumour: date
    deadline: date

    def fill(self, text: str) -> str:
        """Put the days into a document, written out: 4 February 2026."""
        for name in self.__dataclass_fields__:
            text = text.replace("{" + name + "}", written(getattr(self, name)))
        return text


def written(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def days_from(today: date) -> Days:
    """The days of a story that is three weeks old today."""
    return Days(
        outage=today - timedelta(days=21),
        restored_early=today - timedelta(days=20),
        restored_late=today - timedelta(days=19),
        report=today - timedelta(days=18),
        copied=today - timedelta(days=17),
        release=today - timedelta(days=16),
        first_edition=today - timedelta(days=13),
        late_copy=today - timedelta(days=4),
        order_day=today - timedelta(days=3),
        deadline=today + timedelta(days=300),
        registered=today - timedelta(days=140),
        rumour=today - timedelta(days=1),
    )


def skerry(days: Days) -> Organisation:
    """The working file as it stood for the first edition, before the order came."""
    early, late = f"the evening of {written(days.restored_early)}", f"the morning of {written(days.restored_late)}"
    return Organisation(
        slug="skerry-exchange",
        name="Skerry Exchange",
        aliases=(("skerry-exchange.example", "domain"),),
        summary="The exchange of the northern islands, invented for this demonstration. A digger cut its only duct, "
        "in which two cables lay.",
        base="Skerry Harbour, Northholm",
        inclusion="The islands' providers meet there and reach the mainland through it alone.[^one-duct]",
        reviewer="A second editor, invented",
        statements=(
            Statement(
                "members-cut",
                "Nine members of Skerry Exchange were without service.",
                "members without service",
                "nine",
                "event",
                (
                    Cite(REPORT, "secondary", quote="Nine members had no service that morning", own_reporting=True),
                    Cite(ROUNDUP, "tertiary", quote="Nine members of Skerry Exchange lost service", original=REPORT),
                    Cite(
                        CABLEWATCH,
                        "tertiary",
                        quote="nine members had no service in the morning after",
                        original=REPORT,
                    ),
                ),
                on=days.outage,
                precision="day",
            ),
            Statement(
                "one-duct",
                "Both cables of Skerry Exchange lay in one duct.",
                "ducts in which the two cables lay",
                "one",
                "event",
                (
                    Cite(
                        REPORT,
                        "secondary",
                        own_reporting=True,
                        quote="both cables of Skerry Exchange run through the same duct for eleven kilometres",
                    ),
                    Cite(
                        ROUNDUP,
                        "tertiary",
                        original=REPORT,
                        quote="both cables of Skerry Exchange in the same duct for eleven kilometres",
                    ),
                    Cite(
                        CABLEWATCH,
                        "tertiary",
                        original=REPORT,
                        quote="both cables of Skerry Exchange run through the same duct for eleven kilometres",
                    ),
                ),
            ),
            Statement(
                "restored",
                f"Service was back on {early}.",
                "time at which service was back",
                early,
                "event",
                (
                    Cite(RELEASE, "primary", own_interest=True, quote=f"Service was restored on {early}"),
                    Cite(REPORT, "secondary", late, own_reporting=True, quote=f"The link came back on {late}"),
                ),
                on=days.restored_early,
                precision="day",
            ),
            Statement(
                "supplier",
                "Northholm Cable Works keeps the duct of Skerry Exchange in repair.",
                "supplier that went out to repair",
                "Northholm Cable Works",
                "event",
                (
                    Cite(
                        RELEASE,
                        "primary",
                        own_interest=True,
                        own_act=True,
                        quote="our supplier, Northholm Cable Works, went out within the hour",
                    ),
                ),
                is_key=False,
            ),
        ),
        filed={
            "category": ("exchange", "Island providers hand each other traffic on its switch."),
            "region": ("europe", "Its invented harbour lies on a northern coast of Europe."),
            "content-type": ("profile", "The fault is told at length, but the exchange outlasts it."),
            "signal-focus": ("exchange", "We watch the switch and its way to the mainland together."),
            "primary-domain": ("operations", "A trench, a cable and a crew decide how the islands fare."),
            "topic": (
                ("resilience", "Two cables in one duct are one cable with a spare price.[^one-duct]"),
                ("interconnection", "It is the only meeting place of networks on the islands."),
            ),
            "impact": ("high", "With its link gone the islands have themselves and a satellite telephone."),
            "operational-criticality": ("critical", "Hospital, ferry and auction all pass through one building."),
            "time-horizon": ("next-year", "Laying a second cable takes a season of calm water."),
            "policy-sensitivity": ("medium", "An authority looks at how routes were sold."),
            "priority": ("high", "Accounts of the fault differ, and a decision of the authority is due."),
        },
        points=(
            ("Members were cut off when a digger hit the coast road's duct.", "members-cut"),
            ("What was sold as two routes was one trench.", "one-duct"),
        ),
        does="Skerry Exchange lets the providers of the northern islands pass traffic to each other. It also carries "
        "them to the mainland, over cables that share a duct.[^one-duct]",
        happened=f"On {written(days.outage)} a digger went through the duct. Members lost the mainland."
        "[^members-cut]\n\nPlans at the county showed why both cables failed together.[^one-duct] When service was "
        "back is told differently by the exchange and by the newspaper.[^restored]",
        matters="A second route that shares a trench with the first is a figure of speech. Islands show in the clear "
        "what is hidden elsewhere: redundancy is bought as a line on a bill, and tested by a digger. We would ask "
        "every exchange for a map before asking for a promise.",
        watch=(
            Watch("now", "Whether the exchange publishes the log of the repair.", "The log can be downloaded", 15),
            Watch(
                "quarter",
                "Whether the exchange calls its routes one route in new contracts.",
                "A contract form is published",
                80,
            ),
        ),
        ties=(TieTo("supplies", "Northholm Cable Works", "supplier", points_here=True),),
        read_on=("linx", "clarifai"),
        pictures=(
            Picture(
                "one-duct",
                "Two cables on the price list, one duct in the ground.",
                "Diagram: from an exchange on an island two lines run to the mainland in one duct, cut in the middle.",
                "Drawn from the statements of this profile.",
                "It shows why both cables failed at once.",
            ),
        ),
    )
