"""Lists of profiles against the same thing worked out one by one: which, in which order, how many of each kind."""

from __future__ import annotations

import random
import threading
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext

from profiles.editions import by_words, counting, estimating, listing, paging
from profiles.editions.matching import passing
from profiles.editions.query import ProfileQuery
from profiles.evidence.confidence.bands import band_of
from profiles.models import PublishedName, PublishedProfile, TermCount
from profiles.naming import fold, search_words
from tests.cast import ALICE, NOW, cast, publish
from tests.profiles.editions.many import Listed, listed

pytestmark = pytest.mark.django_db
PLANNING = ("SAVEPOINT", "RELEASE", "SET", "RESET")

FACETS = {
    "region": ("africa", "asia", "europe"),
    "signal-focus": ("cable", "exchange"),
    "topic": ("law", "outage", "prices"),
    "impact": ("high", "low"),
}
WORDS = ("harbour", "exchange", "cable", "ring", "north", "as 174", "über", "東京湾", "ab")


def some_rows(dice: random.Random, many: int) -> list[Listed]:
    rows = []
    for number in range(many):
        name = " ".join(dice.sample(WORDS, dice.randint(1, 3))).title()
        terms = [f"{facet}:{dice.choice(slugs)}" for facet, slugs in FACETS.items() if dice.random() < 0.8]
        terms += [f"topic:{dice.choice(FACETS['topic'])}" for _ in range(dice.randint(0, 2))]
        rows.append(
            Listed(
                f"p{number}",
                (name, *(dice.sample(WORDS, 1) if dice.random() < 0.3 else ())),
                summary=" ".join(dice.choices(WORDS, k=2)),
                text=" ".join(dice.choices(WORDS, k=3)),
                terms=tuple(set(terms)),
                score=dice.choice([None, 1000, 5000, 5000, 9000]),
                changed_at=NOW - timedelta(hours=dice.randint(0, 5)),
            )
        )
    return rows


def some_query(dice: random.Random) -> ProfileQuery:
    query = ProfileQuery(words=" ".join(dice.sample(WORDS, dice.choice([0, 0, 1, 1, 2]))))
    for _ in range(dice.choice([0, 1, 1, 2, 3])):
        facet = dice.choice(list(FACETS))
        query = query.with_choice(facet, dice.choice(FACETS[facet]))
    return replace(query, sort=dice.choice(["", "", "newest", "confidence", "name"]))


def holds(text: str, terms: tuple[str, ...]) -> bool:
    there = search_words(text)
    long = [len(term) >= 3 or term > "\u0e00" for term in terms]
    return all(
        any(word == term or (wide and word.startswith(term)) for word in there)
        for term, wide in zip(terms, long, strict=True)
    )


def place_of(row: Listed, query: ProfileQuery) -> int | None:
    texts = [" ".join(row.names), row.summary, row.text]
    if any(search_words(name) == list(query.terms) for name in row.names):
        return 0
    return next((place for place in (1, 2, 3) if holds(" ".join(texts[:place]), query.terms)), None)


def expected(rows: dict[int, Listed], query: ProfileQuery) -> list[str]:
    """The slugs that answer a question, in order, worked out row by row."""
    hits = {key: row for key, row in rows.items() if matches(row, query)}
    if query.order == "name":
        order = sorted(hits, key=lambda key: (fold(hits[key].names[0]), key))
    elif query.order == "newest":
        order = sorted(hits, key=lambda key: (hits[key].changed_at, key), reverse=True)
    else:
        surest = sorted(hits, key=lambda key: (-1 if hits[key].score is None else hits[key].score, key), reverse=True)
        order = [key for key in surest if hits[key].score is not None]
        if query.order == "relevance":
            order = sorted(surest, key=lambda key: place_of(hits[key], query) or 0)
    return [hits[key].slug for key in order]


def matches(row: Listed, query: ProfileQuery) -> bool:
    for facet in {facet for facet, _ in query.facets}:
        if not {f"{facet}:{slug}" for other, slug in query.facets if other == facet} & set(row.terms):
            return False
    return not query.terms or place_of(row, query) is not None


def walk(query: ProfileQuery) -> list[str]:
    slugs = []
    following: ProfileQuery | None = query
    while following:
        found = listing.cards(following)
        slugs += [card.slug for card in found.cards]
        following = found.following
    return slugs


WAYS = {
    "sorted": (10**9, 4, 24, 0, 10**6),
    "sorted by all": (10**9, 4, 24, 10**9, 10**6),
    "walked": (1, 4, 24, 10**9, 10**6),
    "astray": (0.001, 0, 1, 0, 10**6),
    "more than was likely": (10**9, 4, 24, 10**9, 3),
}


@pytest.fixture(params=WAYS)
def either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The two ways to the same answer, and each as the way out of the other."""
    walked, stray, passed, posted, most_sorted = WAYS[request.param]
    monkeypatch.setattr(estimating, "WALKED", walked)
    monkeypatch.setattr(estimating, "STRAY", stray)
    monkeypatch.setattr(estimating, "PASSED", passed)
    monkeypatch.setattr(estimating, "POSTED", posted)
    monkeypatch.setattr(paging, "MOST_SORTED", most_sorted)


@pytest.mark.usefixtures("either_way")
def test_any_question_is_answered_as_row_by_row(monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(174)
    rows = some_rows(dice, 60)
    made = listed(rows)
    by_key = {made[row.slug].pk: row for row in rows}
    monkeypatch.setattr(listing, "PAGE", 7)
    seen = 0
    for _ in range(150):
        query = some_query(dice)
        right = expected(by_key, query)
        assert walk(query) == right, query
        seen += bool(right)
    assert seen > 60  # the questions are such that many have answers


@pytest.mark.parametrize(
    ("order", "index"),
    [("newest", "listing_newest"), ("confidence", "listing_by_score"), ("name", "listing_by_name")],
)
def test_walking_along_an_order_reads_its_index_alone(order: str, index: str) -> None:
    """What is asked of rows passed by stands in the index of each order, so that none of them is fetched."""
    query = ProfileQuery(facets=(("region", "asia"), ("region", "africa"), ("topic", "dns")), sort=order)
    column, downwards, _ = paging.ORDERS[order]
    by = F(column).desc(nulls_last=column == "score" or None) if downwards else F(column).asc()
    rows = passing(query, PublishedProfile.objects.order_by(by))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off")
        plan = rows.values("pk").explain()
    assert f"Index Only Scan using {index} " in plan


def test_terms_of_one_number_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(estimating, "PASSED", 10**6)  # so that the index is walked along, which knows numbers alone
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (array_agg('topic:t' || n))[:2] FROM generate_series(1, 300000) n "
            "GROUP BY hashtext('topic:t' || n) HAVING count(*) > 1 LIMIT 1"
        )
        one, other = cursor.fetchone()[0]
    listed([Listed("one", ("One",), terms=(one,)), Listed("other", ("Other",), terms=(other,))])
    query = ProfileQuery(facets=(("topic", one.removeprefix("topic:")),))
    assert {each.slug for each in passing(query, PublishedProfile.objects.all())} == {"one", "other"}
    assert [row.slug for row in paging.page_of(query, 9)[0]] == ["one"]


def test_counts_are_those_of_counting_row_by_row() -> None:
    dice = random.Random(3)
    rows = some_rows(dice, 40)
    listed(rows)
    for _ in range(80):
        query = replace(some_query(dice), sort="")
        page = listing.list_page(query)
        hits = [row for row in rows if matches(row, query)]
        assert page.total == len(hits)
        shown = {(group.facet, option.slug): option.count for group in page.groups for option in group.options}
        right: Counter[tuple[str, str]] = Counter()
        for facet in FACETS:
            for row in rows:
                if matches(row, query.without_facet(facet)):
                    right.update((facet, term.partition(":")[2]) for term in row.terms if term.startswith(facet + ":"))
        assert shown == dict(right), query


def test_more_than_can_be_counted_is_said_and_not_guessed(monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    terms = ("region:africa", "signal-focus:cable", "impact:high")
    listed(Listed(f"p{number}", (f"Ring {number}",), terms=terms) for number in range(8))
    monkeypatch.setattr(counting, "BROAD", 5)
    narrow = ProfileQuery(facets=(("signal-focus", "cable"), ("region", "africa")))
    # Of two choices the ledger knows how many have both.
    for query, total, words in (
        (narrow, 8, "8 profiles"),
        (narrow.with_choice("impact", "high"), None, "Many profiles"),
        (ProfileQuery(words="ring"), None, "Many profiles with “ring”"),
    ):
        page = listing.list_page(query)
        assert (page.total, len(page.cards)) == (total, 8)
        impact = next(group for group in page.groups if group.facet == "impact")
        assert [(option.slug, option.count) for option in impact.options] == [("high", None)]
        answer = client.get(query.address())
        assert answer.status_code == 200
        assert words in answer.content.decode()
    one = listing.list_page(ProfileQuery(facets=(("region", "africa"),)))
    assert one.total == 8  # the ledger knows


@pytest.mark.usefixtures("either_way")
def test_a_low_band_is_found_whole_from_its_surest_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "PAGE", 2)
    scores = [9_600, 1_000, 3_499, 3_500, 5_499, 2_000, 8_000, 999, 1_500]
    rows = [
        Listed(f"p{score}", (f"Ring {score}",), score=score, terms=(f"band:{band_of(score).name}",)) for score in scores
    ]
    listed(rows)
    weak = ProfileQuery(facets=(("band", "weak"),), sort="confidence")
    assert walk(weak) == ["p3499", "p2000", "p1500", "p1000"]
    assert walk(replace(weak, words="ring", sort="")) == ["p3499", "p2000", "p1500", "p1000"]
    both = replace(weak, facets=(("band", "weak"), ("band", "weak-medium")))
    assert walk(both) == ["p5499", "p3500", "p3499", "p2000", "p1500", "p1000"]
    assert walk(replace(weak, facets=(("band", "unheard-of"),))) == []


def ledger() -> dict[tuple[str, str], int]:
    sums: Counter[tuple[str, str]] = Counter()
    for given, term, many in TermCount.objects.values_list("given", "term", "many"):
        sums[given, term] += many
    return {pair: many for pair, many in sums.items() if many}


def counted() -> dict[tuple[str, str], int]:
    pairs: Counter[tuple[str, str]] = Counter()
    for terms in PublishedProfile.objects.values_list("terms", flat=True):
        pairs.update((given, term) for given in ("", *terms) for term in ("", *terms))
    return dict(pairs)


def test_ledger_follows_every_change_and_folding_changes_no_sum() -> None:
    dice = random.Random(8)
    made = listed(some_rows(dice, 12))
    assert ledger() == counted() != {}
    for row in list(made.values())[:6]:
        row.terms = sorted(set(row.terms) ^ {"region:asia", "topic:law"})
        row.save()
    made["p7"].delete()
    PublishedProfile.objects.update(look_again_at=NOW)
    PublishedProfile.objects.filter(slug__in=["p8", "p9"]).update(terms=["topic:new"])
    assert ledger() == counted()
    before = TermCount.objects.count()
    counting.fold()
    assert ledger() == counted()
    assert TermCount.objects.count() == len(counted()) < before
    PublishedProfile.objects.all().delete()
    counting.fold()
    assert TermCount.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_folding_while_others_publish_loses_no_count() -> None:
    made = list(listed(some_rows(random.Random(5), 8)).values())
    barrier = threading.Barrier(4)

    def change(rows: list[PublishedProfile]) -> None:
        barrier.wait()
        try:
            for turn in range(12):
                for row in rows:
                    row.terms = ["region:asia", f"topic:t{turn}"]
                    row.save()
        finally:
            connection.close()

    def fold_often() -> None:
        barrier.wait()
        try:
            for _ in range(15):
                counting.fold()
        finally:
            connection.close()

    work = [lambda: change(made[:4]), lambda: change(made[4:]), fold_often, fold_often]
    threads = [threading.Thread(target=one) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ledger() == counted()
    assert counted()["topic:t11", "region:asia"] == 8


def test_list_costs_a_fixed_number_of_queries() -> None:
    listed(some_rows(random.Random(1), 20))
    costs = {}
    for name, query in {
        "all": ProfileQuery(),
        "one choice": ProfileQuery(facets=(("region", "asia"),)),
        "three choices": ProfileQuery(facets=(("signal-focus", "cable"), ("region", "asia"), ("topic", "law"))),
        "words": ProfileQuery(words="harbour"),
    }.items():
        with CaptureQueriesContext(connection) as queries:
            listing.list_page(query)
        costs[name] = len(
            [one for one in queries if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "SET", "RESET"))]
        )
    assert costs == {"all": 4, "one choice": 5, "three choices": 12, "words": 7}


@pytest.mark.django_db(transaction=True)
def test_lists_of_before_are_brought_along_and_back() -> None:
    publish(profile_id=cast().profile.pk, by=ALICE, now=NOW)
    row = PublishedProfile.objects.values("terms", "names", "lead", "search").get()
    starts = sorted(PublishedName.objects.values_list("start", "name", "is_whole"))
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes("profiles")
    try:
        MigrationExecutor(connection).migrate([("profiles", "0020_published_sentences")])
    finally:
        MigrationExecutor(connection).migrate(latest)
    assert PublishedProfile.objects.values("terms", "names", "lead", "search").get() == row
    assert sorted(PublishedName.objects.values_list("start", "name", "is_whole")) == starts
    assert ledger() == counted() != {}


def test_question_that_takes_too_long_is_answered_with_words(monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    listed([Listed("ring", ("Ring",), terms=("region:africa", "impact:high"))])
    monkeypatch.setattr(by_words, "BY_WORDS", "SET LOCAL statement_timeout = '1ms'; SELECT pg_sleep(60)")
    for address in ("/profiles/?q=ring", "/profiles/?region=africa", "/api/v1/profiles/?q=ring"):
        answer = client.get(address)
        assert (answer.status_code, "takes too long" in answer.content.decode()) == (400, True)
    monkeypatch.undo()
    assert client.get("/profiles/?q=ring").status_code == 200
