"""Registries of numbers: Asia-Pacific, Latin America and Africa."""

from __future__ import annotations

from datetime import date

from plumbline.demonstration.shapes import Organisation, Statement, TieTo, Watch, act, own_act, record, says_itself

APNIC = Organisation(
    slug="apnic",
    name="APNIC",
    aliases=(("Asia Pacific Network Information Centre", "legal"), ("apnic.net", "domain")),
    summary="The registry of internet numbers for Asia-Pacific, in Brisbane: the first of the five to reach its last "
    "/8, on 15 April 2011.",
    base="Brisbane",
    inclusion="More people live in its region than in any other, and its plain IPv4 supply ended first.[^final-stage]",
    statements=(
        Statement(
            "final-stage",
            "APNIC has rationed its final /8 since 15 April 2011.",
            "day on which the final /8 stage began",
            "15 April 2011",
            "event",
            (own_act("apnic-stage-3"),),
            on=date(2011, 4, 15),
            precision="day",
        ),
        Statement(
            "seat", "APNIC has its seat in Brisbane.", "seat", "Brisbane", "identity", (says_itself("apnic-site"),)
        ),
        Statement(
            "region",
            "APNIC is the registry for the Asia-Pacific region.",
            "region of the registry",
            "Asia-Pacific",
            "identity",
            (record("iana-numbers"), says_itself("apnic-site")),
            is_key=False,
        ),
        Statement(
            "resolver-block",
            "APNIC holds the block out of which Cloudflare's resolver answers.",
            "holder of the block of 1.1.1.1",
            "APNIC",
            "identity",
            (act("apnic-1111"), record("cloudflare-1111")),
            is_key=False,
        ),
    ),
    filed={
        "category": ("registry", "Beside its own members it serves national registries in several countries."),
        "region": ("asia-pacific", "From Afghanistan to the Pacific islands, numbers come from Brisbane.[^region]"),
        "content-type": ("profile", "One date marks its history here; the registry itself is described."),
        "signal-focus": ("registry", "Who receives numbers in the fastest growing region is seen there first."),
        "primary-domain": ("governance", "Elections to its council have drawn attention far beyond engineers."),
        "topic": (
            ("ipv4-run-out", "Rationing began here in 2011, years ahead of the other regions.[^final-stage]"),
            ("public-resolvers", "A block it keeps for research carries the resolver at 1.1.1.1.[^resolver-block]"),
        ),
        "impact": ("critical", "Half of mankind's networks are numbered out of its books."),
        "operational-criticality": ("high", "National registries below it could keep going alone only for a time."),
        "time-horizon": ("next-year", "Fees and council seats are settled once a year."),
        "policy-sensitivity": ("high", "States of very different kinds have to trust one small body in Australia."),
        "priority": ("medium", "Its yearly cycle is known, and nothing stands out before the next one."),
    },
    points=(
        ("The final stage of IPv4 began there on 15 April 2011.", "final-stage"),
        ("Brisbane is its seat.", "seat"),
    ),
    does="APNIC registers numbers for networks in Asia-Pacific, from its seat in Brisbane.[^seat] Since 15 April 2011 "
    "it has given out small pieces of its last large block only.[^final-stage]",
    matters="The region that needed addresses most was the first to run short. Operators there learnt early to share "
    "one address among many customers, and to build on IPv6 at scale. The habits of a shortage have become an "
    "export.",
    watch=(
        Watch(
            "quarter",
            "What the policy meeting of the next APNIC conference agrees on.",
            "The chair reports consensus",
            86,
        ),
        Watch(
            "year",
            "Whether the remaining addresses of its final block are all handed out.",
            "The pool graph reaches zero",
            290,
        ),
    ),
    ties=(TieTo("supplies", "cloudflare", "resolver-block"),),
    read_on=("cloudflare", "ntt"),
)
LACNIC = Organisation(
    slug="lacnic",
    name="LACNIC",
    aliases=(("Latin American and Caribbean Internet Addresses Registry", "legal"), ("lacnic.net", "domain")),
    summary="The registry of internet numbers for Latin America and the Caribbean, in Montevideo. On 20 May 2014 it "
    "was down to its last /9.",
    base="Montevideo",
    inclusion="Its falling pool set off a rule that binds all five registries.[^last-block]",
    statements=(
        Statement(
            "last-block",
            "LACNIC was down to its last /9 of IPv4 addresses on 20 May 2014.",
            "day on which LACNIC reached its last /9",
            "20 May 2014",
            "event",
            (record("nro-lacnic"),),
            on=date(2014, 5, 20),
            precision="day",
        ),
        Statement(
            "seat",
            "LACNIC has its seat in Montevideo.",
            "seat",
            "Montevideo",
            "identity",
            (says_itself("lacnic-site"),),
        ),
    ),
    filed={
        "category": ("registry", "Two national registries, in Brazil and Mexico, work beneath it."),
        "region": ("latin-america", "Its seat on the River Plate serves the continent and the islands.[^seat]"),
        "content-type": ("profile", "We set down what LACNIC is, with a single milestone."),
        "signal-focus": ("registry", "It is watched for what it registers, and for how it funds common tools."),
        "primary-domain": ("governance", "Policies are made in Spanish, Portuguese and English, by consensus."),
        "topic": (
            ("ipv4-run-out", "The /9 of May 2014 was the trigger written into a global policy.[^last-block]"),
            ("membership", "Providers join by receiving numbers, and vote from then on."),
        ),
        "impact": ("high", "The region's providers have no second registry to turn to."),
        "operational-criticality": ("medium", "Day by day, reverse names and certificates are all that must not fail."),
        "time-horizon": ("next-year", "Its community gathers twice a year, and policies take a round or two."),
        "policy-sensitivity": ("medium", "Uruguay gives it privileges by law; neighbours look on with interest."),
        "priority": ("low", "Calm and well documented, it needs no more than a routine look."),
    },
    points=(
        ("Its last /9 was reached on 20 May 2014.", "last-block"),
        ("It works from Montevideo.", "seat"),
    ),
    does="LACNIC registers addresses and AS numbers for Latin America and the Caribbean, from Montevideo.[^seat] On "
    "20 May 2014 its stock of IPv4 was down to a /9.[^last-block]",
    matters="A number in a policy can be louder than a speech. The registries had agreed that the scraps returned to "
    "the centre would be shared out once any of them fell below a /9. When Montevideo did, the other four were "
    "served as well.",
    watch=(
        Watch(
            "quarter",
            "Whether a proposal on transfers between regions reaches last call.",
            "The policy list announces it",
            81,
        ),
        Watch(
            "year",
            "How long applicants wait for returned IPv4 addresses.",
            "The waiting list shows its oldest date",
            315,
        ),
    ),
    read_on=("ix-br", "afrinic"),
)
AFRINIC = Organisation(
    slug="afrinic",
    name="AFRINIC",
    aliases=(("African Network Information Centre", "legal"), ("afrinic.net", "domain")),
    summary="The registry of internet numbers for Africa, in Mauritius: the youngest of the five, recognised by ICANN "
    "in 2005.",
    base="Mauritius",
    inclusion="Africa's networks receive their numbers from it, and from nobody else, since 2005.[^recognised]",
    statements=(
        Statement(
            "recognised",
            "ICANN recognised AFRINIC as the registry for Africa in 2005.",
            "year of recognition by ICANN",
            "2005",
            "event",
            (act("icann-afrinic"), record("iana-numbers")),
            on=date(2005, 1, 1),
            precision="year",
        ),
        Statement(
            "seat",
            "AFRINIC has its seat in Mauritius.",
            "seat",
            "Mauritius",
            "identity",
            (says_itself("afrinic-site"),),
        ),
    ),
    filed={
        "category": ("registry", "It keeps the number registry of a whole continent."),
        "region": ("africa", "Before it came, African networks were served from three other regions.[^recognised]"),
        "content-type": ("profile", "Only settled facts stand here; current affairs are left to their own pages."),
        "signal-focus": ("registry", "The continent's growth can be read from what is registered there."),
        "primary-domain": ("governance", "Recognition, membership and board make up most of what has to be known."),
        "topic": (
            ("membership", "Providers of more than fifty countries are its members."),
            ("ipv4-run-out", "It was the last of the five with IPv4 addresses in plain supply."),
        ),
        "impact": ("high", "A continent of young networks depends on one registry being able to act."),
        "operational-criticality": ("high", "New providers need numbers before they can sell a first connection."),
        "time-horizon": ("next-year", "A registry's year turns on its members' meeting and its accounts."),
        "policy-sensitivity": ("high", "How a region may replace or support its registry is being written anew."),
        "priority": ("high", "What becomes of the youngest registry is a test for all five."),
    },
    points=(
        ("ICANN recognised it in 2005.", "recognised"),
        ("Its seat is in Mauritius.", "seat"),
    ),
    does="AFRINIC registers addresses and AS numbers for Africa. ICANN recognised it in 2005, as the fifth and so far "
    "last of its kind.[^recognised] It sits in Mauritius.[^seat]",
    matters="A registry close to its members knows their names, laws and languages. That is why there are five and "
    "not one. The price of five is that each has to be sound by itself, since no neighbour may simply take over.",
    watch=(
        Watch("now", "Whether registration services report normal work.", "A service notice is published", 27),
        Watch(
            "year",
            "Whether the criteria for recognising registries are adopted in a new version.",
            "ICANN's board decides",
            348,
        ),
    ),
    read_on=("icann", "lacnic"),
)
REGISTRIES_SOUTH = (APNIC, LACNIC, AFRINIC)
