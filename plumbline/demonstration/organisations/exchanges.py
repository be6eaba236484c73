"""Internet exchanges."""

from __future__ import annotations

from datetime import date

from plumbline.demonstration.shapes import Organisation, Statement, TieTo, Watch, own_act, says_itself

AMS_IX = Organisation(
    slug="ams-ix",
    name="AMS-IX",
    aliases=(("Amsterdam Internet Exchange", "legal"), ("ams-ix.net", "domain")),
    summary="The Amsterdam exchange: networks have met there since 1994, and an association of members has stood "
    "behind it since 1997.",
    base="Amsterdam",
    inclusion="It is one of the oldest exchanges still at work, and networks of many countries meet there.[^since]",
    statements=(
        Statement(
            "since",
            "Networks have exchanged traffic at AMS-IX since 1994.",
            "year in which it began",
            "1994",
            "event",
            (own_act("amsix-site"),),
            on=date(1994, 1, 1),
            precision="year",
        ),
        Statement(
            "association",
            "The AMS-IX association was founded in 1997.",
            "year in which the association was founded",
            "1997",
            "event",
            (own_act("amsix-site"),),
            on=date(1997, 1, 1),
            precision="year",
        ),
    ),
    filed={
        "category": ("exchange", "Members plug into one switching fabric and pass traffic across it.[^since]"),
        "region": ("europe", "The platform that it is named for stands in and around Amsterdam."),
        "content-type": ("profile", "Thirty years of service are described, rather than one bad evening."),
        "signal-focus": ("exchange", "We follow it as a place: who meets there, and whether the place holds."),
        "primary-domain": ("operations", "A platform of switches either forwards frames or does not."),
        "topic": (
            ("interconnection", "Hundreds of pairs of networks spare themselves a private cable there."),
            ("membership", "Members own the association and vote on its course.[^association]"),
        ),
        "impact": ("high", "Dutch and foreign networks would fall back on transit, at higher cost and delay."),
        "operational-criticality": ("high", "Its fabric is spread over sites, so that a single hall is not the end."),
        "time-horizon": ("next-quarter", "Members decide at meetings that come twice a year."),
        "policy-sensitivity": ("medium", "Amsterdam has paused new data centres before, and exchanges live in them."),
        "priority": ("medium", "Its statistics are public, and a drop in them would be noticed here."),
    },
    points=(
        ("It has been exchanging traffic since 1994.", "since"),
        ("Members founded the association in 1997.", "association"),
    ),
    does="AMS-IX runs a switching platform on which networks hand each other traffic directly. It goes back to 1994."
    "[^since] Three years later its users gave it a legal form of their own, an association.[^association]",
    matters="An exchange run by those who use it has no reason to hurry them or to squeeze them. The price is that "
    "hard decisions need a majority. Amsterdam's association shows that this can last for decades.",
    watch=(
        Watch("quarter", "What the members' meeting decides on fees.", "Minutes or a new price list are published", 70),
        Watch(
            "year",
            "Whether peak traffic rises as it did in former years.",
            "The public statistics show a new peak",
            280,
        ),
    ),
    read_on=("de-cix", "linx"),
)
DE_CIX = Organisation(
    slug="de-cix",
    name="DE-CIX",
    aliases=(("German Commercial Internet Exchange", "legal"), ("de-cix.net", "domain")),
    summary="The exchange that began in Frankfurt in 1995 and made that city a place where Europe's networks look "
    "for each other.",
    base="Frankfurt am Main",
    inclusion="Frankfurt's weight in European routes rests to a good part on this exchange.[^place]",
    statements=(
        Statement(
            "since",
            "DE-CIX was founded in 1995.",
            "year in which it was founded",
            "1995",
            "event",
            (own_act("decix-site"),),
            on=date(1995, 1, 1),
            precision="year",
        ),
        Statement(
            "place", "DE-CIX has its home in Frankfurt.", "home", "Frankfurt", "identity", (says_itself("decix-site"),)
        ),
    ),
    filed={
        "category": ("exchange", "Its business is the shared fabric, sold by the port."),
        "region": ("europe", "Frankfurt is its home, whatever other cities it serves by now.[^place]"),
        "content-type": ("profile", "This is the exchange in general; outages would get pages of their own."),
        "signal-focus": ("exchange", "Peering in Frankfurt is the core of what is observed here."),
        "primary-domain": ("operations", "Engineers across Europe watch its traffic curve like the weather."),
        "topic": (
            ("interconnection", "Eastern and western networks found a common floor there early on.[^since]"),
            ("resilience", "Spreading one fabric over many halls is how it guards against a single fire."),
        ),
        "impact": ("critical", "Routes from the Baltic to the Balkans lean on Frankfurt for their short cut."),
        "operational-criticality": ("high", "Large members keep private links beside it; small ones do not."),
        "time-horizon": ("next-year", "Platform changes are announced in one year and done in the next."),
        "policy-sensitivity": ("medium", "German courts have dealt with what intelligence services may tap there."),
        "priority": ("medium", "A steady watch is enough as long as the curve keeps its shape."),
    },
    points=(
        ("It dates from 1995.", "since"),
        ("Frankfurt is where it is at home.", "place"),
    ),
    does="DE-CIX operates exchanges, the first and best known of them in Frankfurt.[^place] It was founded in "
    "1995.[^since]",
    matters="Traffic goes where traffic is. Once Frankfurt had the largest crowd, being elsewhere became the costly "
    "choice, and data centres rose around the exchange rather than the other way round. Such a centre is efficient, "
    "and it is one target.",
    watch=(
        Watch(
            "now",
            "Whether maintenance in Frankfurt passes without loss of sessions.",
            "A maintenance notice is closed",
            20,
        ),
        Watch("quarter", "Whether the peak of the winter season sets a record.", "A record is announced", 89),
    ),
    read_on=("ams-ix", "digital-realty"),
)
LINX = Organisation(
    slug="linx",
    name="LINX",
    aliases=(("London Internet Exchange", "legal"), ("linx.net", "domain")),
    summary="The London exchange, set up in 1994 and owned by the networks that peer there.",
    base="London",
    inclusion="Britain's networks keep their own traffic at home there, and own the house together.[^members]",
    statements=(
        Statement(
            "since",
            "LINX was set up in 1994.",
            "year in which it was set up",
            "1994",
            "event",
            (own_act("linx-site"),),
            on=date(1994, 1, 1),
            precision="year",
        ),
        Statement(
            "members", "LINX is owned by its members.", "owner", "its members", "identity", (says_itself("linx-site"),)
        ),
    ),
    filed={
        "category": ("exchange", "Peering over shared switches is what LINX exists for.[^since]"),
        "region": ("europe", "London is the first of its sites, with others in Britain after it."),
        "content-type": ("profile", "We give the lasting picture; service notices are left to LINX."),
        "signal-focus": ("exchange", "Its two fabrics in London are the object of attention."),
        "primary-domain": ("governance", "Being owned by its users decides what it may and may not become.[^members]"),
        "topic": (
            ("membership", "Each member has a vote, be it a giant or a village provider."),
            ("interconnection", "Content and access networks of the whole island meet within a few streets."),
        ),
        "impact": ("high", "Without it British traffic would travel abroad and back, as it did before."),
        "operational-criticality": ("high", "Two separate fabrics from different makers stand in for one another."),
        "time-horizon": ("next-quarter", "The next members' meeting is never more than a few months away."),
        "policy-sensitivity": ("medium", "Britain's law on network security reaches exchanges of this size."),
        "priority": ("low", "It publishes much by itself and surprises seldom."),
    },
    points=(
        ("The networks that peer there own it.", "members"),
        ("London has peered there since 1994.", "since"),
    ),
    does="LINX lets networks pass traffic to each other in London and some further British cities. It was set up in "
    "1994.[^since] Those who use it own it.[^members]",
    matters="Mutual ownership is an old British answer to a shared need, from building societies to lighthouses. In "
    "an exchange it aligns the one who sets the price with the one who pays it. The open question is how a mutual "
    "finds the money for a leap.",
    watch=(
        Watch(
            "quarter", "Which motions stand on the agenda of the next members' meeting.", "The agenda is published", 65
        ),
        Watch(
            "year", "Whether regional exchanges of LINX gain members outside London.", "The members' list shows it", 355
        ),
    ),
    ties=(TieTo("owns", "The member networks", "members", points_here=True),),
    read_on=("ams-ix", "equinix"),
)
IX_BR = Organisation(
    slug="ix-br",
    name="IX.br",
    aliases=(("PTTMetro", "former"), ("ix.br", "domain")),
    summary="Brazil's system of exchanges, run by NIC.br, whose largest place is Sao Paulo.",
    base="Sao Paulo",
    inclusion="Thousands of Brazilian networks find each other over it rather than abroad.[^operator]",
    statements=(
        Statement(
            "operator",
            "IX.br is run by NIC.br.",
            "operator",
            "NIC.br",
            "identity",
            (says_itself("ixbr-site"), says_itself("nicbr-site")),
        ),
        Statement("place", "IX.br's home is Sao Paulo.", "home", "Sao Paulo", "identity", (says_itself("ixbr-site"),)),
    ),
    filed={
        "category": ("exchange", "It is a family of exchanges under one roof and one set of rules."),
        "region": ("latin-america", "All of its places lie in Brazil, with Sao Paulo in the lead.[^place]"),
        "content-type": ("profile", "What IX.br is can be told without a story of the day."),
        "signal-focus": ("exchange", "Its reach into the interior makes it worth following as an exchange."),
        "primary-domain": (
            "governance",
            "A body of the whole Brazilian community runs it, without shareholders.[^operator]",
        ),
        "topic": (
            ("interconnection", "Small providers of distant states come to the table of the large ones."),
            ("resilience", "Many places under one operator share tools, and could share a mistake."),
        ),
        "impact": ("high", "Brazil's small providers would be thrown back upon a few carriers."),
        "operational-criticality": ("high", "In many states no other exchange is within reach."),
        "time-horizon": ("several-years", "It has grown place by place, and goes on doing so."),
        "policy-sensitivity": ("medium", "Brazil debates how far the state should steer its internet bodies."),
        "priority": ("low", "Growth is the usual news from there, and it can wait a week."),
    },
    points=(
        ("NIC.br is its operator.", "operator"),
        ("Sao Paulo is its centre.", "place"),
    ),
    does="IX.br runs exchanges in many Brazilian cities; the one in Sao Paulo is the largest.[^place] Its operator is "
    "NIC.br, which also registers the names under .br.[^operator]",
    matters="Rich cities get exchanges by themselves. The interior gets one when somebody pays for it from other "
    "income, and in Brazil the income from domain names did that. It is a rare example of one layer of the internet "
    "financing another.",
    watch=(
        Watch("quarter", "Whether new cities are added to the list of places.", "The list on its site grows", 78),
        Watch("year", "Whether Sao Paulo's peak passes the one of the year before.", "The public graph shows it", 325),
    ),
    ties=(TieTo("supplies", "NIC.br", "operator", points_here=True),),
    read_on=("lacnic", "ams-ix"),
)
EXCHANGES = (AMS_IX, DE_CIX, LINX, IX_BR)
