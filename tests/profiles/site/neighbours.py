"""Organisations around the cast's harbour exchange, each with a profile of its own."""

from __future__ import annotations

from datetime import datetime

from profiles.evidence.curating import Cited, cite, open_profile, state_claim
from profiles.models import Claim, ClaimKind, Dependency, Directness, Profile
from tests.cast import ALICE, NOW, Cast, file_under, publish


def neighbour(
    found: Cast, slug: str, name: str, *, acted_on_by: tuple[Profile, ...] = (), acts_on: tuple[Profile, ...] = ()
) -> Profile:
    """A public profile that says who supplies its organisation, and whom that supplies. It cites the cast's report."""
    profile, claim = working_file(found, slug, name)
    tie(profile, claim, acted_on_by=acted_on_by, acts_on=acts_on)
    publish(profile_id=profile.pk, by=ALICE, now=NOW)
    return profile


def working_file(
    found: Cast,
    slug: str,
    name: str,
    *,
    key: str = "members",
    region: tuple[str, str] = ("asia-pacific", "Asia-Pacific"),
) -> tuple[Profile, Claim]:
    """A profile that may be published, with its one statement."""
    profile = open_profile(slug=slug, name=name, by=ALICE, now=NOW, is_invented=True)
    Profile.objects.filter(pk=profile.pk).update(
        summary=f"{name} joins networks by the tarn, north of the town.",
        inclusion_reason=f"{name} is where the northern networks meet.[^{key}]",
        byline="Alice Quay",
    )
    claim = state_claim(
        profile=profile,
        key=key,
        statement=f"{name} has four members.",
        predicate="members",
        value="four",
        kind=ClaimKind.EVENT,
        is_key=True,
        by=ALICE,
        now=NOW,
    )
    cite(claim=claim, cited=Cited(found.report, "four", Directness.SECONDARY, own_reporting=True), by=ALICE, now=NOW)
    for facet, term, label in (("category", "exchange", "Exchange"), ("region", *region)):
        file_under(profile, facet, term, label, f"{name} has its {facet} from its own register, and {label} it is.")
    file_under(profile, "signal-focus", "exchange", "Exchange", f"At {name} networks meet, which is what we watch.")
    return profile, claim


def tie(
    profile: Profile, claim: Claim, *, acted_on_by: tuple[Profile, ...] = (), acts_on: tuple[Profile, ...] = ()
) -> None:
    for points_here, others in ((True, acted_on_by), (False, acts_on)):
        for other in others:
            Dependency.objects.create(
                profile=profile, kind="supplies", points_here=points_here, other=other, claim=claim
            )


def again(profile: Profile, at: datetime) -> None:
    """Publish what stands in the working file now."""
    publish(profile_id=profile.pk, by=ALICE, now=at, note="It changed.")
