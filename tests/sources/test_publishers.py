from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction

from sources.models import Document, Publisher
from sources.publishers import owner_roots
from tests.sources.cases import REPORT
from tests.sources.test_ingesting import bring, own, replace, shown

pytestmark = pytest.mark.django_db


def chain(*names: str) -> list[Publisher]:
    """Publishers of which each is owned by the next."""
    made: list[Publisher] = []
    for name in reversed(names):
        made.insert(0, Publisher.objects.create(name=name, owner=made[0] if made else None))
    return made


def owns(owner: Publisher, owned: Publisher) -> None:
    Publisher.objects.filter(pk=owned.pk).update(owner=owner)


def test_owner_roots_are_found_through_any_number_of_owners(django_assert_num_queries: Any) -> None:
    first = chain(*(f"Firm {number}" for number in range(30)))
    second = chain("Paper", "Group")
    alone = Publisher.objects.create(name="Alone")
    everybody = [*first, *second, alone]
    with django_assert_num_queries(2):
        roots = owner_roots(publisher.pk for publisher in everybody)
    assert roots == {
        **{publisher.pk: first[-1] for publisher in first},
        **{publisher.pk: second[-1] for publisher in second},
        alone.pk: alone,
    }
    with django_assert_num_queries(0):
        assert owner_roots([]) == {}
    assert owner_roots([0, alone.pk, alone.pk]) == {alone.pk: alone}


@pytest.mark.parametrize("length", [2, 3, 25])
def test_owners_in_a_circle_are_refused(length: int) -> None:
    held = chain(*(f"Firm {number}" for number in range(length)))
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        owns(held[0], held[-1])
    assert caught.value.__cause__.diag.constraint_name == "publisher_owners_form_no_circle"  # type: ignore[union-attr]
    held[-1].owner = held[0]
    with pytest.raises(ValidationError) as said:
        held[-1].full_clean()
    assert said.value.message_dict == {
        "owner": [f"“Firm 0” belongs to “Firm {length - 1}” itself, so it cannot be the owner of it."]
    }


def test_owners_in_a_circle_are_refused_in_one_statement() -> None:
    one, two = Publisher.objects.create(name="One"), Publisher.objects.create(name="Two")
    each_by_the_other = models.Value(one.pk + two.pk) - models.F("id")
    with pytest.raises(IntegrityError, match="belongs, directly or through others"), transaction.atomic():
        Publisher.objects.update(owner=each_by_the_other)


def test_owners_may_change_and_be_turned_round() -> None:
    one, two, three = chain("One", "Two", "Three")
    Publisher.objects.filter(pk=one.pk).update(owner=None)
    owns(one, two)
    assert {key: root.name for key, root in owner_roots([one.pk, two.pk, three.pk]).items()} == {
        one.pk: "One",
        two.pk: "One",
        three.pk: "Three",
    }


def test_owners_are_one_origin_through_two_levels() -> None:
    """Two papers of one group stay one origin when the group, or a part of it, is bought in its turn."""
    [report] = own(REPORT)
    other = replace(
        report,
        address="https://quay.example/lanternfish",
        data=b"<html><head><title>Lanternfish: we heard the voices</title>"
        b'<meta property="og:site_name" content="Quay Courier"></head><body><article>'
        + b"".join(
            b"<p>%s</p>" % line
            for line in (
                b"Lanternfish gave about 40,000 voice recordings of its users to Quaywave, we found in our own review.",
                b"We spoke to three former employees of Lanternfish, who told the Quay Courier how Quaywave asked.",
                b"Documents seen by the Quay Courier show that Lanternfish and Quaywave signed nothing in writing.",
                b"Lanternfish, in an interview with us, said that the Harbour Data Authority had been told at once.",
                b"Quaywave told us it had since deleted every recording which it had been given by Lanternfish.",
                b"The Harbour Data Authority told the Quay Courier that its inquiry into Lanternfish goes on.",
            )
        )
        + b"</article></body></html>",
    )
    [story] = bring(report, other).stories
    assert (story.origins_named, len(story.documents)) == (2, 2)
    papers = [document.publisher for document in Document.objects.filter(versions__isnull=False).order_by("id")]
    assert [paper.name for paper in papers if paper] == ["Tidewater Chronicle", "Quay Courier"]
    group, holding = Publisher.objects.create(name="Harbour Group"), Publisher.objects.create(name="Harbour Holding")
    owns(group, papers[0])  # type: ignore[arg-type]
    owns(holding, group)
    owns(holding, papers[1])  # type: ignore[arg-type]
    [story] = bring(report).stories
    assert (story.origins_named, len(story.documents)) == (1, 2)
    assert [(edge.kind, edge.state, edge.reason) for edge in story.edges if edge.kind == "same_owner"] == [
        ("same_owner", "joined", "Both are published by Harbour Holding or what it owns.")
    ]
    assert shown(story)[0][3] == 2


def test_migration_of_the_circle_rule_goes_back_and_forth() -> None:
    rules = import_module("sources.migrations.0003_owners_form_no_circle")
    one, two = chain("One", "Two")
    with connection.cursor() as cursor:
        cursor.execute(rules.UNDO)
        owns(one, two)
        with pytest.raises(IntegrityError, match=r'the owner of publisher "(One|Two)"'), transaction.atomic():
            cursor.execute(rules.NO_CIRCLE)
        owner_roots([one.pk, two.pk])  # ends
        Publisher.objects.filter(pk=two.pk).update(owner=None)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(rules.NO_CIRCLE)
    with pytest.raises(IntegrityError), transaction.atomic():
        owns(one, two)
