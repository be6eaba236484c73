"""The page of all editions of a profile that has thousands of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from lxml import html

from profiles.models import Edition, Profile
from profiles.site import views
from tests.cast import ALICE, NOW, cast, publish

PAGE = "/profiles/harbour-exchange/"


@pytest.mark.django_db
def test_editions_are_turned_over_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    profile = cast().profile
    publish(profile_id=profile.pk, by=ALICE, now=NOW)
    monkeypatch.setattr(views, "EDITIONS", 2)
    for number in range(3):
        Profile.objects.update(base=f"Quay {number}")
        publish(profile_id=profile.pk, by=ALICE, now=NOW + timedelta(days=number + 1), note="It moved.")
    seen, address = [], f"{PAGE}editions/"
    while address:
        tree = html.fromstring(Client().get(address).content)
        seen.append([heading.text_content() for heading in tree.xpath("//article//h2/a")])
        address = next(iter(tree.xpath("//a[@rel='next']/@href")), "")
        address = address and f"{PAGE}editions/{address[address.index('?') :]}"
    newest = Edition.objects.count()
    numbers = [f"Edition {number}" for number in range(newest, 0, -1)]
    assert seen == [numbers[at : at + 2] for at in range(0, newest, 2)]
    for wrong in ("before=0", "before=x", "before=9999999999", "before=1&before=2"):
        assert Client().get(f"{PAGE}editions/?{wrong}").status_code == 400
    plain = Client().get(f"{PAGE}editions/?before=3").content
    assert Client().get(f"{PAGE}editions/?utm_source=mail&before=3&after=1").content == plain
