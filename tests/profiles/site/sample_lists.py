"""Fabricated pages beside the profile: how we got this, the list, the editions."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from profiles.editions.browsing import TermPage
from profiles.editions.cards import Card, FacetGroup, FacetOption, ListPage
from profiles.editions.changes import Change
from profiles.editions.disagreeing import Disagreement, Disagreements
from profiles.editions.markup import Html
from profiles.editions.measures import Impact
from profiles.editions.notes import confidence
from profiles.editions.page import ConfidencePage, LedgerLine, LedgerView, Raise
from profiles.editions.published import EditionRow, Editions
from tests.profiles.site.sample_notes import COST, CUT
from tests.profiles.site.samples import PUBLISHED, cite, profile_page


def confidence_page() -> ConfidencePage:
    start = LedgerLine(
        "start", "Before any evidence: one of many things that could have been said.", 0.0909, 0.0909, 0.0909, ()
    )
    repeated = LedgerView(
        CUT,
        (
            start,
            LedgerLine(
                "origin",
                "One original report (Harbour Wire), not seen by us; 4 documents repeat it and together count once.",
                0.6131,
                0.0909,
                0.704,
                ("Cable Digest", "NetDaily", "The Packet", "Ringwatch"),
            ),
            LedgerLine("age", "Statements of this kind age, and the evidence is 3 days old.", -0.001, 0.704, 0.703, ()),
            LedgerLine(
                "cap",
                "Everything we have repeats a report that we have not seen: no more than 0.54.",
                -0.163,
                0.704,
                0.54,
                (),
            ),
        ),
        (
            Raise("If we read the report of Harbour Wire and kept it", confidence(8184, "")),
            Raise(
                "If we held an original document that says so, such as a court's or a regulator's",
                confidence(9700, ""),
            ),
        ),
        "0.5400",
    )
    disputed = LedgerView(
        COST,
        (
            start,
            LedgerLine("origin", "One original report (Harbour Wire), read by us.", 0.7275, 0.05, 0.8184, ()),
            LedgerLine(
                "dispute", '1 document says otherwise: "The repair cost 11 million euros."', -0.2, 0.78, 0.6184, ()
            ),
            LedgerLine(
                "age", "Statements of this kind age, and the evidence is 170 days old.", -0.0384, 0.6184, 0.58, ()
            ),
        ),
        (),
        "0.5800",
    )
    return ConfidencePage(
        profile=profile_page(),
        weakest=CUT,
        bands=(("High - direct sources", 1), ("Medium", 1), ("Weak-medium", 1)),
        ledgers=(repeated, disputed),
        method="ORIGIN, version 1",
    )


def card(name: str, score: int | None, **changes: object) -> Card:
    plain = Card(
        slug=name.lower().replace(" ", "-"),
        name=name,
        summary="Lands a ring of fibre at seven stations and sells wavelengths on it.",
        mark="",
        focus="Subsea cable",
        regions="Europe",
        confidence=confidence(score, ""),
        impact=Impact(3, "High", Html("")),
        edition=3,
        change="Edition 3, 20 November 2026",
        snippet=Html(""),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def cards() -> tuple[Card, ...]:
    return (
        card(
            "Northreef Cable",
            5400,
            mark="invented",
            snippet=Html("… the western <mark>ring</mark> was cut twice in April …"),
        ),
        card(
            "Isle IX",
            8400,
            focus="Exchange",
            summary="A small exchange on which four mobile operators meet.",
            impact=Impact(2, "Medium", Html("")),
        ),
        card(
            "Westmark Registry",
            9700,
            focus="Registry",
            regions="Europe, Middle East",
            summary="Keeps the register of addresses for the region; runs a root server.",
            impact=Impact(4, "Critical", Html("")),
        ),
        card(
            "Saltmobile",
            2300,
            focus="Network operator",
            mark="unchecked",
            summary="The largest mobile operator of the outer islands.",
            impact=Impact(1, "Low", Html("")),
        ),
        card(
            "Tidewater Holdings",
            None,
            focus="",
            regions="",
            summary="Holds shares in a cable and in a repair ship.",
            impact=Impact(0, "Not rated", Html("")),
        ),
    )


def groups() -> tuple[FacetGroup, ...]:
    def group(facet: str, name: str, *options: tuple[str, int], chosen: str = "") -> FacetGroup:
        return FacetGroup(
            facet,
            name,
            tuple(
                FacetOption(
                    label.lower().replace(" ", "-"),
                    label,
                    count,
                    label == chosen,
                    f"/profiles/?{facet}={label.lower().replace(' ', '-')}",
                )
                for label, count in options
            ),
        )

    return (
        group(
            "signal-focus",
            "Signal focus",
            ("Network operator", 11),
            ("Registry", 5),
            ("Exchange", 4),
            ("Subsea cable", 3),
            ("AI platform", 2),
            chosen="Subsea cable",
        ),
        group("region", "Region", ("Europe", 14), ("North America", 12), ("Asia-Pacific", 7), ("Africa", 5)),
        group(
            "band",
            "Confidence",
            ("High - direct sources", 6),
            ("Strong", 17),
            ("Medium", 11),
            ("Weak-medium", 8),
            ("Weak signal", 4),
        ),
        group("impact", "Impact", ("Critical", 7), ("High", 16), ("Medium", 17), ("Low", 6)),
    )


def list_page(**changes: object) -> ListPage:
    plain = ListPage(
        cards=cards(),
        groups=groups(),
        words="ring",
        instead="",
        sort="newest",
        sorts=(
            ("newest", "Last change", "/profiles/?q=ring"),
            ("confidence", "Confidence", "/profiles/?q=ring&sort=confidence"),
            ("name", "Name", "/profiles/?q=ring&sort=name"),
        ),
        total=46,
        chosen=(("Subsea cable", "/profiles/?q=ring"),),
        next_address="/profiles/?q=ring&after=abc",
        first_address="",
        hidden=(("signal-focus", "subsea-cable"),),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def edition_rows() -> tuple[EditionRow, ...]:
    return (
        EditionRow(
            3,
            PUBLISHED,
            "correction",
            "The cost of the repair is now shown as disputed.",
            "3f9a" * 16,
            confidence(5400, ""),
            (
                ("3.1", PUBLISHED, "Published", confidence(7000, "")),
                (
                    "3.2",
                    datetime(2026, 11, 21, 4, tzinfo=UTC),
                    "A source changed after we had quoted it.",
                    confidence(5400, ""),
                ),
            ),
            True,
            cite().address,
        ),
        EditionRow(
            2,
            datetime(2026, 8, 1, 8, tzinfo=UTC),
            "update",
            "The second cut was added.",
            "77b1" * 16,
            confidence(7000, ""),
            (("2.1", datetime(2026, 8, 1, 8, tzinfo=UTC), "Published", confidence(7000, "")),),
            False,
            cite(2).address,
        ),
        EditionRow(
            1,
            datetime(2026, 5, 1, 8, tzinfo=UTC),
            "first",
            "",
            "c0de" * 16,
            confidence(None, ""),
            (("1.1", datetime(2026, 5, 1, 8, tzinfo=UTC), "Published", confidence(None, "")),),
            False,
            cite(1).address,
        ),
    )


def changes() -> tuple[Change, ...]:
    def change(name: str, kind: str, score: int | None, words: str, course: int = 0) -> Change:
        return Change(
            profile="pr-x",
            slug=name.lower().replace(" ", "-"),
            name=name,
            number="3.1",
            edition=3,
            at=PUBLISHED,
            kind=kind,
            title=f"{name}: edition 3",
            words=words,
            shown=confidence(score, ""),
            course=course,
        )

    return (
        change("Northreef Cable", "fall", 5400, "A source changed after we had quoted it.", -1),
        change("Isle IX", "correction", 8400, "The number of members was wrong. Confidence: Strong.", -1),
        change("Westmark Registry", "update", 9700, "The register was read. Confidence: High.", 1),
        change("Tidewater Holdings", "first", None, "Confidence: Not assessed."),
    )


def term_page(**changed: object) -> TermPage:
    plain = TermPage(
        facet="region",
        facet_name="Region",
        slug="europe",
        label="Europe",
        introduction="From Reykjavik to the Urals, as the registry of addresses draws it.",
        total=14,
        surest=9,
        cards=cards(),
        groups=groups()[2:],
        all_address="/profiles/?region=europe",
    )
    return replace(plain, **changed)  # type: ignore[arg-type]


def editions(**changed: object) -> Editions:
    page = profile_page()
    plain = Editions(page.name, page.slug, page.mark, edition_rows(), cite(), older=0, newest=3)
    return replace(plain, **changed)  # type: ignore[arg-type]


def disagreements(**changed: object) -> Disagreements:
    row = Disagreement("northreef-cable", "Northreef Cable", PUBLISHED, COST)
    plain = Disagreements((row,), statements=1, profiles=1, older=0)
    return replace(plain, **changed)  # type: ignore[arg-type]
