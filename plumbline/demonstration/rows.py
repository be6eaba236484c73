"""From the data of an organisation to its working file, by the use cases that an editor's forms call.

What has no use case of its own (facets, sections, key points, outlook, ties) is saved as the forms save it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from plumbline.demonstration.drawings import draw
from plumbline.demonstration.press import paper_address, paper_text
from plumbline.demonstration.shapes import DESK, Cite, House, Organisation, Paper, Statement, TieTo
from plumbline.pressroom.room import Room
from profiles.desk.intake import bring_in
from profiles.desk.pictures import store_picture
from profiles.desk.triage import Use, accept
from profiles.evidence.curating import Cited, cite, open_profile, set_aside, state_claim, touch, weigh_sides
from profiles.models import (
    Alias,
    AlsoRead,
    Claim,
    ClaimKind,
    ClaimValue,
    DatePrecision,
    Dependency,
    Directness,
    FacetTerm,
    FacetValue,
    Image,
    KeyPoint,
    OutlookItem,
    Profile,
    Section,
    Signal,
)
from profiles.naming import fold
from sources.ingesting import Upload
from sources.models import Document, Publisher, PublisherDomain
from sources.reading.address import address_key


def publish_houses(houses: tuple[House, ...]) -> None:
    """Enter the publishers, owners after those that they own are known."""
    made = {}
    for house in houses:
        publisher = Publisher.objects.create(
            name=house.name, kind=house.kind, grade=house.grade, grade_reason=house.why
        )
        made[house.name] = publisher
        for domain in house.domains:
            PublisherDomain.objects.create(publisher=publisher, domain=domain)
    for house in houses:
        if house.owner:
            Publisher.objects.filter(pk=made[house.name].pk).update(owner=made[house.owner])


def enter_papers(papers: Mapping[str, Paper], *, now: datetime) -> dict[str, Document]:
    """Enter documents that we know of and do not hold."""
    houses = {publisher.name: publisher for publisher in Publisher.objects.all()}
    return {
        key: Document.objects.create(
            kind=paper.kind,
            title=paper.title,
            address=paper.address,
            address_key=address_key(paper.address) or None,
            publisher=houses[paper.publisher] if paper.publisher else None,
            published_on=paper.published_on,
            made_at=now,
        )
        for key, paper in papers.items()
    }


def bring_papers(
    names: tuple[str, ...], slug: str, room: Room, *, by: str, now: datetime
) -> tuple[dict[str, Document], dict[str, Signal]]:
    """Bring papers of the press room in for a profile, as an editor would by hand; their documents and signals."""
    files = [
        Upload(
            name=name,
            data=paper_text(name, room.opened).encode(),
            media_type="text/plain; charset=utf-8",
            address=paper_address(name, room.port),
        )
        for name in names
    ]
    intake = bring_in(files=files, profile=slug, by=by, now=now)
    documents = {found.file: Document.objects.get(public_id=found.document) for found in intake.ingested.documents}
    signals = {signal.document_id: signal for signal in Signal.objects.filter(profile__slug=slug)}
    return documents, {name: signals[document.pk] for name, document in documents.items()}


def state_from_papers(
    profile: Profile, organisation: Organisation, names: tuple[str, ...], room: Room, *, by: str, now: datetime
) -> dict[str, Document]:
    """Bring papers in, make every statement, and accept each paper's signal for those that cite it."""
    documents, signals = bring_papers(names, organisation.slug, room, by=by, now=now)
    claims = {one.key: state(profile, one, by=by, now=now) for one in organisation.statements}
    for name in names:
        uses = [
            Use(claims[one.key], as_cited(given, one.value, documents))
            for one in organisation.statements
            for given in one.cites
            if given.paper == name
        ]
        accept(signal=signals[name], uses=uses, by=by, now=now)
    return documents


def open_file(organisation: Organisation, *, by: str, now: datetime, is_invented: bool = False) -> Profile:
    """Open the profile with its names and the texts of its head."""
    profile = open_profile(slug=organisation.slug, name=organisation.name, by=by, now=now, is_invented=is_invented)
    for text, kind in organisation.aliases:
        Alias.objects.create(
            profile=profile,
            text=text,
            folded=fold(text),
            kind=kind,
            needs_context=text in organisation.common_words,
        )
    locked = touch(profile=profile, by=by, now=now)
    locked.summary = organisation.summary
    locked.base = organisation.base
    locked.inclusion_reason = organisation.inclusion
    locked.byline = DESK
    locked.reviewer = organisation.reviewer
    locked.save()
    return locked


def state(profile: Profile, statement: Statement, *, by: str, now: datetime) -> Claim:
    """State a claim, without citations yet."""
    return state_claim(
        profile=profile,
        key=statement.key,
        statement=statement.text,
        predicate=statement.predicate,
        value=statement.value,
        kind=ClaimKind(statement.kind),
        is_key=statement.is_key,
        happened_on=statement.on,
        happened_precision=DatePrecision(statement.precision) if statement.precision else None,
        by=by,
        now=now,
    )


def as_cited(given: Cite, published: str, documents: Mapping[str, Document]) -> Cited:
    """The citation as `curating.cite` takes it."""
    value = published if given.value is None else given.value or None
    return Cited(
        document=documents[given.paper],
        value=value,
        directness=Directness(given.directness),
        quote=given.quote,
        own_reporting=given.own_reporting,
        own_interest=given.own_interest,
        own_act=given.own_act,
        original=documents[given.original] if given.original else None,
    )


def state_and_cite(
    profile: Profile, statements: tuple[Statement, ...], documents: Mapping[str, Document], *, by: str, now: datetime
) -> None:
    """State every claim with its citations, set aside what is set aside, and tie compatible values."""
    for statement in statements:
        claim = state(profile, statement, by=by, now=now)
        for given in statement.cites:
            citation = cite(claim=claim, cited=as_cited(given, statement.value, documents), by=by, now=now)
            if given.set_aside:
                set_aside(citation=citation, reason=given.set_aside, by=by, now=now)
        if statement.covers:
            published = ClaimValue.objects.get(claim=claim, is_published=True)
            published.covers.set(ClaimValue.objects.filter(claim=claim, text__in=statement.covers))
            weigh_sides(claim)


def fill_page(profile: Profile, organisation: Organisation, *, by: str, now: datetime, today: datetime) -> None:
    """Facets, key points, sections, outlook (counted from `today`) and pictures."""
    touch(profile=profile, by=by, now=now)
    for facet, filed in organisation.filed.items():
        for term, reason in (filed,) if isinstance(filed[0], str) else filed:
            found = FacetTerm.objects.get(facet=facet, slug=term)
            FacetValue.objects.create(profile=profile, term=found, facet=facet, reason=reason)
    claims = {claim.key: claim for claim in profile.claims.all()}
    for position, (text, key) in enumerate(organisation.points):
        KeyPoint.objects.create(profile=profile, position=position, text=text, claim=claims[key])
    _write_sections(profile, organisation)
    for position, item in enumerate(organisation.watch):
        OutlookItem.objects.create(
            profile=profile,
            horizon=item.horizon,
            position=position,
            text=item.text,
            trigger=item.trigger,
            due_on=(today + timedelta(days=item.days)).date(),
        )
    for position, picture in enumerate(organisation.pictures):
        stored = store_picture(draw(picture.drawing), Path(settings.MEDIA_ROOT))
        Image.objects.create(
            profile=profile,
            position=position,
            file=stored.file,
            width=stored.width,
            height=stored.height,
            caption=picture.caption,
            alt=picture.alt,
            source_context=picture.source_context,
            relevance=picture.relevance,
            provenance="Drawn by Plumbline's demonstration",
            licence="as Plumbline itself",
            is_generated=True,
        )


def _write_sections(profile: Profile, organisation: Organisation) -> None:
    accounts = [("does", "", organisation.does), ("happened", "", organisation.happened)]
    accounts += [("other", heading, body) for heading, body in organisation.others]
    for position, (place, heading, body) in enumerate(accounts):
        if body:
            Section.objects.create(
                profile=profile, place=place, kind="account", heading=heading, position=position, body=body
            )
    Section.objects.create(profile=profile, place="matters", kind="analysis", body=organisation.matters, author=DESK)


def tie_up(profile: Profile, organisation: Organisation, *, by: str, now: datetime) -> None:
    """Ties and where to read on, once every profile is open."""
    touch(profile=profile, by=by, now=now)
    for position, tie in enumerate(organisation.ties):
        add_tie(profile, tie, position=position)
    for position, slug in enumerate(organisation.read_on):
        AlsoRead.objects.create(profile=profile, position=position, other=Profile.objects.get(slug=slug))


def add_tie(profile: Profile, tie: TieTo, *, position: int) -> None:
    other = Profile.objects.filter(slug=tie.other).first()
    Dependency.objects.create(
        profile=profile,
        position=position,
        kind=tie.kind,
        points_here=tie.points_here,
        other=other,
        other_name="" if other else tie.other,
        claim=profile.claims.get(key=tie.key),
    )
