"""Carriers of Europe and Asia-Pacific."""

from __future__ import annotations

from datetime import date

from plumbline.demonstration.shapes import Organisation, Statement, TieTo, Watch, act, own_act, record, says_itself

ARELION = Organisation(
    slug="arelion",
    name="Arelion",
    aliases=(("AS1299", "asn"), ("Telia Carrier", "former"), ("arelion.com", "domain")),
    summary="The wholesale carrier AS1299, called Telia Carrier until it took a name of its own in January 2022.",
    base="Sweden",
    inclusion="AS1299 links carriers to each other across Europe and beyond, which makes it a root of many paths."
    "[^as-number]",
    statements=(
        Statement(
            "as-number",
            "Arelion's network is AS1299.",
            "AS number",
            "AS1299",
            "identity",
            (record("peeringdb-1299"), act("ripe-1299")),
        ),
        Statement(
            "new-name",
            "Telia Carrier became Arelion in January 2022.",
            "month in which the name changed",
            "January 2022",
            "event",
            (own_act("arelion-site"),),
            on=date(2022, 1, 19),
            precision="month",
        ),
    ),
    filed={
        "category": ("company", "Arelion sells to carriers and large firms, and to no household."),
        "region": ("europe", "The RIPE NCC, Europe's registry, holds the record of AS1299.[^as-number]"),
        "content-type": ("profile", "What is told here holds from day to day and hangs on no event."),
        "signal-focus": ("network-operator", "Other carriers are its customers, so a fault spreads through them."),
        "primary-domain": ("operations", "Wholesale backbones are judged by the paths that they keep open."),
        "topic": (
            ("routing", "Route collectors show AS1299 in a great share of all paths."),
            ("acquisitions", "The new name came with a new owner; that is when contracts get read again.[^new-name]"),
        ),
        "impact": ("critical", "A carrier of carriers passes its trouble on to people who have no contract with it."),
        "operational-criticality": ("high", "Most of its customers buy from a second wholesaler as well."),
        "time-horizon": ("several-years", "Pension money stands behind it, and that is patient money."),
        "policy-sensitivity": ("medium", "Cables across the Baltic have become a matter of state since 2022."),
        "priority": ("medium", "No fault of its own is open; the seas around it keep it on the list."),
    },
    points=(
        ("AS1299 is the number to look for, under the old name or the new.", "as-number"),
        ("It has been called Arelion since January 2022.", "new-name"),
    ),
    does="Arelion carries other networks' traffic between continents. Its routes bear the number AS1299.[^as-number] "
    "Until January 2022 it was Telia Carrier, a part of a Nordic telephone group.[^new-name]",
    matters="Nobody at home has a bill from a wholesale carrier, so nobody at home notices when it changes hands. "
    "Yet its owner decides what is spent on paths that whole countries share. The new name is the visible end of "
    "such a change.",
    watch=(
        Watch(
            "quarter",
            "Whether the operator reports repairs on routes through the Baltic.",
            "A notice to customers is made public",
            75,
        ),
        Watch(
            "year",
            "Whether public records have dropped the name Telia Carrier.",
            "The registry's text for AS1299 changes",
            310,
        ),
    ),
    ties=(TieTo("succeeds", "Telia Carrier", "new-name"),),
    read_on=("lumen", "netnod"),
)
NTT = Organisation(
    slug="ntt",
    name="NTT",
    aliases=(("AS2914", "asn"), ("NTT Global IP Network", "brand"), ("group.ntt", "domain")),
    summary="The Tokyo group whose Global IP Network, AS2914, carries traffic across the Pacific and through the "
    "cities on both of its shores.",
    base="Tokyo",
    inclusion="Much traffic between Asia and America crosses AS2914, the group's international network.[^as-number]",
    statements=(
        Statement(
            "as-number",
            "NTT's Global IP Network is AS2914.",
            "AS number",
            "AS2914",
            "identity",
            (record("peeringdb-2914"), act("arin-2914")),
        ),
        Statement(
            "seat",
            "NTT has its seat in Tokyo.",
            "seat",
            "Tokyo",
            "identity",
            (says_itself("ntt-site"),),
        ),
    ),
    filed={
        "category": ("company", "NTT is the parent of many firms; the network is run by one of them."),
        "region": ("asia-pacific", "Tokyo is where the group is led from.[^seat]"),
        "content-type": ("profile", "We describe a network here, with its group as the setting."),
        "signal-focus": (
            "network-operator",
            "Of all that the group does, AS2914 is what others connect to.[^as-number]",
        ),
        "primary-domain": ("operations", "Ocean crossings take long to mend, and their health is the story."),
        "topic": (
            ("routing", "Paths between two oceans often show AS2914 in the middle."),
            ("resilience", "Earthquakes and anchors are ordinary hazards for cables that land in Japan."),
        ),
        "impact": ("high", "Detours around a missing Pacific carrier exist, and they are long."),
        "operational-criticality": ("high", "Exchanges in Asia see much of their transit arrive from this network."),
        "time-horizon": ("several-years", "Cable systems are planned, laid and paid for over decades."),
        "policy-sensitivity": ("medium", "The state still owns part of NTT, under a law of its own."),
        "priority": ("low", "Quiet for now, and documented well by the operator itself."),
    },
    points=(
        ("Its international network is found under AS2914.", "as-number"),
        ("The group is led from Tokyo.", "seat"),
    ),
    does="NTT grew from Japan's telephone company into a group with its seat in Tokyo.[^seat] Its Global IP Network "
    "sells transit to carriers and content networks as AS2914.[^as-number]",
    matters="An ocean concentrates risk: there are many networks on land and few cables below. Whoever runs a large "
    "share of the crossings decides, by plain engineering, how quickly two continents notice that a cable is gone.",
    watch=(
        Watch(
            "now", "Whether notices of cable work on the Pacific name this network.", "A repair notice is published", 25
        ),
        Watch(
            "year",
            "What the group says of its international network in the next annual report.",
            "The integrated report comes out",
            350,
        ),
    ),
    read_on=("apnic", "arelion"),
)
CARRIERS = (ARELION, NTT)
