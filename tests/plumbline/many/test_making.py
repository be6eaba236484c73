"""`manage.py make_profiles`: what it makes is as public, as sound and as counted as what an editor publishes."""

from __future__ import annotations

import json
import re
from collections import Counter
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Model
from django.test import Client

from plumbline.many import making
from plumbline.many.making import finish, make
from profiles.editions import listing
from profiles.editions.indexing import index, vector
from profiles.editions.names import names_of
from profiles.editions.preflight import preflight
from profiles.editions.query import ProfileQuery
from profiles.editions.schemas import read_words
from profiles.editions.verifying import verify
from profiles.models import (
    Edition,
    NameSlip,
    Profile,
    PublishedMatter,
    PublishedName,
    PublishedProfile,
    PublishedSentence,
    PublishedSource,
    PublishedTerm,
    TermCount,
)
from tests.cast import public_cast

# Real commits: it writes by several processes, and tidies up after.
pytestmark = pytest.mark.django_db(transaction=True)

LISTED = (PublishedProfile, PublishedName, PublishedSource, PublishedSentence, PublishedMatter, PublishedTerm, NameSlip)


def made(many: int, *, processes: int = 1, **options: Any) -> str:
    said = StringIO()
    call_command("make_profiles", str(many), processes=processes, stdout=said, **options)
    return said.getvalue()


def rows(model: type[Model]) -> list[dict[str, Any]]:
    """All rows but for their keys and the time of the next look."""
    names = [field.attname for field in model._meta.fields if field.name not in ("id", "look_again_at")]
    return sorted(model.objects.values(*names), key=str)


def test_made_profiles_are_public_sound_and_counted(client: Client) -> None:
    said = made(50)

    assert said.splitlines()[-1].startswith("50 profiles in ")
    assert PublishedProfile.objects.count() == Profile.objects.filter(is_invented=True, state="published").count() == 50
    parts = list(verify())
    assert [fault for part in parts for fault in part.faults] == []
    assert sum(part.editions for part in parts) == 50
    for listed in PublishedProfile.objects.order_by("pk")[:8]:
        for path in ("", "confidence/", "editions/", "editions/1/", "feed.atom"):
            answer = client.get(f"/profiles/{listed.slug}/{path}")
            assert answer.status_code == 200, path
        page = client.get(f"/profiles/{listed.slug}/").content.decode()
        assert "invented" in page.lower()
        assert client.get(f"/api/v1/profiles/{listed.slug}/").json()["mark"] == "invented"
    assert client.get("/sitemap/1.xml").content.count(b"/profiles/") >= 50

    page = listing.list_page(ProfileQuery())
    recount = Counter(term for terms in PublishedProfile.objects.values_list("terms", flat=True) for term in terms)
    counts = {f"{group.facet}:{one.slug}": one.count for group in page.groups for one in group.options}
    # What is no facet of the list is counted as well, and shown nowhere.
    assert counts == {term: many for term, many in recount.items() if not term.startswith("content-type:")}
    assert page.total == 50


def test_what_lists_read_is_what_publishing_would_have_written() -> None:
    made(50)
    before = {model: rows(model) for model in LISTED}

    for listed in PublishedProfile.objects.select_related("edition", "assessment", "profile"):
        words = read_words(listed.edition.manifest, listed.edition.body)
        assert preflight(words, 10_000, is_first=True, today=None) == ()
        # The vectors as PostgreSQL itself makes them, over a row that is emptied first.
        PublishedProfile.objects.filter(pk=listed.pk).update(names=vector(""), lead=vector(""), search=vector(""))
        index(profile=listed.profile, edition=listed.edition, assessment=listed.assessment, words=words)
        assert names_of(words)[0] == listed.name

    after = {model: rows(model) for model in LISTED}
    for model in LISTED:
        assert after[model] == before[model], model.__name__


def test_another_call_adds_and_nothing_clashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "BATCH", 2)
    made(3, processes=2)
    first = set(Profile.objects.values_list("slug", flat=True))
    made(2)
    made(0)

    slugs = set(Profile.objects.values_list("slug", flat=True))
    assert first < slugs
    assert {re.sub(r".*-m", "", slug) for slug in slugs} == {"1", "2", "3", "4", "5"}
    assert PublishedProfile.objects.count() == 5
    assert Edition.objects.values("digest").distinct().count() == 5


def test_the_same_seed_makes_the_same_profiles() -> None:
    def told() -> list[Any]:
        return list(Edition.objects.order_by("profile__slug").values_list("digest", "body"))

    made(3, seed=7)
    once = told()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE profiles_profile, profiles_edition, profiles_assessment CASCADE")
    made(3, seed=7)
    assert told() == once
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE profiles_profile, profiles_edition, profiles_assessment CASCADE")
    made(3, seed=8)
    assert not {json.dumps(one) for one in told()} & {json.dumps(one) for one in once}


def test_beside_real_profiles_only_where_that_is_said() -> None:
    public_cast()
    Profile.objects.update(is_invented=False)

    with pytest.raises(CommandError, match="not invented"):
        made(2)
    assert Profile.objects.count() == 1
    made(2, also_beside_real=True)
    assert PublishedProfile.objects.count() == 3


def test_indexes_and_references_set_aside_by_an_interrupted_call_are_made_by_the_next() -> None:
    def there() -> set[tuple[str, str]]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'")
            found = set(cursor.fetchall())
            cursor.execute(
                "SELECT format('%s of %s', conname, conrelid::regclass), pg_get_constraintdef(oid) FROM pg_constraint"
            )
            return found | set(cursor.fetchall())

    whole = there()
    for _ in make(many=600, seed=1, processes=1):
        break  # as by Ctrl-C after the first batch
    gone = {name.split(" of ")[0] for name, _ in whole - there()}
    assert {
        "listing_search",
        "edition_digest_once",
        "published_sentence_once",
        "profiles_publishedprofile_slug_key",
    } <= gone
    assert {"profiles_profile_pkey", "assessment_number_once"}.isdisjoint(gone)
    assert PublishedProfile.objects.count() == 500
    finish()
    assert there() == whole
    assert TermCount.objects.filter(given="", term="").get().many == 500
