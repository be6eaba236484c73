"""Members and what they read, in the demonstration: on the invented exchange alone, never on a real organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from allauth.account.models import EmailAddress

from briefings import joining, publishing
from briefings.joining import Grounds
from briefings.models import Briefing, BriefingProfile
from briefings.tiers import show_ways, tier
from plumbline.demonstration.logins import ALLIANCE, CIRCLE, NAME, make_members
from plumbline.demonstration.press import paper_address
from plumbline.demonstration.skerry import ORDER, RELEASE
from plumbline.pressroom.room import Room
from profiles.models import Profile
from records.models import User

APPLICANT = "quay@demo.example"


@dataclass(frozen=True)
class Text:
    slug: str
    tier: str
    title: str
    teaser: str
    body: str


TEXTS = (
    Text(
        "what-a-second-route-costs",
        "circle",
        "What a second route would cost the islands",
        "The authority has ordered a second way to the mainland. Three ways to build one, what each takes, and the "
        "one that would repeat the mistake.",
        """Skerry Exchange has to open a second route. The order says by when, and not how. Three ways are open to it.

### Along the old trench

The quickest: a third cable beside the two in the coast road. It would be in service within a season and meet the
letter of the order only if nobody asks where it lies. It would also fall to the same digger. We would expect the
authority to refuse it, since its order speaks of a route and not of a cable.

### Over the northern ridge

Poles and a buried stretch, most of it on land of the county. The wayleaves are the slow part. Four farms and a
nature reserve lie in the way, and nobody has asked them yet. If the exchange begins this winter, the date in the
order can be met; if it begins after the thaw, it cannot.

### By radio from the harbour

Cheap and quick, and **not** a replacement. A licensed link carries perhaps a twentieth of what the cables carry. It
would have kept the hospital and the ferry office in touch on the day of the cut, which is what the islanders ask for.

### What to look for

- Whether a survey of the ridge is paid for before the end of the quarter.
- Whether the exchange publishes a map of the new route, or only its length.
- Whether the radio link is offered as the second route. That would be the figure of speech once more.""",
    ),
    Text(
        "who-kept-the-duct",
        "circle",
        "Who knew that there was one duct",
        "Two routes were sold, one trench was dug. What the papers of the case show of who could have known.",
        """The plans at the county showed a single duct for anybody who asked. Few did.

The members of the exchange bought two routes at two prices. Their contracts, as far as the order quotes them, name
two cables and no trench. A buyer who reads *two routes* and asks no further is not careless: it is what the words
say. But a map was one request away.

The supplier that keeps the duct in repair went out within the hour and knew where to dig. That is no accusation. A
repair crew is paid to know the ground, and nobody had paid it to read a price list.

So the knowledge was there, in three places that had no reason to talk to each other: a county office, a repair crew
and a sales desk. We think that this is the usual case, and that the cure is dull. Ask for the map, and write into the
contract that it is part of what was bought.""",
    ),
    Text(
        "if-it-were-your-exchange",
        "alliance",
        "If it were your exchange: a week of questions for whoever runs one",
        "Five questions that the owner of an access network can put to its exchange this week, and what a good answer "
        "to each looks like.",
        """Whoever holds address space and depends on one exchange can learn the state of things in five letters.

1. **Where do the cables lie?** A good answer is a map with dates. A length in kilometres is not an answer.
2. **Which parts do two routes share?** Ducts, bridges, power and the building itself count. A good answer names at
   least one shared part, because there always is one.
3. **When did you last fail over on purpose?** A good answer is a date within the last year and what broke.
4. **Who repairs it, and from where?** A crew that comes by the ferry which is booked through the link is not a crew.
5. **What do we get when it fails?** A month's fee is not what a day without the mainland costs.

Put the same questions to yourselves. Of the members of Skerry Exchange, two had a satellite terminal in a cupboard,
and one had tested it. Your own numbering does not help when nothing announces it: agree now, with a network on the
mainland, who announces your prefixes in an emergency, and sign the route origin authorisations for it beforehand.

We would do the third first. It costs a night, and it tells the truth.""",
    ),
)
NOTES = (
    (
        ORDER,
        "members-cut",
        "The order's figure comes from the exchange's own log of sessions, which the authority asked for under its "
        "powers. We have not seen the log. A session that drops for a minute counts there as one that drops for a day, "
        "so *fourteen* is an upper figure for those who suffered.",
    ),
    (
        RELEASE,
        "restored",
        "We asked the exchange what it counts as restored. It means the first cable spliced, not the last member back. "
        "The newspaper means the last member.",
    ),
)


def open_the_gate(profile: Profile, folder: Path, room: Room, *, by: str, now: datetime) -> None:
    """Members of both tiers, briefings and notes on the invented exchange, and an application that waits."""
    show_ways()
    members = make_members(folder)
    for user in members.values():
        confirm(user)
    begun = now - timedelta(days=30)
    joining.join_circle(user=members[CIRCLE], by=members[CIRCLE].actor, now=begun)
    joining.grant(
        user=members[ALLIANCE],
        to=tier("alliance"),
        starts_at=begun,
        ends_at=begun + joining.A_YEAR,
        reason="Manages a provider that holds address space; both invented.",
        by=by,
        now=begun,
    )
    for number, text in enumerate(TEXTS):
        at = now - timedelta(days=2, hours=-number)
        briefing = Briefing.objects.create(
            slug=text.slug,
            tier=tier(text.tier),
            title=text.title,
            teaser=text.teaser,
            body=text.body,
            byline=NAME,
            made_at=at,
            changed_at=at,
            changed_by=by,
        )
        BriefingProfile.objects.create(briefing=briefing, profile=profile)
        publishing.publish(briefing_id=briefing.pk, by=by, now=at)
    for paper, key, body in NOTES:
        citation = profile.claims.get(key=key).citations.get(document__address=paper_address(paper, room.port))
        publishing.annotate(
            profile=profile, citation=citation.public_id, tier=tier("circle"), body=body, by=by, now=now
        )
    applicant = User.objects.create_user(APPLICANT, None, name="An applicant, invented")
    confirm(applicant)
    joining.apply(
        user=applicant,
        grounds=Grounds(
            organisation="Skerry Harbour Networks, invented",
            role="Owner",
            resources="AS64511 and 192.0.2.0/24, both kept for examples",
            evidence="The registry's entry for AS64511 names me as its administrative contact. You can write to the "
            "address there, and I answer from it.",
        ),
        by=applicant.actor,
        now=now - timedelta(hours=20),
    )


def confirm(user: User) -> None:
    """Their addresses lead nowhere, so they count as confirmed."""
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
