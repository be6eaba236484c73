from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.db import IntegrityError, connection
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as WithDatabase

from sources.many_rows import insert_new, next_keys, update_each
from sources.models import Document, Watch

NOW = datetime(2031, 3, 20, 9, 30, 0, 123456, tzinfo=UTC)
NASTY = ["'; DROP TABLE sources_document; --", '100 %s %(x)s \\ \\u0041 "', "漢字 🜨\n\t", "null", "{}"]


def add(*titles: str, key: str = "k") -> list[int]:
    rows = [(f"do-{key}-{number}", title, f"{key}{number}", NOW) for number, title in enumerate(titles)]
    return insert_new(
        Document, ("public_id", "title", "address_key", "made_at"), rows, once=("address_key",), giving="id"
    )


@pytest.mark.django_db
def test_rows_go_in_as_they_are_with_defaults_for_the_rest() -> None:
    assert add() == []
    keys = add(*NASTY)
    found = Document.objects.in_bulk(keys)
    assert [found[key].title for key in keys] == NASTY
    plain = Document(pk=keys[0], public_id="do-k-0", title=NASTY[0], address_key="k0", made_at=NOW)
    fields = [field.attname for field in Document._meta.concrete_fields]
    assert [getattr(found[keys[0]], name) for name in fields] == [getattr(plain, name) for name in fields]


@pytest.mark.django_db
def test_what_is_there_stays_and_other_rules_hold() -> None:
    add("first")
    assert add("second") == []
    assert Document.objects.get().title == "first"
    with pytest.raises(IntegrityError):
        add("", key="other")


@pytest.mark.django_db
def test_each_row_gets_its_own_values_of_every_kind() -> None:
    document = Document.objects.create(title="t", made_at=NOW)
    given = {"host": "h", "kind": "document", "document": document, "interval_seconds": 60, "first_seen_at": NOW}
    watches = [Watch.objects.create(address=f"https://h/{number}", **given) for number in range(3)]
    lease = UUID(int=7)
    rows = [
        (watches[0].pk, NOW, lease, NOW, 10, NASTY[0]),
        (watches[2].pk, None, None, None, 20, NASTY[1]),
    ]
    update_each(Watch, ("next_fetch_at", "lease", "leased_until", "interval_seconds", "last_words"), rows)
    names = ("next_fetch_at", "lease", "leased_until", "interval_seconds", "last_words")
    assert list(Watch.objects.order_by("id").values_list(*names)) == [
        (NOW, lease, NOW, 10, NASTY[0]),
        (None, None, None, 60, ""),
        (None, None, None, 20, NASTY[1]),
    ]
    update_each(Watch, ("host",), [])
    update_each(Document, ("published_on",), [(document.pk, date(2031, 3, 1))])
    document.refresh_from_db()
    assert document.published_on == date(2031, 3, 1)


@pytest.mark.django_db
def test_keys_rise_and_are_nobody_elses() -> None:
    first, second = next_keys(Document, 2)
    assert first < second < Document.objects.create(title="t", made_at=NOW).pk
    assert next_keys(Document, 0) == []


class TestAnyText(WithDatabase):
    @given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=50))
    def test_any_storable_text_comes_back(self, text: str) -> None:
        connection.ensure_connection()
        [key] = add(text)
        assert Document.objects.get(pk=key).title == text
        Document.objects.all().delete()
