"""A fabricated profile page, full and bare, for tests of templates and figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from profiles.editions.citing import Reference
from profiles.editions.markup import Html
from profiles.editions.measures import Evidence, Impact, Reliability
from profiles.editions.notes import confidence
from profiles.editions.page import (
    EditionLine,
    FacetView,
    ImageView,
    Link,
    Moment,
    Note,
    Paragraph,
    ProfilePage,
    SectionView,
    TeaserView,
    Tie,
    WatchColumn,
    WatchItem,
    WayView,
)
from tests.profiles.site.sample_notes import COST, CUT, NOTES, OWNER, PLEDGE, REPEATED, SUPPLY

PUBLISHED = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def cite(number: int = 3) -> Reference:
    return Reference(
        "https://plumbline.example",
        "pr-0000000000000001",
        number,
        "Northreef Cable",
        "Ida Brandt",
        date(2026, 11, 20),
        "3f9a" * 16,
    )


def mark(number: int) -> str:
    return f'<sup class="mark"><a href="#note-{number}" aria-label="Evidence {number}">{number}</a></sup>'


def paragraph(text: str, *notes: Note) -> Paragraph:
    return Paragraph(Html(text), notes)


def profile_page(**changes: object) -> ProfilePage:
    plain = ProfilePage(
        public_id="p_00000001",
        slug="northreef-cable",
        name="Northreef Cable",
        summary=(
            "Runs a subsea ring of 1,900 km that carries most of the traffic of three island groups. "
            "It was cut twice this year."
        ),
        mark="invented",
        content_type="Profile",
        content_type_slug="profile",
        signal_focus="Subsea cable",
        signal_focus_slug="subsea-cable",
        category="Company",
        base="Port Alder, Westmark",
        aliases=("Northreef Cable Ltd", "NRC", "AS64501"),
        confidence=confidence(
            5400,
            f"{REPEATED} The figure is the mean of 3 key statements.",
        ),
        impact=Impact(3, "High", Html("Three island groups have <em>no other</em> route.")),
        evidence=Evidence(9, 4, 1, 2, 1, 3, 6),
        reliability=Reliability(
            (
                ("Registry of Companies", "completely reliable", "A"),
                ("Harbour Wire", "usually reliable", "B"),
                ("Port Gazette", "usually reliable", "B"),
                ("Cable Digest", "reliability not known", "F"),
                ("NetDaily", "reliability not known", "F"),
            ),
            "1 completely reliable, 2 usually reliable, 2 reliability not known",
        ),
        edition=EditionLine(
            number=3,
            assessment="3.2",
            published_at=PUBLISHED,
            assessed_at=datetime(2026, 11, 21, 4, tzinfo=UTC),
            kind="correction",
            note="The cost of the repair is now shown as disputed.",
            cause="A source changed after we had quoted it.",
            digest="3f9a" * 16,
            last_checked=datetime(2026, 11, 21, 4, tzinfo=UTC),
            is_newest=True,
            newest=3,
            claims_changed=2,
        ),
        key_points=(
            paragraph(
                f"The ring was cut twice in April 2026, and traffic fell back on satellite for nine days.{mark(1)}", CUT
            ),
            paragraph(f"It belongs to a holding that also owns the only repair ship in the region.{mark(2)}", OWNER),
        ),
        inclusion=(paragraph(f"<p>Nobody else reaches the outer islands.{mark(2)}</p>"),),
        does=SectionView(
            "What it does",
            "account",
            "",
            (
                paragraph(
                    "<p>Northreef lands a ring of fibre at seven stations and sells wavelengths on it "
                    "to mobile operators and to one exchange.</p>"
                ),
            ),
        ),
        happened=SectionView(
            "What happened",
            "account",
            "",
            (
                paragraph(
                    "<p>On 4 April an anchor severed the western ring; eleven days later the splice failed. "
                    f"Northreef moved its last customers to the eastern side on 22 April.{mark(1)} "
                    f"What the repair cost is disputed.{mark(3)}</p>",
                    COST,
                ),
                paragraph(
                    "<p>The company has since told customers that a second ring will be lit next year. "
                    f"It has not said who pays for it.{mark(4)}</p>",
                    PLEDGE,
                ),
                paragraph("<ul><li>Seven stations stayed in service.</li><li>Two lost power for a day.</li></ul>"),
            ),
        ),
        matters=SectionView(
            "Why it matters",
            "analysis",
            "Ida Brandt",
            (
                paragraph(
                    "<p>A ring protects against one cut, not against two. Whoever buys capacity here should ask "
                    "what happens on the day after the first.</p>"
                ),
            ),
        ),
        others=(),
        facets=(
            FacetView(
                "category",
                "Category",
                "company",
                "Company",
                Html("It is registered as a limited company."),
                (OWNER.sources[0],),
            ),
            FacetView("region", "Region", "europe", "Europe", Html("All seven stations lie there."), ()),
            FacetView(
                "signal-focus",
                "Signal focus",
                "subsea-cable",
                "Subsea cable",
                Html(f"It owns and runs the cable.{mark(2)}"),
                (OWNER.sources[0], CUT.sources[0]),
            ),
            FacetView("content-type", "Content type", "profile", "Profile", Html("It describes an organisation."), ()),
            FacetView(
                "primary-domain",
                "Primary domain",
                "operations",
                "Operations",
                Html("What counts here is whether it runs."),
                (),
            ),
            FacetView("topic", "Topic", "resilience", "Resilience", Html("Two cuts in one month."), ()),
        ),
        timeline=(
            Moment(date(2026, 4, 4), "4 April 2026", "An anchor severs the western ring.", CUT),
            Moment(date(2026, 4, 15), "April 2026", "The splice fails; satellite carries what it can.", CUT),
            Moment(date(2026, 6, 2), "2 June 2026", "The bill is published, and disputed.", COST),
        ),
        watch=(
            WatchColumn(
                "now",
                "Now",
                "Priority: high",
                (
                    WatchItem(
                        "Whether the second splice holds through the winter.",
                        "An outage notice by the operator",
                        date(2026, 12, 31),
                        "",
                        "",
                    ),
                ),
            ),
            WatchColumn(
                "quarter",
                "This quarter",
                "Policy sensitivity: medium",
                (
                    WatchItem(
                        "A licence for the new landing station.",
                        "A decision in the public register",
                        date(2027, 1, 31),
                        "",
                        "",
                    ),
                    WatchItem(
                        "Publication of the repair contract.",
                        "The contract itself",
                        date(2026, 10, 31),
                        "It did not happen",
                        "The ministry declined.",
                    ),
                ),
            ),
            WatchColumn(
                "year",
                "This year",
                "Time horizon: next year",
                (
                    WatchItem(
                        "A second ring with ships of its own.", "A signed order for a ship", date(2027, 9, 30), "", ""
                    ),
                ),
            ),
        ),
        ties=(
            Tie(
                "Tidewater Holdings", "owns", "Northreef Cable", "Tidewater Holdings", "tidewater-holdings", True, OWNER
            ),
            Tie(
                "Westmark Communications Authority",
                "regulates",
                "Northreef Cable",
                "Westmark Communications Authority",
                "",
                True,
                OWNER,
            ),
            Tie("Northreef Cable", "supplies", "Isle IX", "Isle IX", "isle-ix", False, SUPPLY),
            Tie("Northreef Cable", "connects", "Isle IX", "Isle IX", "isle-ix", False, SUPPLY),
            Tie(
                "Northreef Cable",
                "hosts",
                "University of the Outer Islands Research Network",
                "University of the Outer Islands Research Network",
                "",
                False,
                SUPPLY,
            ),
            Tie("Northreef Cable", "supplies", "Saltmobile", "Saltmobile", "saltmobile", False, SUPPLY),
        ),
        images=(
            ImageView(
                "/images/landing.jpg",
                1200,
                800,
                "The landing station at Port Alder.",
                "A low concrete building behind a shingle beach",
                "Press folder of the operator",
                "All traffic of the western ring comes ashore here.",
                "Northreef Cable, 2024",
                "CC BY 4.0",
                True,
            ),
        ),
        also_read=(
            Link("Isle IX", "/profiles/isle-ix/"),
            Link("How cables are mended", "https://harbour-wire.example/mend"),
        ),
        notes=NOTES,
        byline="Ida Brandt",
        reviewer="Jonas Lind",
        disclosure="",
        criticality="High",
        time_horizon="Next quarter",
        teasers=(
            TeaserView("Who pays for the ring", "What its owners say of it.", "Alliance", "/briefings/ring/", False),
            TeaserView("Notes for members", "On its sources.", "Circle", "/briefings/notes/northreef-cable/", True),
        ),
        ways=(
            WayView("Circle", "It is free.", "Join the Circle", "/join/circle/"),
            WayView("Alliance", "For owners.", "Join the Alliance", "/join/alliance/"),
        ),
        cite=cite(),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def bare_profile_page() -> ProfilePage:
    """The least that can be published: no pictures, ties, sections, timeline or outlook, and nothing assessed."""
    page = profile_page()
    return replace(
        page,
        mark="",
        signal_focus="",
        signal_focus_slug="",
        content_type="",
        content_type_slug="",
        category="",
        base="",
        aliases=(),
        confidence=confidence(None, ""),
        impact=Impact(0, "Not rated", Html("")),
        evidence=Evidence(0, 0, 0, 0, 0, 0, 0),
        reliability=Reliability((), ""),
        edition=replace(
            page.edition,
            number=1,
            newest=1,
            assessment="1.1",
            kind="first",
            note="",
            cause="Published",
            last_checked=None,
            claims_changed=None,
        ),
        key_points=(),
        inclusion=(),
        does=None,
        happened=None,
        matters=None,
        facets=(),
        timeline=(),
        watch=(),
        ties=(),
        images=(),
        also_read=(),
        notes=(),
        byline="",
        reviewer="",
        criticality="",
        time_horizon="",
    )
