"""What the form of a source says, and what it does not let through."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from records.models import User
from sources.models import Publisher, Source, Watch
from sources.outlines import import_sources
from sources.watching.choices import Paths
from sources.watching.opml import NUMBERS, Outline
from sources.watching.opml_writing import write_opml
from tests.cast import editor, publisher
from tests.sources.watching.room import BY, NOW

pytestmark = pytest.mark.django_db
ADD = "/admin/sources/source/add/"


def save(**given: Any) -> tuple[int, dict[str, list[str]]]:
    """Enter a source; return the status of the answer and what the form says against which field."""
    client = Client()
    client.force_login(User.objects.first() or editor())
    row = {
        "name": "Map",
        "address": "https://map.example.org/s",
        "is_active": "on",
        "publisher": (Publisher.objects.first() or publisher("M")).pk,
    }
    answer = client.post(ADD, {**row, **given})
    faults = answer.context["adminform"].form.errors if answer.context else {}
    return answer.status_code, {name: list(words) for name, words in faults.items()}


def test_form_says_that_all_kinds_are_visited() -> None:
    client = Client()
    client.force_login(editor())
    assert "All kinds are visited." in client.get(ADD).content.decode()


@pytest.mark.parametrize(
    ("given", "kind", "choice"),
    [
        ({"kind": "sitemap"}, "feed", {"kind": "sitemap"}),
        ({"kind": "page", "selector": "main .notice"}, "page", {"kind": "page", "selector": "main .notice"}),
        ({"kind": "json", "json_text": "$.a"}, "page", {"kind": "json", "text": "$.a"}),
        (
            {"kind": "json", "json_items": "$.a[*]", "json_title": "$.t"},
            "feed",
            {"items": "$.a[*]", "kind": "json", "title": "$.t"},
        ),
    ],
)
def test_source_of_each_kind_is_visited(given: dict[str, str], kind: str, choice: dict[str, str]) -> None:
    assert save(**given) == (302, {})
    watch = Watch.objects.get()
    assert (watch.kind, watch.choice, watch.next_fetch_at is not None) == (kind, choice, True)


def test_json_document_may_be_only_noted() -> None:
    assert save(kind="json", is_active="") == (302, {})
    assert not Watch.objects.exists()


@pytest.mark.parametrize(
    ("given", "faults"),
    [
        ({"kind": "json"}, {"json_text": ["Say where the items are, or where the text is that is watched."]}),
        ({"kind": "json", "json_text": "status"}, {"json_text": ["This is no JSONPath"]}),
        ({"kind": "json", "json_items": "$.a[*]"}, {"json_title": ["Say where an item has its title, its address"]}),
        ({"kind": "json", "json_text": "$.a", "json_id": "$.b"}, {"json_id": ["This leads from an item"]}),
        ({"kind": "json", "json_items": "$[*]", "json_text": "$..a"}, {"json_text": ["In an item a path goes step"]}),
        ({"kind": "feed", "json_text": "$.a"}, {"json_text": ["Only a JSON document has paths."]}),
        ({"kind": "feed", "selector": "main"}, {"selector": ["Only a page has elements."]}),
        ({"kind": "page", "selector": "p:nth-child(2)"}, {"selector": ["Use names, classes"]}),
        ({"kind": "feed", "selector": "main", "json_id": "$.b"}, {"selector": ["Only"], "json_id": ["Only a JSON"]}),
        (
            {"kind": "feed", "shortest_seconds": "60", "longest_seconds": "30"},
            {"longest_seconds": ["This is shorter than the shortest time between two visits."]},
        ),
        ({"kind": "sitemap", "address": "http://10.0.0.1/s"}, {"address": ["This address cannot be visited."]}),
    ],
)
def test_form_and_list_refuse_in_the_same_words(given: dict[str, str], faults: dict[str, list[str]]) -> None:
    status, said = save(**given)
    assert (status, set(said), Source.objects.count()) == (200, set(faults), 0)
    for name, words in faults.items():
        assert said[name][0].startswith(words[0])
    [line] = import_sources(data=listed(**given), by=BY, now=NOW, most=1).lines
    assert (line.state, Source.objects.count()) == ("refused", 0)
    assert all(
        any(word.removeprefix("This address cannot be visited. ") in line.words for word in each)
        for each in said.values()
    )


def test_selector_that_is_too_long_is_refused() -> None:
    status, said = save(kind="page", selector="x" * 201)
    assert (status, said["selector"]) == (200, ["Ensure this value has at most 200 characters (it has 201)."])


def listed(**given: str) -> bytes:
    """A list with the source that the form was given."""
    paths = Paths(**{name.removeprefix("json_"): path for name, path in given.items() if name.startswith("json_")})
    numbers = tuple((name, int(given[name])) for name in NUMBERS if name in given)
    address = given.get("address", "https://map.example.org/s")
    outline = Outline(address, "Map", given["kind"], selector=given.get("selector", ""), paths=paths, numbers=numbers)
    return "".join(write_opml([outline], title="One", made_at=NOW)).encode()


@pytest.mark.parametrize(
    "address",
    [
        "https://map.example.org/s",
        "HTTPS://map.example.org/s",
        "http://www.map.example.org/s/?utm_source=x#top",
        " https://MAP.example.org:443/s",
    ],
)
def test_address_that_is_here_is_named_however_it_is_written(address: str) -> None:
    assert save(kind="feed", name="Quay map") == (302, {})
    words = "There is a source of this address already: “Quay map”."
    assert save(kind="feed", address=address) == (200, {"address": [words]})
    assert save(kind="feed", address="https://map.example.org/t") == (302, {})


def test_scheme_may_be_typed_in_capitals() -> None:
    assert save(kind="feed", address="Http://map.example.org/S") == (302, {})
    assert Source.objects.get().address == "http://map.example.org/S"


def test_source_whose_address_stays_is_not_its_own_double() -> None:
    save(kind="feed")
    made, client = Source.objects.get(), Client()
    client.force_login(User.objects.get())
    row = {"name": "Map 2", "kind": "feed", "address": made.address, "publisher": made.publisher.pk}
    assert client.post(f"/admin/sources/source/{made.pk}/change/", row).status_code == 302
    assert Source.objects.get().name == "Map 2"
