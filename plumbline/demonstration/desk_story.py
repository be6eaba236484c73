"""The story of the invented exchange as its editors would have worked: two editions, and a signal left waiting."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from plumbline.demonstration.press import paper_address
from plumbline.demonstration.rows import (
    add_tie,
    as_cited,
    bring_papers,
    fill_page,
    open_file,
    state_from_papers,
    tie_up,
)
from plumbline.demonstration.shapes import Cite, Organisation, TieTo
from plumbline.demonstration.skerry import (
    FIRST_FILES,
    LATER_FILES,
    ORDER,
    REPORT,
    Days,
    skerry,
    written,
)
from plumbline.pressroom.room import Room
from profiles.desk.triage import NewClaim, Use, accept
from profiles.editions.approving import approve
from profiles.editions.publishing import publish
from profiles.evidence.curating import Cited, cite_for_facet, set_aside, touch
from profiles.models import Claim, ClaimKind, DatePrecision, Directness, EditionKind, OutlookItem, Profile


def open_skerry(days: Days, *, by: str) -> tuple[Profile, Organisation]:
    """Open the working file a few hours before its first edition."""
    organisation = skerry(days)
    return open_file(organisation, by=by, now=_at(days, 8), is_invented=True), organisation


def tell_first(
    profile: Profile, organisation: Organisation, days: Days, room: Room, *, by: str, today: datetime
) -> None:
    """Bring in the newspaper, its copies and the release; accept them; publish the first edition."""
    now = _at(days, 9)
    documents = state_from_papers(profile, organisation, FIRST_FILES, room, by=by, now=now)
    fill_page(profile, organisation, by=by, now=now, today=today)
    impact = profile.facet_values.get(facet="operational-criticality")
    quote = "The hospital used a satellite telephone"
    cite_for_facet(
        facet_value=impact, cited=Cited(documents[REPORT], None, Directness.SECONDARY, quote), by=by, now=now
    )
    tie_up(profile, organisation, by=by, now=now)
    publish(profile_id=profile.pk, by=by, now=_at(days, 10))


def tell_second(profile: Profile, days: Days, room: Room, *, by: str, colleague: str, now: datetime) -> None:
    """The order arrives and says fourteen: correct the figure, set the newspaper's aside, publish again."""
    documents, signals = bring_papers(LATER_FILES, profile.slug, room, by=by, now=now)
    members = profile.claims.get(key="members-cut")
    quote = "Fourteen members of Skerry Exchange were without service for more than six hours"
    counted = Cite(ORDER, "primary", quote=quote, own_act=True)
    ordered = Cited(
        documents[ORDER],
        written(days.deadline),
        Directness.PRIMARY,
        "shall bring a second route to the mainland into service by " + written(days.deadline),
        own_act=True,
    )
    second_route = NewClaim(
        key="second-route",
        statement=f"Skerry Exchange has been ordered to open a second route by {written(days.deadline)}.",
        predicate="day by which a second route is ordered",
        value=written(days.deadline),
        kind=ClaimKind.EVENT,
        is_key=True,
        happened_on=days.order_day,
        happened_precision=DatePrecision.DAY,
    )
    uses = [Use(members, as_cited(counted, "fourteen", documents)), Use(second_route, ordered)]
    accept(signal=signals[ORDER], uses=uses, by=by, now=now)
    _publish_value(members, "fourteen", "Fourteen members of Skerry Exchange were without service.", by=by, now=now)
    set_aside(
        citation=members.citations.get(document__address=paper_address(REPORT, room.port)),
        reason="It counted those who answered the telephone on the first morning; the order counts from the log.",
        by=by,
        now=now,
    )
    touch(profile=profile, by=by, now=now)
    OutlookItem.objects.create(
        profile=profile,
        horizon="year",
        text="Whether a second route is in service, with no part of it in the old duct.",
        trigger="The authority confirms it, or extends the time",
        due_on=days.deadline,
    )
    regulator = TieTo("regulates", "Northholm Communications Authority", "second-route", points_here=True)
    add_tie(profile, regulator, position=1)
    # The order lifts statements into the highest band: that takes two.
    seen = Profile.objects.get(pk=profile.pk).revision
    approve(profile_id=profile.pk, revision=seen, by=colleague, now=now + timedelta(minutes=50))
    publish(
        profile_id=profile.pk,
        by=by,
        now=now + timedelta(hours=1),
        note="The authority's order counts fourteen members where the newspaper had counted nine, and demands a "
        "second route.",
        kind=EditionKind.CORRECTION,
    )


def _publish_value(claim: Claim, value: str, statement: str, *, by: str, now: datetime) -> None:
    """Choose another value to publish, as the statement's form does."""
    touch(profile=claim.profile, by=by, now=now)
    claim.values.filter(is_published=True).update(is_published=False)
    claim.values.filter(text=value).update(is_published=True)
    claim.statement = statement
    claim.save(update_fields=["statement"])


def _at(days: Days, hour: int) -> datetime:
    return datetime.combine(days.first_edition, time(hour), tzinfo=UTC)
