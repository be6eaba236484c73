"""Gated text never enters a public answer: strings planted everywhere gated are found in none, and change none.

The addresses are those of the resolver: whoever adds a public one has to say here how it is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import get_resolver

from briefings import joining, publishing
from briefings.joining import Grounds
from briefings.models import Briefing, Membership
from briefings.reading import briefing_page
from briefings.tiers import show_ways, tier
from plumbline.middleware import policy_of
from profiles.evidence.curating import state_claim
from profiles.models import Citation, ClaimKind, Edition, JoinWay, Profile, Section, Teaser
from records.models import User
from records.policy import Policy
from tests.briefings.cast import FAR, LONG_AGO, SINCE, draft, logged_in, member, note, published, reader
from tests.cast import ALICE, BOB, NOW, Cast, cast, publish
from tests.plumbline.test_policies import leaves

CANARY = "QZXCANARY"
PROFILE, WORKING = "pr-0000000000000001", "pr-0000000000000002"

# How each public address is asked. A public address that is not here fails `test_every_public_address_is_asked`.
QUESTIONS: dict[str, list[str]] = {
    "": ["/"],
    "profiles/": ["/profiles/", "/profiles/?q=harbour", f"/profiles/?q={CANARY}", "/profiles/?region=europe&sort=name"],
    "profiles/<slug:slug>/": ["/profiles/harbour-exchange/", "/profiles/working-file/"],
    "profiles/<slug:slug>/confidence/": ["/profiles/harbour-exchange/confidence/"],
    "profiles/<slug:slug>/editions/": ["/profiles/harbour-exchange/editions/"],
    "profiles/<slug:slug>/editions/<int:number>/": ["/profiles/harbour-exchange/editions/1/"],
    "profiles/<slug:slug>/editions/compare/": ["/profiles/harbour-exchange/editions/compare/?before=1&after=2"],
    "profiles/<slug:slug>/editions/<int:before>/to/<int:after>/": ["/profiles/harbour-exchange/editions/1/to/2/"],
    "profiles/<slug:slug>/editions/<int:number>/cite.bib": ["/profiles/harbour-exchange/editions/1/cite.bib"],
    "profiles/<slug:slug>/editions/<int:number>/cite.json": ["/profiles/harbour-exchange/editions/1/cite.json"],
    "profiles/<slug:slug>/editions/<int:number>/card.png": [
        "/profiles/harbour-exchange/editions/1/card.png",
        "/profiles/working-file/editions/1/card.png",
    ],
    "profiles/<slug:slug>/editions/<int:number>/card/<slug:drawn>.png": [
        "/profiles/harbour-exchange/editions/1/card/0123456789ab.png",
        "/profiles/working-file/editions/1/card/0123456789ab.png",
    ],
    "oembed": [
        "/oembed?url=http://localhost:8000/profiles/harbour-exchange/",
        "/oembed?url=http://localhost:8000/profiles/working-file/",
    ],
    "profiles/<slug:slug>/beside/": [
        "/profiles/harbour-exchange/beside/",
        "/profiles/harbour-exchange/beside/?other=working-file",
        f"/profiles/harbour-exchange/beside/?other={CANARY}29",
    ],
    "profiles/<slug:slug>/beside/<slug:other>/": [
        "/profiles/harbour-exchange/beside/working-file/",
        "/profiles/working-file/beside/harbour-exchange/",
    ],
    "profiles/<slug:slug>/as-of/": ["/profiles/harbour-exchange/as-of/?day=2026-11-20"],
    "profiles/<slug:slug>/as-of/<str:day>/": [
        "/profiles/harbour-exchange/as-of/2026-11-20/",
        "/profiles/harbour-exchange/as-of/2026-11-19/",
        "/profiles/working-file/as-of/2026-11-20/",
    ],
    "id/<slug:profile>/": [f"/id/{PROFILE}/", f"/id/{WORKING}/"],
    "id/<slug:profile>/<int:number>/": [f"/id/{PROFILE}/1/", f"/id/{WORKING}/1/"],
    "profiles/<slug:slug>/feed.atom": ["/profiles/harbour-exchange/feed.atom"],
    "profiles/<slug:slug>/feed.json": ["/profiles/harbour-exchange/feed.json"],
    "feed.atom": ["/feed.atom"],
    "feed.json": ["/feed.json"],
    "browse/": ["/browse/"],
    "browse/<slug:facet>/<slug:term>/": ["/browse/region/europe/"],
    "browse/<slug:facet>/<slug:term>/feed.atom": ["/browse/region/europe/feed.atom"],
    "browse/<slug:facet>/<slug:term>/feed.json": ["/browse/region/europe/feed.json"],
    "suggest/": ["/suggest/?q=harb"],
    "contradictions/": ["/contradictions/"],
    "corrections/": ["/corrections/", "/corrections/?before=20261120T000000.000000-correction-1"],
    "corrections/feed.atom": ["/corrections/feed.atom"],
    "corrections/feed.json": ["/corrections/feed.json"],
    "sources/": ["/sources/", "/sources/?after=a"],
    "methodology/": ["/methodology/"],
    "calibration/": ["/calibration/"],
    "glossary/": ["/glossary/"],
    "legal/": ["/legal/"],
    "privacy/": ["/privacy/"],
    "licence/": ["/licence/"],
    "images/<str:name>": [f"/images/{'a' * 64}.png"],
    "robots.txt": ["/robots.txt"],
    "sitemap.xml": ["/sitemap.xml"],
    "sitemap/pages.xml": ["/sitemap/pages.xml"],
    "sitemap/<int:number>.xml": ["/sitemap/1.xml"],
    "api/": ["/api/"],
    "api/v1/schema/": ["/api/v1/schema/"],
    "api/v1/profiles/": ["/api/v1/profiles/", f"/api/v1/profiles/?q={CANARY}"],
    "api/v1/search/": ["/api/v1/search/?q=harbour", f"/api/v1/search/?q={CANARY}"],
    "api/v1/facets/": ["/api/v1/facets/"],
    "api/v1/profiles/<slug:slug>/": ["/api/v1/profiles/harbour-exchange/", "/api/v1/profiles/working-file/"],
    "api/v1/profiles/<slug:slug>/claims/": ["/api/v1/profiles/harbour-exchange/claims/"],
    "api/v1/profiles/<slug:slug>/dependencies/": ["/api/v1/profiles/harbour-exchange/dependencies/"],
    "api/v1/profiles/<slug:slug>/editions/": ["/api/v1/profiles/harbour-exchange/editions/"],
    "api/v1/profiles/<slug:slug>/editions/<int:number>/": ["/api/v1/profiles/harbour-exchange/editions/1/"],
    "api/v1/profiles/<slug:slug>/editions/<int:before>/to/<int:after>/": [
        "/api/v1/profiles/harbour-exchange/editions/1/to/2/"
    ],
    "api/v1/profiles/<slug:slug>/as-of/<str:day>/": ["/api/v1/profiles/harbour-exchange/as-of/2026-11-20/"],
    "briefings/": ["/briefings/"],
    "join/": ["/join/", "/join/?next=/profiles/harbour-exchange/"],
}
ASKED = [address for group in QUESTIONS.values() for address in group]
GATED = ["/briefings/second-duct/", "/briefings/for-owners/", "/briefings/notes/harbour-exchange/"]


def public_patterns() -> Iterator[str]:
    for path, entry, apps in leaves(get_resolver()):
        if policy_of(entry.callback, list(apps)) is Policy.PUBLIC:
            yield path


def test_every_public_address_is_asked() -> None:
    assert {re.sub(r"\^|\$|\\Z", "", path) for path in public_patterns()} == set(QUESTIONS)


def build(word: str) -> Cast:
    """A site in which every gated text carries `word`; the public words are the same whatever it is."""
    found = cast()
    show_ways()
    profile = found.profile
    profile.public_id = PROFILE
    profile.save()
    publish(profile_id=profile.pk, by=ALICE, now=NOW)
    Profile.objects.filter(pk=profile.pk).update(base="The new quay")
    publish(profile_id=profile.pk, by=BOB, now=NOW, note="It has moved.")
    published(about=profile, body=f"Body {word}1, **{word}2**.\n\n- {word}3")
    published("for-owners", "alliance", profile, title="For owners", teaser="What they owe.", body=f"Body {word}4.")
    publishing.withdraw(
        briefing_id=published("gone", about=profile, title=f"{word}5", teaser=f"{word}6", body=f"{word}7").pk,
        reason=f"{word}8",
        by=ALICE,
        now=SINCE,
    )
    words = {"title": f"{word}9", "teaser": f"{word}10", "body": f"{word}11", "byline": f"{word}12"}
    draft("a-draft", about=profile, **words)
    publishing.publish(briefing_id=draft("for-later", about=profile, **words).pk, by=ALICE, now=LONG_AGO, at=FAR)
    note(profile, f"Note {word}13.")
    note(profile, f"Note {word}14.", "alliance", at=1)
    # People: members of every kind, an application, and the desk's working files.
    for name, slug in (("circle", "circle"), ("alliance", "alliance")):
        member(f"{name}-{word.lower()}@home.test", slug)
    User.objects.update(name=f"{word}15")
    Membership.objects.update(reason=f"{word}16")
    ended = member(f"ended-{word.lower()}@home.test", "circle")
    joining.end(membership_id=Membership.objects.get(user=ended).pk, reason=f"{word}17", by=ALICE, now=SINCE)
    applicant = reader(f"applies-{word.lower()}@home.test")
    joining.apply(
        user=applicant,
        grounds=Grounds(f"{word}18", f"{word}19", f"{word}20", f"{word}21"),
        by=applicant.actor,
        now=NOW,
    )
    state_claim(
        profile=profile,
        key="unpublished",
        statement=f"{word}22",
        predicate=f"{word}23",
        value=f"{word}24",
        kind=ClaimKind.EVENT,
        by=ALICE,
        now=NOW,
    )
    Section.objects.create(profile=profile, place="matters", kind="analysis", body=f"{word}25", author=f"{word}26")
    Profile.objects.filter(pk=profile.pk).update(summary=f"{word}27", disclosure=f"{word}28")
    working = Profile.objects.create(
        public_id=WORKING,
        slug="working-file",
        name=f"{word}29",
        made_at=NOW,
        changed_at=NOW,
        changed_by=ALICE,
        summary=f"{word}30",
    )
    published("on-a-draft", about=working, title="On a draft", teaser="About somebody.", body=f"{word}31")
    return found


def visitors() -> dict[str, Client]:
    def by(start: str) -> Client:
        return logged_in(User.objects.get(email__startswith=start))

    return {"anonymous": Client(), "circle": by("circle-"), "alliance": by("alliance-")}


def whole(answer: Any) -> bytes:
    """All that a reader gets: status, headers and body."""
    headers = "\n".join(f"{name}: {value}" for name, value in sorted(answer.headers.items()))
    return f"{answer.status_code}\n{headers}\n\n".encode() + answer.content + str(answer.cookies).encode()


def untagged(answer: str) -> str:
    return re.sub(r"ETag: .*", "", answer)


@pytest.mark.django_db
def test_canary_sings_where_it_should() -> None:
    """Otherwise the next test would hold for an empty house."""
    build(CANARY)
    seen = {
        name: [set(re.findall(rf"{CANARY}(\d+)", client.get(address).content.decode())) for address in GATED]
        for name, client in visitors().items()
    }
    assert seen == {
        "anonymous": [set(), set(), set()],
        "circle": [{"1", "2", "3"}, set(), {"13"}],
        "alliance": [{"1", "2", "3"}, {"4"}, {"13", "14"}],
    }
    account = visitors()["circle"].get("/account/membership/").content.decode()
    assert f"{CANARY}16" in account
    waiting = logged_in(User.objects.get(email__startswith="applies-")).get("/account/membership/").content.decode()
    assert f"{CANARY}18" in waiting


@pytest.mark.django_db
def test_canary_is_in_no_public_answer() -> None:
    build(CANARY)
    found = []
    for name, client in visitors().items():
        for address in [*ASKED, "/nothing/", "/briefings/a-draft/", "/briefings/for-later/"]:
            said = whole(client.get(address))
            if CANARY in address:  # its own words come back with it: like those of any word that stands nowhere
                nowhere = "QZXNOWHER"
                other = whole(client.get(address.replace(CANARY, nowhere))).decode()
                said = said if untagged(other.replace(nowhere, CANARY)) != untagged(said.decode()) else b""
            if CANARY.lower().encode() in said.lower():
                found.append((name, address))
    assert found == []
    assert CANARY not in str(list(Teaser.objects.values()) + list(JoinWay.objects.values()))


@pytest.mark.django_db
def test_public_answer_is_the_same_for_every_kind_of_visitor() -> None:
    build(CANARY)
    clients = visitors()
    for address in ASKED:
        answers = {whole(client.get(address)) for client in clients.values()}
        assert len(answers) == 1, address


@pytest.mark.django_db
def test_other_gated_texts_change_no_public_byte() -> None:
    """Built once; then every gated text, draft and member is another, longer one. Tags and lengths included."""
    build("one")
    before = {address: whole(Client().get(address)) for address in ASKED}
    later = SINCE + timedelta(days=1)
    for briefing in Briefing.objects.all():
        briefing.body = "Quite another body, and a longer one. " * 30
        briefing.save()
        publishing.saved(briefing=briefing, fields=["body"], by=ALICE, now=later)
    for hidden in Briefing.objects.filter(slug__in=("a-draft", "for-later", "gone")):
        hidden.title, hidden.teaser = "Another title", "Another teaser " * 20
        hidden.save()
        publishing.saved(briefing=hidden, fields=["title"], by=ALICE, now=later)
    profile = Profile.objects.get(slug="harbour-exchange")
    for citation in Citation.objects.filter(claim__profile=profile).order_by("id"):
        publishing.annotate(
            profile=profile,
            citation=citation.public_id,
            tier=tier("circle"),
            body="Another note. " * 40,
            by=ALICE,
            now=later,
        )
    for number in range(5):
        member(f"new{number}@home.test", "alliance")
    joining.join_circle(user=reader("joins@home.test"), by="user:us-x", now=later)
    for membership in Membership.objects.filter(ended_at=None)[:2]:
        joining.end(membership_id=membership.pk, reason="Another reason.", by=ALICE, now=later)
    Section.objects.filter(profile=profile).update(body="Another account.")
    Profile.objects.update(summary="Another summary.", disclosure="Another.")
    after = {address: whole(Client().get(address)) for address in ASKED}
    assert [address for address in ASKED if before[address] != after[address]] == []


@pytest.mark.django_db
def test_draft_scheduled_and_absent_look_the_same() -> None:
    build(CANARY)
    for name, client in visitors().items():
        answers = {
            address: client.get(address)
            for address in (
                "/briefings/nothing/",
                "/briefings/a-draft/",
                "/briefings/for-later/",
                "/briefings/notes/working-file/",
                "/briefings/notes/nobody/",
            )
        }
        assert {answer.status_code for answer in answers.values()} == {404}, name
        assert len({whole(answer) for answer in answers.values()}) == 1, name


@pytest.mark.django_db
def test_edition_is_sealed_without_a_word_of_the_gate() -> None:
    build(CANARY)
    assert [one.number for one in Edition.objects.order_by("number") if CANARY not in str(one.body)] == [1, 2]
    page = briefing_page("second-duct", AnonymousUser(), NOW)
    assert page is not None
    assert (page.body, page.verdict.reads) == ((), "teaser")
