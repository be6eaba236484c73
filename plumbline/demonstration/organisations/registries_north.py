"""Registries of numbers: Europe and North America."""

from __future__ import annotations

from datetime import date

from plumbline.demonstration.shapes import (
    Cite,
    Organisation,
    Statement,
    TieTo,
    Watch,
    act,
    own_act,
    record,
)

RIPE_NCC = Organisation(
    slug="ripe-ncc",
    name="RIPE NCC",
    aliases=(("Réseaux IP Européens Network Coordination Centre", "legal"), ("ripe.net", "domain")),
    summary="The registry of internet numbers for Europe and the Middle East, which also runs one of the thirteen "
    "root servers. Its IPv4 pool has been empty since November 2019.",
    base="Amsterdam",
    inclusion="Who holds which address in Europe and the Middle East is so because it stands in this registry."
    "[^pool-empty]",
    statements=(
        Statement(
            "pool-empty",
            "The RIPE NCC handed out the last IPv4 addresses of its pool on 25 November 2019.",
            "day on which the RIPE NCC ran out of IPv4 addresses",
            "25 November 2019",
            "event",
            (
                own_act("ripe-ran-out"),
                Cite(
                    "ars-2012",
                    "secondary",
                    "14 September 2012",
                    own_reporting=True,
                    set_aside="It counts from the day on which the last /8 was begun. Here “ran out” means that no "
                    "address was left in the pool, and on that day a whole /8 still was.",
                ),
            ),
            on=date(2019, 11, 25),
            precision="day",
        ),
        Statement(
            "last-block",
            "The RIPE NCC began to hand out addresses from its last /8 on 14 September 2012.",
            "day on which the last /8 was begun",
            "14 September 2012",
            "event",
            (own_act("ripe-last-8"), Cite("ars-2012", "secondary", own_reporting=True)),
            is_key=False,
            on=date(2012, 9, 14),
            precision="day",
        ),
        Statement(
            "k-root",
            "The RIPE NCC runs the root server K.",
            "operator of the root server K",
            "RIPE NCC",
            "identity",
            (act("iana-roots"),),
        ),
    ),
    filed={
        "category": ("registry", "It registers addresses and AS numbers, and little else would exist without that."),
        "region": (
            ("europe", "Most of its members are providers in European countries."),
            ("middle-east", "Its service region reaches across the Middle East as well."),
        ),
        "content-type": ("profile", "Two dates are explained here, yet the registry is the subject."),
        "signal-focus": ("registry", "Changes of holders are written down there before anybody can act on them."),
        "primary-domain": ("governance", "Its members and its open community make the rules it applies."),
        "topic": (
            ("ipv4-run-out", "The end of its pool is told with two dates, and both are explained here.[^pool-empty]"),
            ("root-servers", "K is one of thirteen letters that a resolver may ask first.[^k-root]"),
        ),
        "impact": ("critical", "Networks check routes against its records, and wrong records would break them."),
        "operational-criticality": ("high", "Routing goes on for a while without a registry, though blindly."),
        "time-horizon": ("several-years", "Address policy is argued over for years and then holds for years."),
        "policy-sensitivity": ("high", "Sanctions law tells a registry in Amsterdam whom it may serve, and how."),
        "priority": ("high", "What it decides next spring binds tens of thousands of networks."),
    },
    points=(
        ("Its pool of IPv4 addresses has been empty since 25 November 2019.", "pool-empty"),
        ("It runs K, one of the root servers.", "k-root"),
    ),
    does="The RIPE NCC registers addresses and AS numbers for its members. It answers name queries as well: the root "
    "server K is its.[^k-root]\n\nFrom 14 September 2012 it gave addresses out of its last /8 only.[^last-block] On "
    "25 November 2019 nothing was left in the pool.[^pool-empty]",
    others=(
        (
            "Two dates for one end",
            "Both days are in print as the end of IPv4 in Europe.\n\nIn September 2012 the last large block was "
            "begun, under rules that rationed it.[^last-block] Seven years later that block was used up too."
            "[^pool-empty] We call a pool empty when it holds nothing, and so we publish the later day; the report "
            "that gives the earlier one is shown, struck out, with this reason.",
        ),
    ),
    matters="“Ran out” is a phrase that hides a definition. Someone who plans a network needs to know when rationing "
    "began; someone who buys addresses needs to know when the source dried up. Both ask for a date, and a page that "
    "gives only one of them misleads the other.",
    watch=(
        Watch(
            "now", "Whether the waiting list for returned addresses grows longer.", "The published list is updated", 26
        ),
        Watch("quarter", "What the members vote on at the next general meeting.", "The agenda is published", 87),
        Watch("year", "Whether the fee model changes for the year after next.", "A charging scheme is adopted", 360),
    ),
    ties=(TieTo("supplies", "The root server system, with K", "k-root"),),
    read_on=("apnic", "netnod"),
)
ARIN = Organisation(
    slug="arin",
    name="ARIN",
    aliases=(("American Registry for Internet Numbers", "legal"), ("arin.net", "domain")),
    summary="The registry of internet numbers for North America, whose free pool of IPv4 addresses came to its end "
    "on 24 September 2015.",
    base="Virginia, United States",
    inclusion="It holds the records of the largest early address blocks, and has had no free ones since 2015."
    "[^pool-end]",
    statements=(
        Statement(
            "pool-end",
            "ARIN's free pool of IPv4 addresses ended on 24 September 2015.",
            "day on which ARIN's free IPv4 pool ended",
            "24 September 2015",
            "event",
            (own_act("arin-depletion"),),
            on=date(2015, 9, 24),
            precision="day",
        ),
        Statement(
            "region",
            "ARIN is the registry for North America.",
            "region of the registry",
            "North America",
            "identity",
            (record("iana-numbers"),),
        ),
    ),
    filed={
        "category": ("registry", "ARIN writes down who holds a number, and lets others look it up."),
        "region": ("north-america", "IANA lists it as the registry of that part of the world.[^region]"),
        "content-type": ("profile", "The end of the free pool is a date in its life, and the page is about the life."),
        "signal-focus": ("registry", "Transfers, leases and corrections pass through its books."),
        "primary-domain": ("market", "With no free pool, what it registers is mostly what has been bought.[^pool-end]"),
        "topic": (
            ("ipv4-run-out", "It met the end of its pool four years before the RIPE NCC did."),
            ("membership", "Holders of its resources elect the board."),
        ),
        "impact": ("critical", "Early holders across the world still have their records kept in Virginia."),
        "operational-criticality": ("high", "Route checks by certificate begin at a registry's trust anchor."),
        "time-horizon": ("next-year", "Elections and fee reviews follow the calendar year."),
        "policy-sensitivity": ("medium", "Old blocks without a contract are a matter that lawyers return to."),
        "priority": ("medium", "Its elections come in autumn; until then a monthly look will do."),
    },
    points=(
        ("Free IPv4 addresses ended there on 24 September 2015.", "pool-end"),
        ("North America is its region.", "region"),
    ),
    does="ARIN registers addresses and AS numbers for North America.[^region] Since 24 September 2015 it has had no "
    "free pool, and those who need IPv4 addresses wait or buy.[^pool-end]",
    matters="Where a public good is used up, its register turns into a land book. ARIN's records decide what may be "
    "sold, as a title does, though the word property is avoided. Its rules on transfers have become, in effect, the "
    "rules of a market.",
    watch=(
        Watch(
            "quarter",
            "How many requests stand on its waiting list after the next distribution.",
            "The list is updated",
            77,
        ),
        Watch("year", "Who is elected to the board in the next election.", "The result is announced", 335),
    ),
    read_on=("ripe-ncc", "lacnic"),
)
REGISTRIES_NORTH = (RIPE_NCC, ARIN)
