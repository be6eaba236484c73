"""Names, and the body that coordinates them."""

from __future__ import annotations

from datetime import date

from plumbline.demonstration.shapes import Organisation, Statement, TieTo, Watch, act, own_act, says_itself

ICANN = Organisation(
    slug="icann",
    name="ICANN",
    aliases=(("Internet Corporation for Assigned Names and Numbers", "legal"), ("icann.org", "domain")),
    summary="The Californian non-profit that has coordinated names and numbers since 1998, keeps the central "
    "registries through IANA and runs the root server L.",
    base="Los Angeles, California",
    inclusion="Which top-level names exist, and who runs them, is settled in its process.[^founded]",
    statements=(
        Statement(
            "founded",
            "ICANN was founded in 1998.",
            "year of foundation",
            "1998",
            "event",
            (own_act("icann-history"),),
            on=date(1998, 1, 1),
            precision="year",
        ),
        Statement(
            "l-root",
            "ICANN runs the root server L.",
            "operator of the root server L",
            "ICANN",
            "identity",
            (act("iana-roots"),),
        ),
        Statement(
            "seat",
            "ICANN's principal office is in California.",
            "principal office",
            "California",
            "identity",
            (own_act("icann-bylaws"),),
            is_key=False,
        ),
    ),
    filed={
        "category": ("registry", "Through IANA it keeps the registries from which all others descend."),
        "region": ("global", "Its meetings move from continent to continent, as its remit asks."),
        "content-type": ("profile", "A body is described here, with its roles, and no single decision."),
        "signal-focus": ("governance", "Its decisions bind registries by contract, so we follow how they come about."),
        "primary-domain": ("governance", "It has no product; its process is the thing that others depend on."),
        "topic": (
            ("root-servers", "L is the letter of the root that it serves itself.[^l-root]"),
            ("membership", "It has no members, and lets communities of very different kinds share the power."),
        ),
        "impact": ("critical", "A loss of trust in one root would leave the world with several."),
        "operational-criticality": ("high", "The root zone changes daily, and stays usable for days unchanged."),
        "time-horizon": ("several-years", "A round of new top-level names takes most of a decade."),
        "policy-sensitivity": ("high", "Governments advise it, and some would rather replace it."),
        "priority": ("medium", "Three public meetings a year give the rhythm of attention."),
    },
    points=(
        ("It was founded in 1998.", "founded"),
        ("It runs the root server L.", "l-root"),
    ),
    does="ICANN coordinates the top of the name system and the central stock of numbers. It was founded in 1998."
    "[^founded] Its bylaws place the principal office in California.[^seat] Among the root servers, L is run by "
    "ICANN itself.[^l-root]",
    matters="Few bodies rule so much by contract and so little by law. A registry obeys because it signed, and signs "
    "because the root would not list it otherwise. That works as long as all want the same root, which is the most "
    "valuable agreement the internet has.",
    watch=(
        Watch(
            "now",
            "Whether the root zone's signing goes through its next step without a fault.",
            "The ceremony's record is published",
            29,
        ),
        Watch(
            "quarter", "Which advice governments give at the next public meeting.", "The communiqué is published", 83
        ),
        Watch(
            "year",
            "How far the current round of new top-level names has come.",
            "Application figures are published",
            358,
        ),
    ),
    ties=(TieTo("supplies", "The root server system, with L", "l-root"),),
    read_on=("verisign", "afrinic"),
)
VERISIGN = Organisation(
    slug="verisign",
    name="Verisign",
    aliases=(("VRSN", "ticker"), ("verisign.com", "domain")),
    summary="The registry of .com, and the operator of two of the thirteen root servers, A and J.",
    base="Reston, Virginia",
    inclusion="Every name that ends in .com is found by way of its servers.[^com]",
    statements=(
        Statement(
            "com",
            "Verisign is the registry of .com.",
            "registry of .com",
            "Verisign",
            "identity",
            (act("iana-com"), says_itself("verisign-site")),
        ),
        Statement(
            "a-and-j-root",
            "Verisign runs the root servers A and J.",
            "operator of the root servers A and J",
            "Verisign",
            "identity",
            (act("iana-roots"),),
        ),
    ),
    filed={
        "category": ("company", "A listed firm with one product of world importance."),
        "region": ("north-america", "It works from Reston, and its contract runs under American law."),
        "content-type": ("profile", "The roles are lasting, and so is this text about them."),
        "signal-focus": ("dns", "Both of its roles are answers to name queries.[^a-and-j-root]"),
        "primary-domain": (
            "regulation",
            "What a .com name may cost is fixed in agreements, and watched by a ministry.",
        ),
        "topic": (
            ("root-servers", "No other operator has two letters of the root.[^a-and-j-root]"),
            ("resilience", "A zone of that size has been kept answering without a break for decades."),
        ),
        "impact": ("critical", "Mail and commerce under .com would stop being found within a day or two."),
        "operational-criticality": ("critical", "For a registry there is no second supplier to call upon."),
        "time-horizon": ("several-years", "Its contracts renew every six years, by custom without a contest."),
        "policy-sensitivity": ("high", "Price steps of .com are argued about in Washington each time."),
        "priority": ("medium", "Quarterly figures and contract dates are known well ahead."),
    },
    points=(
        ("Names under .com are registered with it.", "com"),
        ("Two root servers, A and J, are its.", "a-and-j-root"),
    ),
    does="Verisign keeps the register of names under .com and answers where each of them is to be found.[^com] One "
    "level higher it runs the root servers A and J.[^a-and-j-root]",
    matters="The largest zone of names has a single keeper, chosen once and confirmed ever since. Continuity has "
    "served users well, and it has priced itself in. Regulators weigh the one against the other at each renewal.",
    watch=(
        Watch("quarter", "How many .com names the next quarterly report counts.", "The domain count is published", 79),
        Watch("year", "Whether the price of a .com name is raised.", "A notice to registrars is sent", 328),
    ),
    ties=(TieTo("supplies", "The root server system, with A and J", "a-and-j-root"),),
    read_on=("icann", "netnod"),
)
NETNOD = Organisation(
    slug="netnod",
    name="Netnod",
    aliases=(("netnod.se", "domain"),),
    summary="A Swedish operator of exchanges and name servers in Stockholm, among them the root server I.",
    base="Stockholm",
    inclusion="It answers for one letter of the root, from a country that thinks about war and wires.[^i-root]",
    statements=(
        Statement(
            "i-root",
            "Netnod runs the root server I.",
            "operator of the root server I",
            "Netnod",
            "identity",
            (act("iana-roots"),),
        ),
        Statement(
            "seat", "Netnod has its seat in Stockholm.", "seat", "Stockholm", "identity", (says_itself("netnod-site"),)
        ),
    ),
    filed={
        "category": ("company", "A small firm owned by a foundation, with public tasks."),
        "region": ("europe", "Stockholm is its seat, and the Nordic countries are its ground.[^seat]"),
        "content-type": ("profile", "Its two trades, names and peering, are introduced in one place."),
        "signal-focus": ("dns", "The root server I comes before its exchanges in what we follow.[^i-root]"),
        "primary-domain": ("security", "Keeping names and time going in a crisis is what Sweden expects of it."),
        "topic": (
            ("root-servers", "I was the first root server outside the United States."),
            ("interconnection", "Nordic networks peer on the exchanges that it keeps."),
        ),
        "impact": ("high", "Twelve other letters stand in for I; its exchanges have fewer substitutes."),
        "operational-criticality": ("high", "Swedish networks would peer abroad if its switches were dark."),
        "time-horizon": ("next-year", "Defence planning and new sites come up in yearly budgets."),
        "policy-sensitivity": ("medium", "Rules on critical services name operators of its kind."),
        "priority": ("low", "It does its work without much noise."),
    },
    points=(
        ("It runs the root server I.", "i-root"),
        ("Stockholm is where it sits.", "seat"),
    ),
    does="Netnod runs exchanges and name servers from Stockholm.[^seat] The best known of its servers is I, one of "
    "the thirteen of the root.[^i-root]",
    matters="A root server is a public good that somebody has to pay for. In Netnod's case the ports of an exchange "
    "do, so that local peering carries a share of a worldwide service. The two belong together less by technique "
    "than by account.",
    watch=(
        Watch("quarter", "Whether new sites of the root server I are announced.", "The list of sites grows", 76),
        Watch(
            "year", "Whether its exchanges report a new peak of traffic.", "The public graph shows it, at any site", 295
        ),
    ),
    ties=(TieTo("supplies", "The root server system, with I", "i-root"),),
    read_on=("ripe-ncc", "arelion"),
)
NAMES_AND_GOVERNANCE = (ICANN, VERISIGN, NETNOD)
