"""Networks of North America."""

from __future__ import annotations

from datetime import date

from plumbline.demonstration.shapes import Organisation, Statement, TieTo, Watch, act, own_act, record, says_itself

CLOUDFLARE = Organisation(
    slug="cloudflare",
    name="Cloudflare",
    aliases=(("AS13335", "asn"), ("cloudflare.com", "domain")),
    summary="A content delivery network that also answers name queries for anyone at 1.1.1.1, so that many sites and "
    "many readers pass through it at once.",
    base="San Francisco, California",
    inclusion="Sites reach their readers through its network, and readers look names up at its resolver.[^resolver]",
    statements=(
        Statement(
            "as-number",
            "Cloudflare runs its network as AS13335.",
            "AS number",
            "AS13335",
            "identity",
            (record("peeringdb-13335"), act("arin-13335")),
        ),
        Statement(
            "resolver",
            "Cloudflare opened its public resolver 1.1.1.1 on 1 April 2018.",
            "day on which 1.1.1.1 opened to the public",
            "1 April 2018",
            "event",
            (own_act("cloudflare-1111"),),
            on=date(2018, 4, 1),
            precision="day",
        ),
        Statement(
            "address-block",
            "The resolver's address lies in a block that APNIC holds.",
            "holder of the block 1.1.1.0/24",
            "APNIC",
            "identity",
            (act("apnic-1111"), says_itself("cloudflare-1111")),
            is_key=False,
        ),
    ),
    filed={
        "category": ("company", "Cloudflare sells delivery and protection of sites as a listed company."),
        "region": (
            "north-america",
            "Its AS number is registered with ARIN, the registry of North America.[^as-number]",
        ),
        "content-type": ("profile", "This page tells what Cloudflare is and does; it reports no single outage."),
        "signal-focus": ("content-delivery", "We watch it first for the sites that it delivers on behalf of others."),
        "primary-domain": ("operations", "What matters here is whether its network answers, minute by minute."),
        "topic": (
            ("public-resolvers", "Anybody may put 1.1.1.1 into a device and leave the provider's resolver.[^resolver]"),
            ("routing", "A wrong route for AS13335 would be felt far from its own customers."),
        ),
        "impact": ("critical", "One fault in a shared edge reaches every site that stands behind that edge."),
        "operational-criticality": (
            "critical",
            "Delivery, protection and name lookup fail together if its edge fails.",
        ),
        "time-horizon": ("weeks", "Faults of an edge network show within minutes, so weeks are already a long view."),
        "policy-sensitivity": ("medium", "Courts in several countries ask what a resolver operator has to block."),
        "priority": ("high", "A small sign of trouble at a shared edge deserves a look on the same day."),
    },
    points=(
        ("Its public resolver has been open to everybody since April 2018.", "resolver"),
        ("Peers find its whole network under one number, AS13335.", "as-number"),
    ),
    does="Cloudflare keeps copies of its customers' sites close to their readers and filters what attacks them. "
    "To other networks it is AS13335.[^as-number]\n\nSince 2018 it also answers name queries of anybody who asks "
    "1.1.1.1.[^resolver] That easily remembered address comes from a block held by APNIC.[^address-block]",
    matters="Delivery networks turned thousands of separate sites into tenants of a few houses. That made each site "
    "sturdier and the whole more alike: when the house stumbles, the tenants stumble in the same second. A reader who "
    "chose 1.1.1.1 leans on the house twice, for the name and for the page.",
    watch=(
        Watch("now", "Whether the edge stays free of faults that many sites share.", "A notice on its status page", 21),
        Watch(
            "quarter",
            "What its next quarterly report says of capacity and spending on it.",
            "The quarterly report is filed",
            85,
        ),
        Watch(
            "year",
            "Whether the arrangement with APNIC on the resolver's block is carried on.",
            "Either side announces a change, or the registration changes",
            330,
        ),
    ),
    ties=(TieTo("supplies", "apnic", "address-block", points_here=True),),
    read_on=("apnic", "hurricane-electric"),
)
HURRICANE_ELECTRIC = Organisation(
    slug="hurricane-electric",
    name="Hurricane Electric",
    aliases=(("AS6939", "asn"), ("he.net", "domain")),
    summary="A carrier from Fremont in California, known to other networks as AS6939 and met at exchanges all over "
    "the world.",
    base="Fremont, California",
    inclusion="So many networks hand traffic to AS6939 that its choices of peers shape which routes exist.[^as-number]",
    statements=(
        Statement(
            "as-number",
            "Hurricane Electric's network is AS6939.",
            "AS number",
            "AS6939",
            "identity",
            (record("peeringdb-6939"), act("arin-6939")),
        ),
        Statement(
            "seat",
            "Hurricane Electric is registered in Fremont, California.",
            "seat in the registry",
            "Fremont, California",
            "identity",
            (act("arin-6939"),),
        ),
    ),
    filed={
        "category": ("company", "Hurricane Electric is a private firm that sells transit and rack space."),
        "region": ("north-america", "The registration names Fremont, a town on San Francisco Bay.[^seat]"),
        "content-type": ("profile", "The page describes a carrier as it stands, without an incident behind it."),
        "signal-focus": ("network-operator", "Its backbone is what we look at; its data centres come second."),
        "primary-domain": ("operations", "Reach and routes of AS6939 are questions for engineers before lawyers."),
        "topic": (
            ("routing", "Routes learnt from AS6939 are found in tables on every continent.[^as-number]"),
            ("interconnection", "Meeting others at many exchanges is how this carrier grew."),
        ),
        "impact": ("high", "Networks that buy only from it would lose their way out, above all over IPv6."),
        "operational-criticality": ("high", "It carries paying customers and settlement-free peers side by side."),
        "time-horizon": ("several-years", "Backbones are built over years, and a private owner need not hurry them."),
        "policy-sensitivity": ("low", "Few rules single out a mid-sized private carrier in California."),
        "priority": ("medium", "Nothing urgent is known; a change of peering would raise this."),
    },
    points=(
        ("One number, AS6939, stands for the whole backbone.", "as-number"),
        ("The registry has its seat in Fremont, California.", "seat"),
    ),
    does="Hurricane Electric sells transit: for a fee it carries a customer's traffic to the rest of the internet, "
    "over a backbone that others see as AS6939.[^as-number] It is run from Fremont.[^seat]",
    matters="Small networks owe much of their reach to carriers that will peer with nearly anyone. An open hand of "
    "this kind keeps prices of transit low, and it also means that one carrier's filters decide for many others "
    "which false routes travel on.",
    watch=(
        Watch(
            "quarter",
            "Whether its PeeringDB entry lists exchanges that it did not list before.",
            "The entry of AS6939 changes",
            80,
        ),
        Watch(
            "year",
            "Whether AS6939 and other large carriers exchange all their IPv6 routes.",
            "A new direct session shows in public route collectors",
            300,
        ),
    ),
    read_on=("cogent", "arin"),
)
COGENT = Organisation(
    slug="cogent",
    name="Cogent Communications",
    aliases=(("AS174", "asn"), ("Cogent", "short"), ("cogentco.com", "domain")),
    common_words=("Cogent",),
    summary="A transit carrier, AS174, that agreed in 2022 to take over the wireline business that T-Mobile had "
    "inherited from Sprint.",
    base="Washington, D.C.",
    inclusion="AS174 sells transit in bulk, and in 2022 it set out to add a long-haul fibre network.[^wireline]",
    statements=(
        Statement(
            "as-number",
            "Cogent's backbone is AS174.",
            "AS number",
            "AS174",
            "identity",
            (record("peeringdb-174"), act("arin-174")),
        ),
        Statement(
            "wireline",
            "Cogent agreed in September 2022 to buy T-Mobile's wireline business.",
            "agreement to buy T-Mobile's wireline business",
            "September 2022",
            "event",
            (own_act("sec-cogent"),),
            on=date(2022, 9, 1),
            precision="month",
        ),
    ),
    filed={
        "category": ("company", "Cogent's shares are traded, and it files reports with the SEC.[^wireline]"),
        "region": ("north-america", "The backbone grew out of American cities, and ARIN registers AS174.[^as-number]"),
        "content-type": ("profile", "Nothing has to have happened for this carrier to be described."),
        "signal-focus": ("network-operator", "Cheap transit in large amounts is what Cogent is watched for."),
        "primary-domain": ("market", "Its prices and its purchases move what others pay for transit."),
        "topic": (
            ("acquisitions", "Agreeing to take over a wireline network changes what a carrier is.[^wireline]"),
            ("routing", "AS174 is among the shortest and oldest numbers still at work."),
        ),
        "impact": ("high", "Access providers buy a large part of their outward capacity from such a carrier."),
        "operational-criticality": ("high", "Customers with a single upstream at AS174 have no detour of their own."),
        "time-horizon": ("next-year", "Joining two networks takes a year and more after the papers are signed."),
        "policy-sensitivity": ("low", "A sale of business lines drew approvals, and no wider quarrel over rules."),
        "priority": ("medium", "A deal signed years ago sets no deadline for this month."),
    },
    points=(
        ("The agreement on T-Mobile's wireline business dates from September 2022.", "wireline"),
        ("Others reach its backbone as AS174.", "as-number"),
    ),
    does="Cogent sells internet access to offices and transit to networks. Its routes carry the number AS174."
    "[^as-number] In September 2022 it agreed to buy T-Mobile's wireline business, once Sprint's.[^wireline]",
    matters="A carrier that rents its fibre and a carrier that owns it have different worries. With a long-haul "
    "network of its own, Cogent trades rent for upkeep, and can offer wavelengths beside plain transit. Whether that "
    "pays will show in how it prices both.",
    watch=(
        Watch("quarter", "How the annual or quarterly report values the wireline network.", "The report is filed", 88),
        Watch(
            "year",
            "Whether wavelength services reach the sites that the company has named.",
            "A filing gives the number of sites",
            340,
        ),
    ),
    read_on=("lumen", "hurricane-electric"),
)
LUMEN = Organisation(
    slug="lumen",
    name="Lumen Technologies",
    aliases=(("AS3356", "asn"), ("Lumen", "short"), ("CenturyLink", "former"), ("lumen.com", "domain")),
    common_words=("Lumen",),
    summary="The carrier that was CenturyLink until September 2020 and runs AS3356, the backbone that began as "
    "Level 3.",
    base="Monroe, Louisiana",
    inclusion="AS3356 has one of the widest sets of customer networks there is, under a name taken in 2020.[^new-name]",
    statements=(
        Statement(
            "as-number",
            "Lumen's international backbone is AS3356.",
            "AS number",
            "AS3356",
            "identity",
            (record("peeringdb-3356"), act("arin-3356")),
        ),
        Statement(
            "new-name",
            "CenturyLink announced the name Lumen in September 2020.",
            "announcement of the new name",
            "September 2020",
            "event",
            (own_act("sec-lumen"),),
            on=date(2020, 9, 14),
            precision="month",
        ),
    ),
    filed={
        "category": ("company", "Lumen reports to shareholders under its own ticker, LUMN."),
        "region": ("north-america", "Most of its fibre runs between cities of the United States."),
        "content-type": ("profile", "A standing description of Lumen, to be read beside single reports."),
        "signal-focus": (
            "network-operator",
            "AS3356 is the part of the group that other networks depend on.[^as-number]",
        ),
        "primary-domain": ("operations", "Backbone faults at this scale are seen by people who never heard of Lumen."),
        "topic": (
            ("routing", "A change of route policy at AS3356 ripples through its many customers."),
            ("resilience", "Past the name, the question is how one backbone contains its own mistakes."),
        ),
        "impact": ("critical", "Large access networks and clouds alike count on AS3356 as one of few upstreams."),
        "operational-criticality": ("critical", "No other carrier could take on all of its customers within days."),
        "time-horizon": ("next-year", "Debt and upkeep set the pace, and both are reported once a year in full."),
        "policy-sensitivity": ("medium", "As a telephone company by origin it still answers to state regulators."),
        "priority": ("medium", "Regular filings are enough of a rhythm while no fault is open."),
    },
    points=(
        ("The name Lumen replaced CenturyLink in September 2020.", "new-name"),
        ("Its backbone keeps the number AS3356.", "as-number"),
    ),
    does="Lumen runs long-distance fibre and sells transit, wavelengths and business lines. The backbone is AS3356."
    "[^as-number] Until September 2020 the company called itself CenturyLink.[^new-name]",
    matters="Names change faster than routes. Contracts, records and alarms that still say CenturyLink or Level 3 "
    "describe the same fibre, and whoever counts suppliers by name may count one twice. Counting by AS number avoids "
    "that trap.",
    watch=(
        Watch(
            "now", "Whether records at exchanges use the present name throughout.", "Entries for AS3356 are edited", 28
        ),
        Watch(
            "year", "What the next annual report says of spending on the backbone.", "The annual report is filed", 320
        ),
    ),
    ties=(TieTo("succeeds", "CenturyLink", "new-name"),),
    read_on=("cogent", "arelion"),
)
NETWORKS = (CLOUDFLARE, HURRICANE_ELECTRIC, COGENT, LUMEN)
