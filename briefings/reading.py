"""The one door of gated text: what a page may show of a briefing, a source note or a membership, and to whom.

Everything here is read from the database at each request; nothing is kept, so an ended membership is over at the
next request. Views get plain data and never see a model.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from briefings.access import ALLIANCE, Person, Reads, Thing, Verdict, may_join, may_read
from briefings.members import Visitor, person_of
from briefings.models import Application, ApplicationState, Briefing, BriefingProfile, Membership, SourceNote
from briefings.teasers import public_at
from briefings.tiers import facts_of, tier, tiers
from profiles.editions import published
from profiles.editions.markup import Html, blocks, marked
from profiles.editions.page import Link, ProfilePage, Source
from profiles.models import PublishedProfile
from records.models import User


@dataclass(frozen=True)
class Listed:
    """A briefing in the list: public words."""

    title: str
    teaser: str
    tier: str
    byline: str
    address: str
    published_at: datetime
    about: tuple[Link, ...]


@dataclass(frozen=True)
class BriefingPage:
    """What one person sees of one briefing. `body` is there for those who may read it."""

    title: str
    teaser: str
    tier: str
    byline: str
    slug: str
    published_at: datetime | None
    changed_at: datetime | None  # where it was changed after publishing; for those who may read it
    about: tuple[Link, ...]
    verdict: Verdict
    withdrawn_reason: str = ""
    body: tuple[Html, ...] = ()

    @property
    def is_withdrawn(self) -> bool:
        return self.verdict.reads is Reads.WITHDRAWN

    @property
    def is_whole(self) -> bool:
        return self.verdict.reads is Reads.WHOLE


@dataclass(frozen=True)
class NoteView:
    """A source note beneath what it is about: the public words of the citation."""

    statement: str
    source: Source
    tier: str
    body: tuple[Html, ...]


@dataclass(frozen=True)
class NotesPage:
    name: str
    slug: str
    mark: str
    notes: tuple[NoteView, ...]
    verdict: Verdict  # the best that this person gets; words for whoever gets nothing
    further: Verdict | None  # where some of the notes are for a higher tier


@dataclass(frozen=True)
class TierView:
    slug: str
    name: str
    description: str


@dataclass(frozen=True)
class TermView:
    tier: str
    starts_at: datetime
    over_at: datetime | None
    reason: str
    ended_reason: str
    is_running: bool
    is_to_come: bool
    may_leave: bool


@dataclass(frozen=True)
class ApplicationView:
    organisation: str
    made_at: datetime
    state: str
    decided_at: datetime | None
    reason: str


@dataclass(frozen=True)
class MembershipPage:
    email: str
    is_verified: bool
    terms: tuple[TermView, ...]
    applications: tuple[ApplicationView, ...]
    joinable: tuple[tuple[TierView, Verdict], ...]  # what this person does not belong to yet


def listed(now: datetime) -> tuple[Listed, ...]:
    """Every briefing that is public at `now`, newest first, in public words alone."""
    rows = list(public_at(now).select_related("tier").defer("body").order_by("-published_at", "id"))
    about = _about([row.pk for row in rows])
    return tuple(
        Listed(
            row.title,
            row.teaser,
            row.tier.name,
            row.byline,
            f"/briefings/{row.slug}/",
            row.published_at,
            about.get(row.pk, ()),
        )
        for row in rows
        if row.published_at is not None
    )


def briefing_page(slug: str, visitor: Visitor, now: datetime) -> BriefingPage | None:
    """What `visitor` may see of a briefing; None where there is nothing for them, whether it exists or not."""
    person = person_of(visitor)  # first: an absent address costs and answers the same as a draft's
    briefing = Briefing.objects.select_related("tier").filter(slug=slug).first()
    if briefing is None:
        return None
    verdict = may_read(person, Thing(facts_of(briefing.tier), briefing.published_at, briefing.withdrawn_at), now)
    return None if verdict.reads is Reads.NOTHING else _page(briefing, verdict)


def preview(briefing: Briefing) -> BriefingPage:
    """A briefing as a member reads it, for the desk. Raises TooLong like the page would."""
    return _page(briefing, Verdict(Reads.WHOLE, f"For members of the {briefing.tier.name}."))


def notes_page(slug: str, visitor: Visitor, now: datetime) -> NotesPage | None:
    """The source notes on what a profile's newest edition cites; None where there is none, or no such profile."""
    person = person_of(visitor)
    page = published.profile_page(slug)
    if page is None:
        return None
    found = _cited(page)
    rows = {
        row.citation: row
        for row in SourceNote.objects.filter(profile__public_id=page.public_id, citation__in=found).select_related(
            "tier"
        )
    }
    judged = [
        (found[citation], rows[citation], may_read(person, Thing(facts_of(row.tier), row.written_at), now))
        for citation, row in sorted(rows.items(), key=lambda pair: list(found).index(pair[0]))
    ]
    judged = [one for one in judged if one[2].reads is not Reads.NOTHING]
    if not judged:
        return None
    whole = [one for one in judged if one[2].reads is Reads.WHOLE]
    held_back = sorted((one for one in judged if one[2].reads is Reads.TEASER), key=lambda one: one[1].tier.rank)
    return NotesPage(
        page.name,
        page.slug,
        page.mark,
        tuple(NoteView(statement, source, row.tier.name, _html(row.body)) for (statement, source), row, _ in whole),
        whole[0][2] if whole else held_back[0][2],
        held_back[0][2] if whole and held_back else None,
    )


def join_views() -> tuple[TierView, ...]:
    """The tiers that one can join, lowest first."""
    return tuple(TierView(row.slug, row.name, row.description) for row in tiers() if row.rank)


def join_page(slug: str, visitor: Visitor, now: datetime) -> tuple[TierView, Verdict, ApplicationView | None]:
    """The tier, whether `visitor` can join or apply now, and their application that waits, if any."""
    row = tier(slug)
    waiting = None
    if isinstance(visitor, User):
        waiting = Application.objects.filter(user=visitor, state="waiting").first()
    view = TierView(row.slug, row.name, row.description)
    return view, may_join(person_of(visitor), facts_of(row), now), _application(waiting) if waiting else None


def membership_page(user: User, now: datetime) -> MembershipPage:
    """A person's own memberships and applications, newest first, and what they could still join."""
    person = person_of(user)
    rows = Membership.objects.filter(user=user).select_related("tier").order_by("-starts_at", "-id")
    applications = list(Application.objects.filter(user=user).order_by("-made_at", "-id"))
    waits = any(one.state == ApplicationState.WAITING for one in applications)
    return MembershipPage(
        user.email,
        person.is_verified,
        tuple(_term(row, now) for row in rows),
        tuple(_application(one) for one in applications),
        tuple(one for one in _not_yet(person, now) if not (waits and one[0].slug == ALLIANCE)),
    )


def _not_yet(person: Person, now: datetime) -> list[tuple[TierView, Verdict]]:
    return [
        (TierView(row.slug, row.name, row.description), may_join(person, facts_of(row), now))
        for row in tiers()
        if row.rank and not any(term.tier.rank == row.rank and term.holds(now) for term in person.terms)
    ]


def _page(briefing: Briefing, verdict: Verdict) -> BriefingPage:
    """The page as the verdict has it: the body is not so much as rendered for whoever may not read it."""
    whole = verdict.reads is Reads.WHOLE
    withdrawn = verdict.reads is Reads.WITHDRAWN
    changed = briefing.published_at is not None and briefing.changed_at > briefing.published_at
    return BriefingPage(
        title=briefing.title,
        teaser="" if withdrawn else briefing.teaser,
        tier=briefing.tier.name,
        byline=briefing.byline,
        slug=briefing.slug,
        published_at=briefing.published_at,
        changed_at=briefing.changed_at if whole and changed else None,
        about=_about([briefing.pk]).get(briefing.pk, ()),
        verdict=verdict,
        withdrawn_reason=briefing.withdrawn_reason if withdrawn else "",
        body=_html(briefing.body) if whole else (),
    )


def _about(briefings: list[int]) -> dict[int, tuple[Link, ...]]:
    """The profiles that briefings are about, as far as they are public: a working file is not named."""
    rows = list(BriefingProfile.objects.filter(briefing__in=briefings).values_list("briefing_id", "profile_id"))
    public = {
        listing.profile_id: Link(listing.name, f"/profiles/{listing.slug}/")
        for listing in PublishedProfile.objects.filter(profile__in={profile for _, profile in rows}).only(
            "profile_id", "name", "slug"
        )
    }
    found: dict[int, tuple[Link, ...]] = {}
    for briefing, profile in sorted(rows):
        if profile in public:
            found[briefing] = (*found.get(briefing, ()), public[profile])
    return found


def _cited(page: ProfilePage) -> dict[str, tuple[str, Source]]:
    """Every citation of a page by its public id, with the statement or the filing that it stands for."""
    found: dict[str, tuple[str, Source]] = {}
    for note in page.notes:
        found.update({source.id: (note.statement, source) for source in note.sources})
    for facet in page.facets:
        found.update({source.id: (f"{facet.name}: {facet.label}", source) for source in facet.sources})
    return found


def _html(source: str) -> tuple[Html, ...]:
    """Members' texts cite no statement by mark: one that stands there is left out."""
    return tuple(marked(block.html, _nothing) for block in blocks(source))


def _nothing(key: str) -> str:
    return ""


def _term(row: Membership, now: datetime) -> TermView:
    over = min((at for at in (row.ends_at, row.ended_at) if at is not None), default=None)
    running = row.starts_at <= now and (over is None or now < over)
    return TermView(
        row.tier.name,
        row.starts_at,
        over,
        row.reason,
        row.ended_reason,
        running,
        now < row.starts_at and over != row.starts_at,
        running and row.tier.slug == "circle",
    )


def _application(row: Application) -> ApplicationView:
    return ApplicationView(row.organisation, row.made_at, row.state, row.decided_at, row.decision_reason)
