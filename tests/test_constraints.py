"""Every rule that the database holds, broken once. A rule without a row here fails the last test."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from briefings.models import Application, Briefing, BriefingProfile, Membership, SourceNote, Tier
from briefings.tiers import tier
from profiles.models import (
    Alias,
    AlsoRead,
    Approval,
    Assessment,
    Citation,
    Claim,
    ClaimValue,
    Dependency,
    Edition,
    Ending,
    ErrorReport,
    FacetTerm,
    FacetValue,
    Hold,
    Image,
    JoinWay,
    KeyPoint,
    NameSlip,
    OutlookItem,
    ParameterSet,
    Profile,
    PublishedMatter,
    PublishedName,
    PublishedPicture,
    PublishedProfile,
    PublishedSentence,
    PublishedSource,
    PublishedTie,
    Release,
    Removal,
    Reply,
    Section,
    Signal,
    Teaser,
    Unlearnt,
    Verdict,
    VerdictLesson,
)
from records.audit import record
from records.models import AuditRow, DeadLetter, Erasure, OutboxRow, RefusedReturn, User
from sources.models import (
    Discovery,
    Document,
    DocumentVersion,
    HostDue,
    HostPace,
    HostRobots,
    OriginEdge,
    Publisher,
    PublisherDomain,
    PublisherName,
    Sighting,
    Source,
    Story,
    Watch,
)
from tests.cast import ALICE, BOB, NOW, Cast, cast, document, publish, version

pytestmark = pytest.mark.django_db

Breaks = Callable[[Cast], Any]
FILE = f"{'a' * 64}.png"
PICTURE = {"file": FILE, "width": 1, "height": 1, "caption": "c", "alt": "a"}


def error_report(c: Cast, **given: Any) -> ErrorReport:
    row = {"profile": c.profile, "edition": 1, "text": "t", "sender": "s", "made_at": NOW}
    return ErrorReport.objects.create(**{**row, **given})


def other_claim(c: Cast) -> Claim:
    other = Profile.objects.create(slug="other", name="Other", made_at=NOW, changed_at=NOW, changed_by=ALICE)
    return Claim.objects.create(profile=other, key="k", statement="s", predicate="p", kind="event")


def set_first(model: type[Any], **values: Any) -> Breaks:
    return lambda c: model.objects.filter(pk=model.objects.order_by("pk").first().pk).update(**values)


def published(c: Cast) -> Edition:
    return publish(profile_id=c.profile.pk, by=ALICE, now=NOW)


def citation(c: Cast, **values: Any) -> Citation:
    given = {"claim": c.claim, "document": document("x", None, None), "directness": "tertiary"}
    return Citation.objects.create(**{**given, "made_by": ALICE, "made_at": NOW, **values})


def facet_value(c: Cast) -> FacetValue:
    return FacetValue.objects.filter(profile=c.profile).order_by("pk")[0]


def edge(c: Cast, **values: Any) -> OriginEdge:
    given = {"document": c.copy, "original": c.report, "kind": "named", "state": "joined", "weight": "0.95"}
    return OriginEdge.objects.create(**{**given, "reason": "r", "made_at": NOW, "made_by": ALICE, **values})


def source(**values: Any) -> Source:
    given = {"name": "n", "kind": "feed", "address": "https://example.org/feed"}
    return Source.objects.create(**{**given, "publisher": Publisher.objects.first(), **values})


def discovery(**values: Any) -> Discovery:
    return Discovery.objects.create(**{"address": "https://example.org", "asked_by": ALICE, "asked_at": NOW, **values})


def watch(c: Cast, **values: Any) -> Watch:
    given = {"address": "https://example.org/a", "host": "example.org", "kind": "document", "document": c.report}
    return Watch.objects.create(**{**given, "interval_seconds": 60, "first_seen_at": NOW, **values})


def sighting(c: Cast, **values: Any) -> Sighting:
    given = {"document": c.report, "identity": f"id:{'a' * 64}", "title": "t", "seen_at": NOW}
    return Sighting.objects.create(**{**given, "source": Source.objects.first() or source(), **values})


def signal(c: Cast, **values: Any) -> Signal:
    return Signal.objects.create(
        **{"profile": c.profile, "document": c.copy, "role": "subject", "made_at": NOW, **values}
    )


def outlook(c: Cast, **values: Any) -> OutlookItem:
    given = {"horizon": "now", "text": "t", "trigger": "t", "due_on": date(2026, 12, 1)}
    return OutlookItem.objects.create(**{"profile": c.profile, **given, **values})


def tie(c: Cast, **values: Any) -> Dependency:
    given = {"profile": c.profile, "kind": "owns", "claim": c.claim, "other_name": "Somebody"}
    return Dependency.objects.create(**{**given, **values})


def dead(**values: Any) -> DeadLetter:
    return DeadLetter.objects.create(
        **{"topic": "t", "key": "k", "reason": "r", "attempts": 4, "died_at": NOW, **values}
    )


def assessment(c: Cast, **values: Any) -> Assessment:
    given = {"number": 2, "assessed_at": NOW, "method": "m", "cause": "c", "score": 1, "result": {}}
    return Assessment.objects.create(edition=values.pop("edition", None) or published(c), **{**given, **values})


def teaser(c: Cast, **values: Any) -> Teaser:
    given = {"title": "t", "text": "t", "tier": "t", "address": "/briefings/t/", "position": 0, "updated_at": NOW}
    return Teaser.objects.create(profile=c.profile, **{**given, **values})


def way(**values: Any) -> JoinWay:
    given = {"position": 9, "tier": "t", "text": "t", "label": "l", "address": "/join/t/"}
    return JoinWay.objects.create(**{**given, **values})


def membership(user: User | None = None, **values: Any) -> Membership:
    given = {"tier": tier("circle"), "starts_at": NOW, "reason": "r", "granted_by": ALICE, "granted_at": NOW}
    return Membership.objects.create(user=user or User.objects.create_user("m@x.test"), **{**given, **values})


def two_memberships(user: User) -> list[Membership]:
    """The second begins within the first, although that has an end."""
    return [
        membership(user, ends_at=NOW + timedelta(days=9)),
        membership(user, starts_at=NOW + timedelta(days=8)),
    ]


def application(user: User | None = None, **values: Any) -> Application:
    given = {"organisation": "o", "role": "r", "resources": "r", "evidence": "e", "made_at": NOW}
    return Application.objects.create(user=user or User.objects.create_user("a@x.test"), **{**given, **values})


def briefing(**values: Any) -> Briefing:
    given = {"slug": "s", "title": "t", "tier": tier("circle"), "made_at": NOW, "changed_at": NOW, "changed_by": ALICE}
    return Briefing.objects.create(**{**given, **values})


def source_note(c: Cast, **values: Any) -> SourceNote:
    given = {"citation": "ci-1", "tier": tier("circle"), "body": "b", "written_by": ALICE, "written_at": NOW}
    return SourceNote.objects.create(profile=c.profile, **{**given, **values})


def verdict(c: Cast, **values: Any) -> Verdict:
    given = {"claim": c.claim.public_id, "kind": "event", "score": 9800, "band": "high", "belief": 0.99}
    given |= {"outcome": "upheld", "reason": "r", "by": ALICE, "at": NOW, "profile": c.profile}
    shown = Assessment.objects.first() or published(c).assessments.get()
    return Verdict.objects.create(**{"assessment": shown, **given, **values})


def lesson(c: Cast, **values: Any) -> VerdictLesson:
    given = {"publisher": "pb-1", "role": "origin", "is_right": True}
    return VerdictLesson.objects.create(verdict=verdict(c), **{**given, **values})


def parameter_set(**values: Any) -> ParameterSet:
    given = {"number": 1, "figures": {}, "since": NOW, "reason": "r", "verdicts": 200, "by": ALICE, "at": NOW}
    return ParameterSet.objects.create(**{**given, **values})


def reply(c: Cast, **values: Any) -> Reply:
    given = {"claim": c.claim.public_id, "text": "t", "name": "n", "role": "r", "said_on": NOW.date(), "proof": "p"}
    return Reply.objects.create(**{"profile": c.profile, "by": ALICE, "at": NOW, **given, **values})


def twice(make: Callable[[], Any]) -> Breaks:
    def run(c: Cast) -> None:
        make()
        make()

    return run


def after_publishing(act: Callable[[Edition], Any]) -> Breaks:
    return lambda c: act(published(c))


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def term() -> FacetTerm:
    return FacetTerm.objects.create(facet="topic", slug="dns", label="DNS")


def erasure(**values: Any) -> Erasure:
    given = {"kind": "document", "target": "do-x", "reason": "r", "asked_by": ALICE, "asked_at": NOW}
    return Erasure.objects.create(**{**given, **values})


def release(c: Cast, **values: Any) -> Release:
    given = {"at": NOW + timedelta(days=1), "zone": "UTC", "kind": "update", "revision": 1, "by": ALICE}
    return Release.objects.create(**{"profile": c.profile, **given, "made_at": NOW, **values})


def on_hold(c: Cast, **values: Any) -> Hold:
    return Hold.objects.create(**{"profile": c.profile, "reason": "r", "by": ALICE, "at": NOW, **values})


def ending(c: Cast, **values: Any) -> Ending:
    return Ending.objects.create(
        **{"profile": c.profile, "kind": "withdrawn", "reason": "r", "at": NOW, "by": ALICE, **values}
    )


def removal(c: Cast, **values: Any) -> Removal:
    edition = Edition.objects.first() or published(c)
    return Removal.objects.create(
        **{"edition": edition, "erasure": "ea-x", "on": NOW, "reason": "r", "blocks": 1, **values}
    )


RULES: dict[str, Breaks] = {
    # records
    # Past save(), which writes small letters.
    "user_email_unique": lambda c: User.objects.bulk_create([User(email="a@x.test"), User(email="A@x.test")]),
    "user_email_given": lambda c: User.objects.create(email=""),
    "audit_actor_given": lambda c: record(by="", verb="v", subject="s", now=NOW),
    "audit_verb_given": lambda c: record(by=ALICE, verb="", subject="s", now=NOW),
    "records_auditrow_insert_only": lambda c: AuditRow.objects.all().delete(),
    "outbox_topic_given": lambda c: OutboxRow.objects.create(topic="", key="k", made_at=NOW, due_at=NOW),
    "outbox_attempts_at_most_4": lambda c: OutboxRow.objects.create(
        topic="t", key="k", made_at=NOW, due_at=NOW, attempts=5
    ),
    "dead_letter_reason_given": lambda c: dead(reason=""),
    "dead_letter_settled_pair": lambda c: dead(settled_at=NOW),
    # sources
    "publisher_name_given": set_first(Publisher, name=""),
    "publisher_grade_known": set_first(Publisher, grade="G"),
    "publisher_kind_known": set_first(Publisher, kind="blog"),
    "publisher_not_its_own_owner": set_first(Publisher, owner=F("id")),
    "publisher_owners_form_no_circle": lambda c: [
        Publisher.objects.filter(pk=one.pk).update(owner=other)
        for one, other in (
            (c.order.publisher, c.report.publisher),
            (c.report.publisher, c.copy.publisher),
            (c.copy.publisher, c.order.publisher),
        )
    ],
    "publisher_name_folded_given": lambda c: PublisherName.objects.create(
        publisher=Publisher.objects.first(), folded=""
    ),
    "publisher_domain_plain": lambda c: PublisherDomain.objects.create(
        publisher=Publisher.objects.first(), domain="Quay.example/"
    ),
    "source_address_web": lambda c: source(address="ftp://example.org"),
    "source_kind_known": lambda c: source(kind="fax"),
    "source_intervals_from_10_s": lambda c: source(recheck_seconds=9),
    "source_selector_of_a_page": lambda c: source(selector="main"),
    "source_paths_of_json": lambda c: source(json_text="$.a"),
    "source_paths_of_items_whole": lambda c: source(kind="json", json_items="$.a[*]", json_id="$.i"),
    "discovery_address_web": lambda c: discovery(address="file:///etc/passwd"),
    "discovery_attempts_at_most_4": lambda c: discovery(attempts=5),
    "source_bounds_in_order": lambda c: source(shortest_seconds=60, longest_seconds=59),
    "source_freshness_50_to_99": lambda c: source(freshness_percent=100),
    "source_raw_days_from_1": lambda c: source(raw_days=0),
    "watch_held_whole": lambda c: watch(c, held_at=NOW),
    "watch_figures_from_0": lambda c: watch(c, items=1, repeats=2),
    "watch_address_web": lambda c: watch(c, address="file:///etc/passwd"),
    "watch_host_given": lambda c: watch(c, host=""),
    "watch_kind_known": lambda c: watch(c, kind="sitemap"),
    "watch_outcome_known": lambda c: watch(c, last_outcome="bored"),
    "watch_of_its_kind": lambda c: watch(c, kind="feed"),
    "watch_one_per_source": lambda c: [
        watch(c, kind="page", source=Source.objects.first() or source(), address=f"https://example.org/{number}")
        for number in range(2)
    ],
    "watch_interval_from_10_s": lambda c: watch(c, interval_seconds=9),
    "watch_lease_whole": lambda c: watch(c, leased_until=NOW),
    "watch_attempts_at_most_4": lambda c: watch(c, attempts=5),
    "watch_ended_whole": lambda c: watch(c, ended_at=NOW, ended_reason="Gone.", next_fetch_at=NOW),
    "host_due_host_given": lambda c: HostDue.objects.create(host="", due_at=NOW),
    "host_robots_origin_given": lambda c: HostRobots.objects.create(origin="", read_at=NOW),
    "host_pace_host_given": lambda c: HostPace.objects.create(host="", free_at=NOW),
    "sighting_once_per_source": lambda c: [sighting(c), sighting(c)],
    "sighting_title_given": lambda c: sighting(c, title=""),
    "sighting_identity_form": lambda c: sighting(c, identity="entry 1"),
    "story_days_in_order": lambda c: Story.objects.create(
        title="s", first_on=date(2026, 2, 2), last_on=date(2026, 2, 1), opened_at=NOW
    ),
    "document_title_given": set_first(Document, title=""),
    "document_kind_known": set_first(Document, kind="poem"),
    "document_no_evidence_has_reason": set_first(Document, is_evidence=False),
    "version_number_once": lambda c: version(c.order, "another text", number=1),
    "version_content_once": lambda c: version(c.order, c.order.versions.get().text, number=2),
    "version_number_from_1": lambda c: version(c.order, "another text", number=0),
    "version_text_given": lambda c: version(c.order, "", number=2),
    "version_hash_form": lambda c: DocumentVersion.objects.create(
        document=c.order, number=2, content_hash="x", text="t", raw=b"", raw_length=0, taken_at=NOW, how="upload"
    ),
    "sources_documentversion_insert_only": set_first(DocumentVersion, text="changed"),
    "edge_once_per_kind": lambda c: [edge(c), edge(c)],
    "edge_not_to_itself": lambda c: edge(c, original=c.copy),
    "edge_weight_0_to_1": lambda c: edge(c, weight="1.01"),
    "edge_kind_known": lambda c: edge(c, kind="hunch"),
    "edge_state_known": lambda c: edge(c, state="maybe"),
    "edge_reason_given": lambda c: edge(c, reason=""),
    "edge_quote_with_place": lambda c: edge(c, quote="the Quay Courier reported"),
    # profiles
    "profile_name_given": set_first(Profile, name=""),
    "profile_slug_form": set_first(Profile, slug="Harbour--Exchange"),
    "profile_published_has_edition": set_first(Profile, state="published"),
    "alias_once": lambda c: Alias.objects.create(
        profile=c.profile, text="Harbour Exchange", folded="harbour exchange", kind="brand"
    ),
    "alias_text_given": set_first(Alias, text=""),
    "alias_kind_known": set_first(Alias, kind="nick"),
    "alias_days_in_order": set_first(Alias, valid_from=date(2026, 2, 2), valid_to=date(2026, 2, 1)),
    "term_slug_once_per_facet": twice(term),
    "term_label_given": set_first(FacetTerm, label=""),
    "term_facet_known": lambda c: FacetTerm.objects.create(facet="mood", slug="x", label="x"),
    "facet_term_once_per_profile": lambda c: FacetValue.objects.create(
        profile=c.profile, term=facet_value(c).term, facet=facet_value(c).facet
    ),
    "facet_single_valued_once": lambda c: FacetValue.objects.create(
        profile=c.profile,
        facet="category",
        term=FacetTerm.objects.create(facet="category", slug="registry", label="Registry"),
    ),
    "facet_value_of_its_facet": lambda c: FacetValue.objects.create(
        profile=c.profile, term=term(), facet="time-horizon"
    ),
    "claim_key_once_per_profile": lambda c: Claim.objects.create(
        profile=c.profile, key="outage", statement="s", predicate="p", kind="event"
    ),
    "claim_key_form": set_first(Claim, key="Out_age"),
    "claim_words_given": set_first(Claim, statement=""),
    "claim_kind_known": set_first(Claim, kind="rumour"),
    "claim_date_with_precision": set_first(Claim, happened_on=date(2026, 3, 3)),
    "value_text_once_per_claim": lambda c: ClaimValue.objects.create(claim=c.claim, text="twelve"),
    "value_one_published_per_claim": lambda c: ClaimValue.objects.create(claim=c.claim, text="ten", is_published=True),
    "value_text_given": set_first(ClaimValue, text=""),
    "citation_of_one_thing": lambda c: citation(c, facet_value=facet_value(c)),
    "citation_document_once_per_claim": lambda c: citation(c, document=c.order),
    "citation_document_once_per_facet": lambda c: [
        citation(c, claim=None, facet_value=facet_value(c), document=c.order) for _ in range(2)
    ],
    "citation_of_facet_has_no_value": lambda c: citation(
        c, claim=None, facet_value=facet_value(c), value=c.claim.values.get()
    ),
    "citation_attached_has_version": lambda c: citation(c, attached=True),
    "citation_quote_with_place": lambda c: citation(c, quote="words"),
    "citation_set_aside_whole": set_first(Citation, set_aside_reason="wrong"),
    "citation_original_is_another": lambda c: Citation.objects.filter(document=c.order).update(original=c.order),
    "citation_directness_known": set_first(Citation, directness="hearsay"),
    "citation_maker_given": set_first(Citation, made_by=""),
    "citation_value_of_its_claim": lambda c: citation(
        c, value=ClaimValue.objects.create(claim=other_claim(c), text="elsewhere")
    ),
    "citation_version_of_its_document": lambda c: citation(c, version=c.order.versions.get()),
    "citation_quote_stands_there": set_first(Citation, quote="Words that nobody wrote"),
    "key_point_text_given": set_first(KeyPoint, text=""),
    "key_point_claim_of_its_profile": lambda c: KeyPoint.objects.create(
        profile=c.profile, text="t", claim=other_claim(c)
    ),
    "section_place_once": lambda c: Section.objects.create(
        profile=c.profile, place="happened", kind="account", body="b"
    ),
    "section_kind_fits_place": lambda c: Section.objects.create(
        profile=c.profile, place="matters", kind="account", body="b"
    ),
    "section_heading_only_elsewhere": lambda c: Section.objects.create(
        profile=c.profile, place="other", kind="account", body="b"
    ),
    "section_kind_known": lambda c: Section.objects.create(
        profile=c.profile, place="other", kind="essay", heading="h", body="b"
    ),
    "also_read_profile_or_address": lambda c: AlsoRead.objects.create(profile=c.profile, title="only a title"),
    "outlook_words_given": lambda c: outlook(c, trigger=""),
    "outlook_horizon_known": lambda c: outlook(c, horizon="decade"),
    "outlook_outcome_with_date": lambda c: outlook(c, outcome="happened"),
    "dependency_one_other": lambda c: tie(c, other_name=""),
    "dependency_not_on_itself": lambda c: tie(c, other_name="", other=c.profile),
    "dependency_kind_known": lambda c: tie(c, kind="likes"),
    "dependency_claim_of_its_profile": lambda c: tie(c, claim=other_claim(c)),
    "image_file_form": lambda c: Image.objects.create(profile=c.profile, **{**PICTURE, "file": "../x.png"}),
    "image_words_given": lambda c: Image.objects.create(profile=c.profile, **{**PICTURE, "alt": ""}),
    "image_has_size": lambda c: Image.objects.create(profile=c.profile, **{**PICTURE, "width": 0}),
    "signal_once_per_document": lambda c: [signal(c), signal(c)],
    "signal_role_known": lambda c: signal(c, role="hero"),
    "signal_decision_whole": lambda c: signal(c, state="dismissed", decided_at=NOW, decided_by=ALICE),
    "edition_number_once": after_publishing(
        lambda e: Edition.objects.create(
            profile=e.profile,
            number=1,
            kind="first",
            schema=1,
            manifest={},
            body={},
            digest="b" * 64,
            published_at=NOW,
            published_by=ALICE,
        )
    ),
    "edition_digest_once": after_publishing(
        lambda e: Edition.objects.create(
            profile=e.profile,
            number=2,
            kind="update",
            note="n",
            schema=1,
            manifest={},
            body={},
            digest=e.digest,
            previous_digest=e.digest,
            published_at=NOW,
            published_by=ALICE,
        )
    ),
    "edition_digest_form": lambda c: Edition.objects.create(
        profile=c.profile,
        number=1,
        kind="first",
        schema=1,
        manifest={},
        body={},
        digest="short",
        published_at=NOW,
        published_by=ALICE,
    ),
    "edition_chain": lambda c: Edition.objects.create(
        profile=c.profile,
        number=2,
        kind="update",
        note="n",
        schema=1,
        manifest={},
        body={},
        digest="b" * 64,
        published_at=NOW,
        published_by=ALICE,
    ),
    "edition_change_has_note": lambda c: Edition.objects.create(
        profile=c.profile,
        number=2,
        kind="update",
        schema=1,
        manifest={},
        body={},
        digest="b" * 64,
        previous_digest="a" * 64,
        published_at=NOW,
        published_by=ALICE,
    ),
    "edition_publisher_given": lambda c: Edition.objects.create(
        profile=c.profile, number=1, kind="first", schema=1, manifest={}, body={}, digest="b" * 64, published_at=NOW
    ),
    "edition_only_erased": after_publishing(lambda e: Edition.objects.filter(pk=e.pk).update(note="rewritten")),
    "profiles_edition_insert_only": after_publishing(lambda e: sql("DELETE FROM profiles_edition WHERE id = %s", e.pk)),
    "assessment_number_once": lambda c: assessment(c, number=1),
    "assessment_number_from_1": lambda c: assessment(c, number=0),
    "assessment_score_0_to_10000": lambda c: assessment(c, number=1, score=10_001, edition=_bare_edition(c)),
    "assessment_cause_given": lambda c: assessment(c, cause=""),
    "assessment_never_rises": lambda c: assessment(c, score=9_999),
    "profiles_assessment_insert_only": after_publishing(lambda e: e.assessments.update(score=1)),
    "listing_score_0_to_10000": after_publishing(lambda e: PublishedProfile.objects.update(score=10_001)),
    "published_picture_once": after_publishing(
        lambda e: [PublishedPicture.objects.create(listing_id=e.profile_id, file=FILE) for _ in range(2)]
    ),
    "edition_two_people": after_publishing(
        lambda e: Edition.objects.create(
            **{
                field.attname: getattr(e, field.attname)
                for field in Edition._meta.concrete_fields
                if field.attname not in ("id", "number", "digest", "previous_digest", "kind", "approved_by", "note")
            },
            number=2,
            digest="b" * 64,
            previous_digest=e.digest,
            kind="update",
            note="n",
            approved_by=e.published_by,
        )
    ),
    "approval_once_each": lambda c: [
        Approval.objects.create(profile=c.profile, revision=1, by=ALICE, at=NOW) for _ in range(2)
    ],
    "approval_by_given": lambda c: Approval.objects.create(profile=c.profile, revision=1, by="", at=NOW),
    "report_text_given": lambda c: error_report(c, text=""),
    "report_answer_whole": lambda c: error_report(c, state="upheld", answered_at=NOW, answered_by=ALICE),
    "published_matter_once": after_publishing(
        lambda e: [
            PublishedMatter.objects.create(listing_id=e.profile_id, claim="cl-x", kind="stale", since=NOW)
            for _ in range(2)
        ]
    ),
    "published_matter_kind_known": after_publishing(
        lambda e: PublishedMatter.objects.create(listing_id=e.profile_id, claim="cl-x", kind="odd", since=NOW)
    ),
    "published_source_once": after_publishing(
        lambda e: [PublishedSource.objects.create(listing_id=e.profile_id, document="do-x") for _ in range(2)]
    ),
    "published_sentence_once": after_publishing(
        lambda e: [PublishedSentence.objects.create(listing_id=e.profile_id, mark=7) for _ in range(2)]
    ),
    "published_tie_once": after_publishing(
        lambda e: [PublishedTie.objects.create(listing_id=e.profile_id, other="pr-x", kind="owns") for _ in range(2)]
    ),
    "published_name_once": after_publishing(
        lambda e: [
            PublishedName.objects.create(listing_id=e.profile_id, start="x", name="X", is_whole=True) for _ in range(2)
        ]
    ),
    "name_slip_once": lambda _: [NameSlip.objects.create(slip="harbor", word="harbour") for _ in range(2)],
    "teaser_once_per_profile": lambda c: [teaser(c, briefing="br-1"), teaser(c, briefing="br-1")],
    "teaser_words_given": lambda c: teaser(c, tier=""),
    "teaser_address_of_ours": lambda c: teaser(c, address="//elsewhere.example/"),
    "join_way_words_given": lambda c: way(label=""),
    "join_way_address_of_ours": lambda c: way(address="https://elsewhere.example/"),
    "verdict_first_once_per_claim": lambda c: [verdict(c), verdict(c)],
    "verdict_supersedes_its_claim": lambda c: verdict(c, claim="cl-other", supersedes=verdict(c)),
    "verdict_outcome_known": lambda c: verdict(c, outcome="proved"),
    "verdict_kind_known": lambda c: verdict(c, kind="rumour"),
    "verdict_reason_given": lambda c: verdict(c, reason=""),
    "verdict_figures_in_range": lambda c: verdict(c, belief=1.01),
    "verdict_right_value_fits": lambda c: verdict(c, right_value="v2"),
    "profiles_verdict_insert_only": lambda c: Verdict.objects.filter(pk=verdict(c).pk).update(outcome="refuted"),
    "lesson_role_known": lambda c: lesson(c, role="echo"),
    "lesson_publisher_given": lambda c: lesson(c, publisher=""),
    "profiles_verdictlesson_insert_only": lambda c: VerdictLesson.objects.filter(pk=lesson(c).pk).delete(),
    "parameter_set_number_from_1": lambda c: parameter_set(number=0),
    "parameter_set_reason_given": lambda c: parameter_set(reason=""),
    "parameter_set_not_backdated": lambda c: parameter_set(since=NOW - timedelta(days=1)),
    "profiles_parameterset_insert_only": lambda c: ParameterSet.objects.filter(pk=parameter_set().pk).delete(),
    "reply_words_given": lambda c: reply(c, text=""),
    "reply_signed_or_withdrawal": lambda c: reply(c, proof=""),
    "profiles_reply_insert_only": lambda c: Reply.objects.filter(pk=reply(c).pk).update(text="other words"),
    "unlearnt_for_an_erasure": lambda c: Unlearnt.objects.create(verdict=verdict(c), erasure=""),
    "profiles_unlearnt_insert_only": lambda c: Unlearnt.objects.filter(
        pk=Unlearnt.objects.create(verdict=verdict(c), erasure="ea-x").pk
    ).delete(),
    "removal_once_per_erasure": lambda c: [removal(c), removal(c)],
    "removal_reason_given": lambda c: removal(c, reason=""),
    "profiles_removal_insert_only": lambda c: Removal.objects.filter(pk=removal(c).pk).update(blocks=2),
    "ending_kind_known": lambda c: ending(c, kind="odd"),
    "ending_reason_given": lambda c: ending(c, reason=""),
    "profiles_ending_insert_only": lambda c: Ending.objects.filter(pk=ending(c).pk).update(reason="other"),
    "release_one_waiting_per_profile": lambda c: [release(c), release(c)],
    "release_maker_given": lambda c: release(c, zone=""),
    "release_is_to_come": lambda c: release(c, at=NOW),
    "release_end_whole": lambda c: release(c, state="held", ended_at=NOW),
    "hold_one_open_per_profile": lambda c: [on_hold(c), on_hold(c)],
    "hold_reason_given": lambda c: on_hold(c, reason=""),
    "hold_lifting_whole": lambda c: on_hold(c, lifted_at=NOW),
    "watch_robots_with_day": lambda c: watch(c, robots="allows"),
    # records, erasures
    "erasure_kind_known": lambda c: erasure(kind="odd"),
    "erasure_reason_given": lambda c: erasure(reason=""),
    "erasure_of_one_thing": lambda c: erasure(target=""),
    "erasure_decision_whole": lambda c: erasure(decided_by=BOB),
    "erasure_two_people": lambda c: erasure(state="approved", decided_by=ALICE, decided_at=NOW),
    "erasure_done_leaves_no_text": lambda c: erasure(state="done", decided_by=BOB, decided_at=NOW, done_at=NOW),
    "refused_return_form": lambda c: RefusedReturn.objects.create(digest="x", erasure="ea-x"),
    # briefings
    "tier_known_with_its_rank": lambda c: Tier.objects.filter(pk=tier("circle").pk).update(rank=7),
    "tier_words_given": lambda c: Tier.objects.filter(pk=tier("circle").pk).update(name=""),
    "membership_days_in_order": lambda c: membership(ends_at=NOW),
    "membership_reason_given": lambda c: membership(reason=""),
    "membership_end_whole": lambda c: membership(ended_at=NOW, ended_by=ALICE),
    "membership_one_at_a_time": lambda c: two_memberships(User.objects.create_user("m@x.test")),
    "application_one_waiting_per_user": lambda c: [
        application(user) for user in [User.objects.create_user("a@x.test")] * 2
    ],
    "application_words_given": lambda c: application(evidence=""),
    "application_decision_whole": lambda c: application(state="declined", decided_at=NOW, decided_by=ALICE),
    "briefing_slug_form": lambda c: briefing(slug="No Slug"),
    "briefing_title_given": lambda c: briefing(title=""),
    "briefing_published_whole": lambda c: briefing(published_at=NOW, body="b", teaser="t"),
    "briefing_withdrawal_whole": lambda c: briefing(withdrawn_at=NOW, withdrawn_reason="r"),
    "briefing_about_profile_once": lambda c: [
        BriefingProfile.objects.create(briefing=one, profile=c.profile) for one in [briefing()] * 2
    ],
    "source_note_once_per_citation": lambda c: [source_note(c), source_note(c)],
    "source_note_of_a_citation": lambda c: source_note(c, citation="cl-1"),
    "source_note_words_given": lambda c: source_note(c, body=""),
}

# Keys that only serve as targets of composite foreign keys: an id is unique already.
TARGETS = {
    "term_with_its_facet",
    "claim_with_its_profile",
    "value_with_its_claim",
    "version_with_its_document",
    "verdict_with_its_claim",
}
# Triggers that refuse nothing: they keep the ledger of counts (tests/profiles/editions/test_listing.py).
COUNTING = {"listing_counts_added", "listing_counts_changed", "listing_counts_removed"}
# Triggers that forbid nothing: they note what becomes due (tests/sources/watching/test_claims_by_host.py).
NOTING = {"watch_new", "watch_sooner"}


def _bare_edition(c: Cast) -> Edition:
    return Edition.objects.create(
        profile=c.profile,
        number=1,
        kind="first",
        schema=1,
        manifest={},
        body={},
        digest="c" * 64,
        published_at=NOW + timedelta(days=1),
        published_by=ALICE,
    )


def _break(rule: str, found: Cast) -> None:
    RULES[rule](found)
    sql("SET CONSTRAINTS ALL IMMEDIATE")  # deferred keys are checked now


@pytest.mark.parametrize("rule", sorted(RULES))
def test_database_holds(rule: str) -> None:
    found = cast()
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        _break(rule, found)
    diagnosis = caught.value.__cause__.diag  # type: ignore[union-attr]
    assert diagnosis.constraint_name == rule


def test_every_rule_of_the_database_is_broken_here() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        triggers = {name for (name,) in cursor.fetchall()}
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE contype = 'f' AND cardinality(conkey) > 1 "
            "AND conrelid::regclass::text ~ '^(briefings|profiles|sources|records)_'"
        )
        composite = {name for (name,) in cursor.fetchall()}
    named = {
        constraint.name
        for app in ("records", "sources", "profiles", "briefings")
        for model in apps.get_app_config(app).get_models()
        for constraint in model._meta.constraints
    }
    assert (named | triggers | composite) - TARGETS - COUNTING - NOTING == set(RULES)


def test_edition_may_lose_blocks_to_erasure_and_nothing_else() -> None:
    found = cast()
    edition = published(found)
    name = edition.manifest["words"]["name"]["block"]
    body = {**edition.body, name: None}
    Edition.objects.filter(pk=edition.pk).update(body=body)
    assert Edition.objects.get(pk=edition.pk).body == body
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(body=edition.body)  # what is erased does not come back
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(body={key: None for key in body if key != name})
