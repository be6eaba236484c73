"""What the form of a source says of itself."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.test import Client

from sources.models import Source
from tests.cast import editor, publisher

pytestmark = pytest.mark.django_db


def test_source_that_is_not_visited_says_so() -> None:
    client = Client()
    client.force_login(editor())
    assert "Feeds and pages are visited" in client.get("/admin/sources/source/add/").content.decode()
    given = {"name": "Map", "kind": "sitemap", "address": "https://map.example/s.xml", "is_active": "on"}
    answer = client.post("/admin/sources/source/add/", {**given, "publisher": publisher("Map House").pk})
    assert answer.status_code == 302
    page = admin.site.get_model_admin(Source)
    source = page.get_queryset(answer.wsgi_request).get()
    assert page.next_due(source) == "not visited"
