"""A profile's page stays light: at most 60 KB on the way with its style sheets and scripts, up to 100 statements."""

from __future__ import annotations

import gzip
import re
from dataclasses import fields
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from profiles.editions.markup import Html
from profiles.editions.page import Note, Paragraph, ProfilePage, SectionView, Source
from tests.profiles.site.sample_notes import note, source
from tests.profiles.site.samples import mark, profile_page

BOUND = 60_000
DOCUMENTS = 120
TALK = (
    "cable landing carrier exchange switch northern southern harbour members outage route regulator ordered transit "
    "capacity ring duct station upstream peers announced withdrew bought leased operates connects between islands "
    "spring summer winter autumn agreement notice registry resource block prefix office licence built closed moved "
    "second third customers providers data centre power supply failed restored evening morning contract year share"
)
WORDS = TALK.split()


@pytest.mark.parametrize(
    ("statements", "citations", "bound"),
    [(100, 250, BOUND), (200, 500, 80_000)],  # the second is as long as profiles get; what it weighs is said, and held
    ids=["long", "longest"],
)
def test_profile_is_light(statements: int, citations: int, bound: int) -> None:
    page = long_page(statements)
    html = render_to_string("profiles/profile.html", {"page": page, "cite": page.cite})
    assert len(set(re.findall(r'id="note-(\d+)"', html))) == statements
    assert html.count('class="source-line"') >= citations
    assert weight(html) <= bound


def weight(html: str) -> int:
    """Bytes on the way: the page packed as answers are, its files packed as they are when the site is set up."""
    files = re.findall(r'<link rel="stylesheet" href="([^"]+)"|<script src="([^"]+)"', html)
    parts = [packed(address) for pair in files for address in pair if address]
    assert len(parts) == 6
    return len(gzip.compress(html.encode(), 6, mtime=0)) + sum(parts)


def packed(address: str) -> int:
    name = re.sub(r"\.[0-9a-f]{12}(?=\.\w+$)", "", urlsplit(address).path.removeprefix("/static/"))
    place = finders.find(name)
    assert isinstance(place, str), name
    return len(gzip.compress(Path(place).read_bytes(), 9))


def long_page(statements: int) -> ProfilePage:
    """A page whose statements and sources have nothing but words in common."""
    chance = Random(60)
    papers = [a_paper(number, chance) for number in range(DOCUMENTS)]
    notes = tuple(a_note(number, papers, chance) for number in range(1, statements + 1))
    told = tuple(a_paragraph(notes[at : at + 4], chance) for at in range(0, statements, 4))
    return profile_page(
        notes=notes,
        key_points=(),
        inclusion=(),
        does=SectionView("What it does", "account", "", told),
        happened=None,
        matters=None,
        others=(),
        timeline=(),
        ties=(),
    )


def a_paragraph(notes: tuple[Note, ...], chance: Random) -> Paragraph:
    return Paragraph(Html(f"<p>{' '.join(sentence(chance, 14) + mark(one.number) for one in notes)}</p>"), notes)


def a_note(number: int, papers: list[Source], chance: Random) -> Note:
    chosen = chance.sample(papers, 2 + number % 2)
    identity = "cl-" + "".join(chance.choices("abcdefghjkmnpqrstvwxyz0123456789", k=16))
    return note(
        number,
        sentence(chance, 12),
        chance.randrange(3000, 9800),
        claim=identity,
        sources=tuple(
            source(
                **{
                    **{f.name: getattr(one, f.name) for f in fields(one)},
                    "quote": " ".join(chance.choices(WORDS, k=12)),
                }
            )
            for one in chosen
        ),
    )


def a_paper(number: int, chance: Random) -> Source:
    house = chance.choice(WORDS)
    title = sentence(chance, 7)
    address = f"https://{house}-paper.example/2026/{'-'.join(title.lower().rstrip('.').split())}"
    return source(f"d{number}", publisher=f"{house.title()} Paper", title=title, address=address)


def sentence(chance: Random, words: int) -> str:
    return " ".join(chance.choices(WORDS, k=words)).capitalize() + "."
