"""Everything that can be wrong with what was published is found and said; what is right is not accused."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from profiles.desk.news import read_news
from profiles.editions import published
from profiles.editions.ending import withdraw
from profiles.editions.erasing import cut_texts
from profiles.editions.falling import look_at_due
from profiles.editions.schemas import READERS
from profiles.editions.soundness import (
    Link,
    Pointers,
    StoredAssessment,
    StoredEdition,
    chain_faults,
    edition_faults,
    pointer_faults,
)
from profiles.evidence.curating import Cited, cite
from profiles.models import Assessment, Citation, ClaimValue, Directness, Edition, Profile, PublishedProfile
from records.erasing.orders import Order
from records.models import Erasure
from records.outbox import announce
from sources.models import Document, Publisher
from tests.cast import ALICE, BOB, NOW, Cast, cast, document, public_cast, publish, publisher

FIXTURES = Path(__file__).parents[2] / "fixtures"
SUMMARY = "3 editions of 1 profile in"


@contextmanager
def triggers_off() -> Iterator[None]:
    """What only somebody with the database in his hands could do."""
    tables = ("profiles_edition", "profiles_assessment")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def three_editions() -> Cast:
    """Edition 2 has a second assessment, lowered by a document that vanished; edition 3 is the newest."""
    found = public_cast()
    Profile.objects.update(base="The new quay")
    publish(profile_id=found.profile.pk, by=BOB, now=NOW + timedelta(days=1), note="It has moved.")
    later = NOW + timedelta(days=2)
    Document.objects.filter(pk=found.order.pk).update(vanished_at=later, last_checked_at=later)
    announce(topic="document.vanished", key=found.order.public_id, now=later, payload={"version": 1})
    read_news(now=later)
    look_at_due(now=later)
    Profile.objects.update(base="The third quay")
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW + timedelta(days=3), note="It has moved again.")
    assert [(row.edition.number, row.number) for row in Assessment.objects.order_by("pk")] == [
        (1, 1),
        (2, 1),
        (2, 2),
        (3, 1),
    ]
    return found


def verified(*arguments: str) -> tuple[int, list[str], str]:
    """Exit code, the faults, and the summary that the command prints."""
    out = StringIO()
    code = 0
    try:
        call_command("verify_editions", *arguments, stdout=out)
    except SystemExit as end:
        code = int(str(end.code))
    *faults, summary = out.getvalue().splitlines()
    return code, faults, summary


def rewrite(model: type[Any], change: Callable[[Any], None], **which: Any) -> None:
    """Change a row that is written once."""
    row = model.objects.get(**which)
    change(row)
    with triggers_off():
        row.save()


@pytest.mark.django_db
def test_what_was_published_verifies() -> None:
    three_editions()
    code, faults, summary = verified()
    assert (code, faults) == (0, [])
    assert summary.startswith(SUMMARY)
    assert summary.endswith("s: no fault.")


@pytest.mark.django_db
def test_nothing_published_is_no_fault() -> None:
    cast()
    assert verified() == (0, [], "Nothing was published that could be looked at.")


@pytest.mark.django_db
def test_erased_blocks_verify_and_their_pages_are_drawn() -> None:
    found = three_editions()
    other = ClaimValue.objects.create(claim=found.claim, text="eleven")
    Citation.objects.filter(document=found.report).update(value=other)
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW + timedelta(days=4), note="The courier says otherwise.")
    for edition in Edition.objects.all():
        Edition.objects.filter(pk=edition.pk).update(body=dict.fromkeys(edition.body))
    assert verified()[:2] == (0, [])


@pytest.mark.django_db
def test_assessment_that_carries_a_contradiction_and_kept_accounts_verifies() -> None:
    found = public_cast()
    court = publisher("Harbour Court", "A", "court")
    ruling = document(
        "Ruling on the outage", "Eleven members were without service.", court, "filing", date(2026, 11, 1)
    )
    ClaimValue.objects.create(claim=found.claim, text="eleven")
    cite(
        claim=found.claim,
        cited=Cited(ruling, "eleven", Directness.PRIMARY, "Eleven members were without service.", own_act=True),
        by=ALICE,
        now=NOW,
    )
    later = NOW + timedelta(days=8)
    PublishedProfile.objects.update(look_again_at=later)
    look_at_due(now=later)
    Publisher.objects.filter(name="Quay Courier").update(grade="D")
    PublishedProfile.objects.update(look_again_at=later)
    look_at_due(now=later + timedelta(days=8))
    assert Assessment.objects.filter(result__disputes__0__value="eleven").exists()
    assert verified()[:2] == (0, [])


@pytest.mark.django_db
def test_contradiction_whose_words_are_erased_stays_one() -> None:
    """The values of both sides hold the erased words; which one was meant stands in the assessment."""
    found = cast()
    ClaimValue.objects.filter(claim=found.claim).update(text="twelve members of Jane Doe")
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW)
    court = publisher("Harbour Court", "A", "court")
    ruling = document(
        "Ruling on the outage", "Eleven members were without service.", court, "filing", date(2026, 11, 1)
    )
    cited = Cited(ruling, "eleven members of Jane Doe", Directness.PRIMARY, "Eleven members were without service.")
    cite(claim=found.claim, cited=cited, by=ALICE, now=NOW)
    later = NOW + timedelta(days=8)
    PublishedProfile.objects.update(look_again_at=later)
    look_at_due(now=later)
    before = Assessment.objects.get(number=2)
    assert [one["key"] for one in before.result["disputes"]] == ["d2"]
    erasure = Erasure.objects.create(
        kind="passage",
        passage="Jane Doe",
        reason="She asked for it.",
        state="approved",
        asked_by=ALICE,
        asked_at=NOW,
        decided_by=BOB,
        decided_at=NOW,
    )
    order = Order(erasure.public_id, "passage", "", "Jane Doe", "She asked for it.", NOW.date())
    cut_texts(order, ["Jane Doe"], now=later)
    after = Assessment.objects.get(number=2)
    assert "Jane Doe" not in str(Edition.objects.get().body) + str(after.result)
    assert after.result["disputes"][0]["value"] == "[removed]"
    assert verified()[:2] == (0, [])
    record = published.record("harbour-exchange")
    assert record is not None
    assert [one["stance"] for one in record["claims"][0]["citations"]] == [
        "supports",
        "supports",
        "supports",
        "disputes",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["withdrawn", "merged"])
def test_profile_that_came_to_an_end_verifies(kind: str) -> None:
    found = three_editions()
    if kind == "withdrawn":
        withdraw(profile_id=found.profile.pk, reason="It closed.", by=ALICE, now=NOW + timedelta(days=9))
    else:
        Profile.objects.filter(pk=found.profile.pk).update(state="merged")
        PublishedProfile.objects.all().delete()
    assert verified()[:2] == (0, [])
    assert verified("--profile", "harbour-exchange")[:2] == (0, [])


def swap_bodies() -> None:
    one, two = (Edition.objects.get(number=number).body for number in (1, 2))
    rewrite(Edition, lambda row: setattr(row, "body", two), number=1)
    rewrite(Edition, lambda row: setattr(row, "body", one), number=2)


def block_of(row: Edition, field: str) -> Any:
    return row.body[row.manifest["words"][field]["block"]]


def set_text(row: Edition) -> None:
    block_of(row, "summary")[1] = "Quite another summary."


def set_salt(row: Edition) -> None:
    block_of(row, "summary")[0] = "00" * 16


def break_block(row: Edition) -> None:
    block_of(row, "summary").pop()


def set_manifest(**values: Any) -> Callable[[Edition], None]:
    return lambda row: row.manifest.update(values)


def set_score(row: Assessment) -> None:
    row.result["claims"] = {key: {**one, "ten_thousandths": 9999} for key, one in row.result["claims"].items()}


def set_step(row: Assessment) -> None:
    for one in row.result["claims"].values():
        one["lines"][1]["step"] += 0.01


def set_whole(row: Assessment) -> None:
    row.score = row.result["profile"]["score"] = 9700


def set_grade(row: Assessment) -> None:
    for one in row.result["publishers"].values():
        one["grade"] = "C"


NO_DIGEST = "harbour-exchange, edition 2: the manifest does not have its digest"
SUMMARY_BLOCK = "harbour-exchange, edition 2: block b2 does not have its digest"

ONE_EDITION: dict[str, tuple[Callable[[Any], None], list[str]]] = {
    "digest": (
        lambda row: setattr(row, "digest", "ab" * 32),
        [NO_DIGEST, "harbour-exchange, edition 3: it does not follow edition 2: that has another digest"],
    ),
    "text": (set_text, [SUMMARY_BLOCK]),
    "salt": (set_salt, [SUMMARY_BLOCK]),
    "broken block": (
        break_block,
        [SUMMARY_BLOCK, "harbour-exchange, edition 2: it cannot be read: IndexError: list index out of range"],
    ),
    "lost block": (
        lambda row: row.body.pop("b2"),
        [
            "harbour-exchange, edition 2: manifest and body do not have the same blocks",
            "harbour-exchange, edition 2: it cannot be read: KeyError: 'b2'",
        ],
    ),
    "chain": (
        lambda row: setattr(row, "previous_digest", "cd" * 32),
        [
            "harbour-exchange, edition 2: it does not follow edition 1: that has another digest",
            f"harbour-exchange, edition 2: its row says previous '{'cd' * 32}', its manifest '@'",
        ],
    ),
    "date": (
        lambda row: setattr(row, "published_at", NOW),
        [
            "harbour-exchange, edition 2: its row says that it was published at 2026-11-20 09:00:00+00:00, "
            "its manifest 2026-11-21T09:00:00+00:00"
        ],
    ),
    "schema": (
        set_manifest(schema=99),
        [
            NO_DIGEST,
            "harbour-exchange, edition 2: its row says schema 1, its manifest 99",
            "harbour-exchange, edition 2: it cannot be read: ValueError: This release cannot read editions of "
            "schema 99.",
        ],
    ),
    "no words": (
        set_manifest(words=None),
        [
            NO_DIGEST,
            "harbour-exchange, edition 2: manifest and body do not have the same blocks",
            "harbour-exchange, edition 2: it cannot be read: AttributeError: 'NoneType' object has no attribute "
            "'profile'",
        ],
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize("what", ONE_EDITION)
def test_fault_of_an_edition_is_found(what: str) -> None:
    three_editions()
    change, expected = ONE_EDITION[what]
    before = Edition.objects.get(number=2).previous_digest
    rewrite(Edition, change, number=2)
    code, faults, summary = verified()
    assert (code, faults) == (1, [line.replace("@", before) for line in expected])
    assert summary.endswith(f"s: {len(expected)} fault{'s' if len(expected) > 1 else ''}.")


@pytest.mark.django_db
def test_body_of_another_edition_is_found() -> None:
    three_editions()
    swap_bodies()
    code, faults, _ = verified()
    blocks = len(Edition.objects.get(number=1).body)
    assert code == 1
    assert len(faults) == 2 * blocks  # each block has a salt of its own, so none fits
    assert {line.rsplit(" does", 1)[1] for line in faults} == {" not have its digest"}


@pytest.mark.django_db
def test_edition_of_another_profile_is_found() -> None:
    three_editions()
    other = Profile.objects.create(slug="other", name="Other", made_at=NOW, changed_at=NOW, changed_by=ALICE)
    whose = Profile.objects.get(slug="harbour-exchange").public_id
    rewrite(Edition, lambda row: setattr(row, "profile", other), number=1)
    assert verified()[1] == [
        "harbour-exchange, edition 2: edition 1 is missing before it",
        "other: the profile takes none for the newest, which is edition 1",
        f"other, edition 1: its words are those of another profile, {whose}",
    ]


@pytest.mark.django_db
def test_missing_edition_is_found() -> None:
    three_editions()
    with triggers_off():
        Assessment.objects.filter(edition__number=2).delete()
        Edition.objects.filter(number=2).delete()
    assert verified()[1] == ["harbour-exchange, edition 3: edition 2 is missing before it"]


ONE_ASSESSMENT: dict[str, tuple[Callable[[Assessment], None], list[str]]] = {
    "score of a statement": (
        set_score,
        [
            "the account of statement @ computes to another “ten_thousandths”",
            "the profile as a whole computes to another “score”",
        ],
    ),
    "step of an account": (set_step, ["the account of statement @ computes to another “step”"]),
    "score of the profile": (set_whole, ["the profile as a whole computes to another “score”"]),
    "score of the row": (lambda row: setattr(row, "score", 8000), ["its row says score 8000, its numbers 8900"]),
    "method": (
        lambda row: setattr(row, "method", "ORIGIN-2"),
        ["its row says method 'ORIGIN-2', its numbers 'ORIGIN-1'"],
    ),
    "grades": (set_grade, ["the account of statement @ computes to another “before_caps”"]),
    "what was lost": (
        lambda row: row.result.update(lost={}),
        ["the account of statement @ computes to another “score”"],
    ),
    "parameters": (
        lambda row: row.result["parameters"].pop("discount"),
        [
            "it cannot be computed again: ValueError: These figures are not whole: KeyError('discount') is missing "
            "or wrong."
        ],
    ),
    "a statement": (lambda row: row.result["claims"].clear(), ["its numbers are not those of its statements"]),
    "number": (lambda row: setattr(row, "number", 4), ["it should have number 2"]),
}


@pytest.mark.django_db
@pytest.mark.parametrize("what", ONE_ASSESSMENT)
def test_changed_assessment_is_found(what: str) -> None:
    found = three_editions()
    change, expected = ONE_ASSESSMENT[what]
    rewrite(Assessment, change, edition__number=2, number=2)
    number = Assessment.objects.filter(edition__number=2).order_by("-number")[0].number
    code, faults, _ = verified()
    begin = f"harbour-exchange, edition 2: assessment 2.{number}: "
    assert (code, [line.removeprefix(begin) for line in faults][: len(expected)]) == (
        1,
        [line.replace("@", found.claim.public_id) for line in expected],
    )


@pytest.mark.django_db
def test_lost_assessment_and_risen_score_are_found() -> None:
    three_editions()
    with triggers_off():
        Assessment.objects.filter(edition__number=1).delete()
    assert verified()[1] == ["harbour-exchange, edition 1: it has no assessment"]
    first, second = Assessment.objects.filter(edition__number=2).order_by("number")
    rewrite(Assessment, lambda row: setattr(row, "number", 3), pk=first.pk)
    rewrite(Assessment, lambda row: setattr(row, "number", 1), pk=second.pk)
    rewrite(Assessment, lambda row: setattr(row, "number", 2), pk=first.pk)
    assert verified()[1][1:] == [
        "harbour-exchange, edition 2: assessment 2.2: its score is above that of the one before"
    ]


@pytest.mark.django_db
def test_page_that_cannot_be_drawn_is_found() -> None:
    """Sealed as it is, and no page: what no digest notices."""
    public_cast()

    def spoil(row: Assessment) -> None:
        for one in row.result["claims"].values():
            del one["reason"]

    rewrite(Assessment, spoil, number=1)
    assert verified()[1] == [
        "harbour-exchange, edition 1: assessment 1.1: its page cannot be drawn: KeyError: 'reason'"
    ]


@pytest.mark.django_db
def test_wrong_pointers_are_found() -> None:
    three_editions()
    first = Edition.objects.get(number=1)
    Profile.objects.update(current_edition=first)
    PublishedProfile.objects.update(edition=first)
    assert verified()[1] == [
        "harbour-exchange: the profile takes edition 1 for the newest, which is edition 3",
        "harbour-exchange: lists show edition 1; the newest is edition 3",
    ]
    newest = Edition.objects.get(number=3)
    Profile.objects.update(current_edition=newest)
    PublishedProfile.objects.update(edition=newest, score=1)
    assert verified()[1] == ["harbour-exchange: lists do not show its last assessment, 3.1"]
    PublishedProfile.objects.all().delete()
    assert verified()[1] == ["harbour-exchange: it is published and stands in no list"]


@pytest.mark.django_db
def test_one_profile_or_what_is_new_can_be_looked_at() -> None:
    found = three_editions()
    for name in ("harbour-exchange", found.profile.public_id):
        assert verified("--profile", name)[2].startswith(SUMMARY)
    with pytest.raises(CommandError, match="Nothing was ever published of “nobody”") as refusal:
        call_command("verify_editions", "--profile", "nobody")
    assert refusal.value.returncode == 2
    rewrite(Edition, set_text, number=1)
    # Edition 2 was assessed anew on the 22nd, edition 3 was published on the 23rd.
    looked = [verified("--since", f"2026-11-{day}") for day in (20, 21, 22, 23, 24)]
    assert [(code, summary.split(" in ")[0]) for code, _, summary in looked] == [
        (1, "3 editions of 1 profile"),
        (0, "2 editions of 1 profile"),
        (0, "2 editions of 1 profile"),
        (0, "1 edition of 1 profile"),
        (0, "Nothing was published that could be looked at."),
    ]


@pytest.mark.django_db
def test_number_of_queries_does_not_grow_with_the_editions(django_assert_num_queries: Any) -> None:
    found = three_editions()
    with django_assert_num_queries(4) as first:  # which profiles, their chains, editions, assessments
        verified()
    Profile.objects.update(base="The fourth quay")
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW + timedelta(days=4), note="Once more.")
    with django_assert_num_queries(len(first)):
        verified()


@pytest.mark.django_db(transaction=True)
def test_several_processes_find_the_same_in_the_same_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("profiles.editions.verifying.PROFILES", 1)
    found = three_editions()
    for one in Publisher.objects.all():
        Publisher.objects.filter(pk=one.pk).update(name=f"Older {one.name}")
    Profile.objects.update(slug="older")  # in the working file: lists and faults go on by the public slug
    other = cast().profile
    Profile.objects.filter(pk=other.pk).update(slug="other")
    publish(profile_id=other.pk, by=ALICE, now=NOW)
    rewrite(Edition, set_text, profile=found.profile, number=2)
    rewrite(Edition, set_salt, profile=other)
    one, two = verified("--processes", "1"), verified("--processes", "2")
    assert (
        one[:2]
        == two[:2]
        == (
            1,
            [
                "harbour-exchange, edition 2: block b2 does not have its digest",
                "other, edition 1: block b2 does not have its digest",
            ],
        )
    )
    assert one[2].split(" in ")[0] == two[2].split(" in ")[0] == "4 editions of 2 profiles"


# What is judged without a database.


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ([], []),
        ([Link(1, "a", "")], []),
        ([Link(1, "a", ""), Link(2, "b", "a"), Link(3, "c", "b")], []),
        ([Link(1, "a", "x")], [(1, "it is the first and says that it follows another")]),
        ([Link(3, "c", "b")], [(3, "editions 1 to 2 are missing before it")]),
        ([Link(1, "a", ""), Link(2, "b", "x")], [(2, "it does not follow edition 1: that has another digest")]),
        (
            [Link(1, "a", ""), Link(4, "d", "c"), Link(6, "f", "e")],
            [(4, "editions 2 to 3 are missing before it"), (6, "edition 5 is missing before it")],
        ),
    ],
)
def test_chain(links: list[Link], expected: list[tuple[int, str]]) -> None:
    assert list(chain_faults(links)) == expected


@pytest.mark.parametrize(
    ("pointers", "expected"),
    [
        (Pointers(True, 3, 3, 2, 8900), []),
        (Pointers(False, 3, None, None, None), []),  # not public any more
        (Pointers(True, None, 3, 2, 8900), ["the profile takes none for the newest, which is edition 3"]),
        (Pointers(True, 3, None, None, None), ["it is published and stands in no list"]),
        (Pointers(True, 3, 3, 1, 8900), ["lists do not show its last assessment, 3.2"]),
    ],
)
def test_pointers(pointers: Pointers, expected: list[str]) -> None:
    assert list(pointer_faults(pointers, 3, 2, 8900)) == expected


def test_every_schema_has_a_fixture() -> None:
    kept = {int(path.stem.rsplit("_", 1)[1]) for path in FIXTURES.glob("edition_schema_*.json")}
    assert kept == set(READERS)


@pytest.mark.parametrize("schema", sorted(READERS))
def test_edition_of_every_schema_verifies(schema: int) -> None:
    """Read, drawn and computed again; and a change of one letter is still noticed."""
    kept = json.loads((FIXTURES / f"edition_schema_{schema}.json").read_text(encoding="utf-8"))

    def stored() -> StoredEdition:
        return StoredEdition(
            profile=kept["profile"],
            number=kept["manifest"]["number"],
            schema=schema,
            manifest=kept["manifest"],
            body=kept["body"],
            digest=kept["digest"],
            previous=kept["manifest"]["previous"],
            published_at=datetime.fromisoformat(kept["manifest"]["published_at"]),
            assessments=tuple(
                StoredAssessment(**{**one, "assessed_at": datetime.fromisoformat(one["assessed_at"])})
                for one in kept["assessments"]
            ),
        )

    assert stored().assessments
    assert list(edition_faults(stored())) == []
    block = kept["manifest"]["words"]["name"]["block"]
    kept["body"][block][1] += "!"
    assert list(edition_faults(stored())) == [f"block {block} does not have its digest"]
