"""One look at published profiles: what became of their sources, and how far their scores have to fall."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from profiles.editions.assessing import Standing
from profiles.editions.checking import check
from profiles.editions.contradicting import contradictions, direct_since
from profiles.editions.disputes import Dispute, disputes_in, with_disputes
from profiles.editions.indexing import index
from profiles.editions.losses import Loss
from profiles.editions.lowering import Lowered, lower, next_day
from profiles.editions.parameter_sets import chosen
from profiles.editions.schemas import read_words
from profiles.editions.standing import found_in, losses, standings_of
from profiles.editions.words import Words
from profiles.models import Assessment, PublishedProfile, Status
from records.audit import record
from records.outbox import announce
from sources.found import Found

BY = "watch"
APART = timedelta(days=7)  # age alone lowers a profile at most weekly
FADING = timedelta(days=90)  # verdicts fade: who rests on some is looked at this often, whatever else happens


def look_again(*, listings: Sequence[PublishedProfile], now: datetime) -> list[Assessment]:
    """Bring the status of published profiles up to date, and their scores down where they have to fall.

    Return the falls. The caller holds the locks of the listings and of their profiles, and has read edition and
    assessment with them. The number of queries grows with the falls, not with the profiles.
    """
    today = now.astimezone(UTC).date()
    looks = _known_of(listings, today)
    figures = chosen(now)
    falls = []
    for look in looks:
        lost = losses(look.told, look.found, today, _losses_in(look.before))
        fall = lower(look.words, look.before.result, look.standings, today, lost, look.new, figures)
        if fall is None:
            day = next_day(look.words, look.before.result, look.standings, today, lost, figures)
            if any(standing.kinds for standing in look.standings.values()):
                day = min(day or date.max, today + FADING)
            look.listing.look_again_at = _morning(day, after=today)
        elif fall.by_age_alone and (wait := _too_soon(look.before, now)):
            look.listing.look_again_at = wait
        else:
            falls.append((look, fall))
    fallen = {look.listing.pk for look, _ in falls}
    PublishedProfile.objects.bulk_update(
        [listing for listing in listings if listing.pk not in fallen], ["look_again_at"]
    )
    return [_fall(look, fall, now) for look, fall in falls]


@dataclass(frozen=True)
class _Look:
    """What one look at a published profile knows."""

    listing: PublishedProfile
    words: Words  # the edition's own
    told: Words  # with everything that contradicts it
    new: tuple[Dispute, ...]  # what contradicts it since its last assessment
    found: Mapping[str, Found]
    standings: Mapping[str, Standing]

    @property
    def before(self) -> Assessment:
        return self.listing.assessment


def _known_of(listings: Sequence[PublishedProfile], today: date) -> list[_Look]:
    """Read what the looks at these need, in as many queries for one as for many, and bring their status up to date."""
    direct = direct_since(listing.profile_id for listing in listings)
    statuses = Status.objects.in_bulk([listing.profile_id for listing in listings])
    read = []
    for listing in listings:
        words = read_words(listing.edition.manifest, listing.edition.body)
        known = with_disputes(words, disputes_in(listing.assessment.result))
        new = contradictions(profile=listing.profile, words=known, direct=direct.get(listing.profile_id, frozenset()))
        read.append((listing, words, known, new, with_disputes(known, new)))
    found = found_in(*(told for *_, told in read))
    everybody = standings_of((publisher.id for *_, told in read for publisher in told.publishers), today)
    looks = []
    for listing, words, known, new, told in read:
        check(status=statuses.get(listing.profile_id) or Status(profile=listing.profile), words=known, found=found)
        standings = {one.id: everybody[one.id] for one in told.publishers if one.id in everybody}
        looks.append(_Look(listing, words, told, new, found, standings))
    return looks


def _losses_in(before: Assessment) -> dict[str, Loss]:
    return {key: Loss(**loss) for key, loss in before.result.get("lost", {}).items()}


def _fall(look: _Look, fall: Lowered, now: datetime) -> Assessment:
    profile, edition = look.listing.profile, look.listing.edition
    fallen = Assessment.objects.create(
        edition=edition,
        number=look.before.number + 1,
        assessed_at=now,
        method=fall.result["method"],
        cause=fall.cause,
        score=fall.score,
        result=fall.result,
    )
    index(profile=profile, edition=edition, assessment=fallen, words=look.words)
    number = f"{edition.number}.{fallen.number}"
    record(by=BY, verb="assessment.lowered", subject=profile.subject, now=now, number=number, cause=fall.cause)
    announce(topic="assessment.lowered", key=profile.public_id, now=now, payload={"number": number})
    return fallen


def _too_soon(before: Assessment, now: datetime) -> datetime | None:
    """Until when age alone may not lower the score again; None where it may. Publishing itself does not count."""
    until = before.assessed_at + APART
    return until if before.number > 1 and now < until else None


def _morning(day: date | None, *, after: date) -> datetime | None:
    """The first moment of `day`, and never one that has passed: that would be due for ever."""
    return datetime.combine(max(day, after + timedelta(days=1)), time(), tzinfo=UTC) if day else None
