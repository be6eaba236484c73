"""Operators of data centres."""

from __future__ import annotations

from datetime import date

from plumbline.demonstration.shapes import Organisation, Statement, TieTo, Watch, act, own_act, says_itself

EQUINIX = Organisation(
    slug="equinix",
    name="Equinix",
    aliases=(("EQIX", "ticker"), ("equinix.com", "domain")),
    summary="A landlord of data centres and meeting places of networks, which took over Telecity in 2016 and had to "
    "part with sites to be allowed to.",
    base="Redwood City, California",
    inclusion="Networks meet in its buildings, and a competition authority has ruled on how many it may own."
    "[^commission]",
    statements=(
        Statement(
            "telecity",
            "Equinix completed its purchase of Telecity in January 2016.",
            "month in which the purchase of Telecity was completed",
            "January 2016",
            "event",
            (own_act("sec-equinix"),),
            on=date(2016, 1, 15),
            precision="month",
        ),
        Statement(
            "commission",
            "The European Commission allowed the purchase of Telecity on condition that data centres were sold.",
            "ruling of the European Commission on Telecity",
            "allowed on condition that sites were sold",
            "event",
            (act("ec-m7678"),),
            on=date(2015, 11, 13),
            precision="day",
        ),
        Statement(
            "eight-sites",
            "Equinix sold eight sites to Digital Realty to meet the condition.",
            "sites sold to meet the condition",
            "eight",
            "event",
            (own_act("sec-equinix"), own_act("sec-digital-realty")),
            on=date(2016, 1, 1),
            precision="year",
        ),
    ),
    filed={
        "category": ("company", "Equinix is a listed trust that lives on rent for space and power."),
        "region": ("global", "It lets space on several continents; Europe became a pillar with Telecity.[^telecity]"),
        "content-type": ("profile", "The purchase is ten years old; this is about the company that came of it."),
        "signal-focus": ("data-centre", "The buildings are the subject, and the cables that cross inside them."),
        "primary-domain": (
            "market",
            "How many hands own the meeting places is a question of competition.[^commission]",
        ),
        "topic": (
            ("acquisitions", "Telecity brought it sites in cities where it had had none."),
            ("interconnection", "Tenants come for each other: a short cable to a neighbour replaces a long one."),
        ),
        "impact": ("critical", "A power fault in one such building silences networks that share nothing else."),
        "operational-criticality": ("critical", "Tenants cannot move racks in a week, whatever the contract says."),
        "time-horizon": ("several-years", "Leases and grid connections run for longer than most plans."),
        "policy-sensitivity": ("high", "Cities ration electricity, and Brussels has already set it conditions."),
        "priority": ("medium", "Growth is announced well ahead; sudden news would be about power."),
    },
    points=(
        ("Telecity became part of it in January 2016.", "telecity"),
        ("Eight sites went to Digital Realty so that the purchase could stand.", "eight-sites"),
    ),
    does="Equinix lets space, power and short cables between tenants. In January 2016 it completed the purchase of "
    "Telecity, a British operator.[^telecity] The European Commission had agreed on condition that sites were sold, "
    "[^commission] and eight of them went to Digital Realty.[^eight-sites]",
    matters="A meeting place is worth more with every network that comes, so the largest tends to grow larger. The "
    "ruling of 2015 is a rare look at where an authority saw the limit: it counted cities, and within each city the "
    "places where one could go instead.",
    watch=(
        Watch(
            "quarter",
            "Whether the next quarterly report names sites held up by lack of power.",
            "The quarterly report is filed",
            82,
        ),
        Watch(
            "year", "Whether a further purchase in Europe is notified to the Commission.", "A case number is given", 345
        ),
    ),
    ties=(
        TieTo("owns", "Telecity", "telecity"),
        TieTo("regulates", "European Commission", "commission", points_here=True),
    ),
    read_on=("digital-realty", "linx"),
)
DIGITAL_REALTY = Organisation(
    slug="digital-realty",
    name="Digital Realty",
    aliases=(("DLR", "ticker"), ("Digital Realty Trust", "legal"), ("digitalrealty.com", "domain")),
    common_words=("DLR",),
    summary="A listed trust of data centres that combined with Interxion in March 2020 and had earlier taken over "
    "eight sites from Equinix.",
    base="United States",
    inclusion="With Interxion it became host to several of Europe's exchanges at one stroke.[^interxion]",
    statements=(
        Statement(
            "interxion",
            "Digital Realty completed its combination with Interxion in March 2020.",
            "month in which the combination with Interxion was completed",
            "March 2020",
            "event",
            (own_act("sec-digital-realty"),),
            on=date(2020, 3, 12),
            precision="month",
        ),
        Statement(
            "listing",
            "Digital Realty's shares are listed as DLR.",
            "ticker",
            "DLR",
            "identity",
            (says_itself("sec-digital-realty"),),
            is_key=False,
        ),
        Statement(
            "eight-sites",
            "Digital Realty took over eight sites that Equinix had to sell.",
            "sites taken over from Equinix",
            "eight",
            "event",
            (own_act("sec-digital-realty"), own_act("sec-equinix")),
            on=date(2016, 1, 1),
            precision="year",
        ),
    ),
    filed={
        "category": ("company", "It is a trust by law, and a landlord by trade, traded as DLR.[^listing]"),
        "region": ("global", "American halls for single tenants and European ones for many stand side by side."),
        "content-type": ("profile", "Readers find the standing facts here, and purchases by date in the timeline."),
        "signal-focus": ("data-centre", "Halls, power and the tenants' cross-connects are what is followed."),
        "primary-domain": ("market", "Both facts above are purchases, and each shifted who hosts whom."),
        "topic": (
            ("acquisitions", "Interxion brought dense meeting places to a firm of large halls.[^interxion]"),
            ("interconnection", "Exchanges rent from it, and their members follow them in."),
        ),
        "impact": ("high", "Its largest tenants spread over several landlords, which softens a single fault."),
        "operational-criticality": (
            "critical",
            "Where an exchange has its core switch in a hall, the hall is the city.",
        ),
        "time-horizon": ("next-year", "New halls open a year or two after the ground is bought."),
        "policy-sensitivity": ("medium", "Planning rules for data centres are being written in many European towns."),
        "priority": ("medium", "Filings and openings arrive on a known calendar."),
    },
    points=(
        ("Interxion came in March 2020.", "interxion"),
        ("Eight European sites came from Equinix, as a condition of another deal.", "eight-sites"),
    ),
    does="Digital Realty builds and lets halls for servers, from whole buildings to single racks. In March 2020 it "
    "combined with Interxion, a European operator.[^interxion] Before that it had bought eight sites which Equinix "
    "had to give up.[^eight-sites]",
    matters="The sale of eight sites was meant to keep a rival in business in three cities. It did more: the buyer "
    "learnt the European trade there and came back four years later for a whole company. Remedies have second acts.",
    watch=(
        Watch(
            "now",
            "Whether tenants report power or cooling faults in its European halls.",
            "A status notice names a site",
            24,
        ),
        Watch(
            "quarter",
            "How the next quarterly report describes demand in Frankfurt and Amsterdam.",
            "The results are published",
            84,
        ),
    ),
    ties=(TieTo("supplies", "equinix", "eight-sites", points_here=True), TieTo("owns", "Interxion", "interxion")),
    read_on=("equinix", "de-cix"),
)
DATA_CENTRES = (EQUINIX, DIGITAL_REALTY)
