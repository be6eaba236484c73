"""What an edition shows of itself elsewhere: its picture, its linked data, its embedded form."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from django.conf import settings

from profiles.editions.markup import Html
from profiles.editions.page import ProfilePage
from profiles.editions.plain_words import MARKS, day
from profiles.site.figures.card import HIGH, WIDE, Card
from profiles.site.linked_data import linked_data


@dataclass(frozen=True)
class Shared:
    """Addresses are whole ones, but for that of the embedded form, which is asked of this site."""

    address: str
    card: str
    card_says: str
    card_width: int
    card_height: int
    embedded: str
    linked_data: Html


def shared(page: ProfilePage) -> Shared | None:
    """What the head of a page says for others; None for the page of a day, which is shared as the profile."""
    if page.edition.as_of:
        return None
    site = settings.SITE_ADDRESS
    address = f"{site}{path_of(page)}"
    drawn = card_of(page)
    picture = f"{site}{card_path(page, drawn)}"
    return Shared(
        address,
        picture,
        drawn.alternative,
        WIDE,
        HIGH,
        f"/oembed?url={quote(address, safe='')}&format=json",
        linked_data(page, site=site, address=address, card=picture),
    )


def path_of(page: ProfilePage) -> str:
    """Where the page stands: the profile's own address for its newest edition."""
    here = f"/profiles/{page.slug}/"
    return here if page.edition.is_newest else f"{here}editions/{page.edition.number}/"


def card_of(page: ProfilePage) -> Card:
    return Card(
        name=page.name,
        others=page.aliases,
        summary=page.summary,
        score=page.confidence.score,
        state=page.confidence.state,
        edition=f"Edition {page.edition.number}, {day(page.edition.published_at.date())}",
        sign=MARKS.get(page.mark, ""),
        site=urlsplit(settings.SITE_ADDRESS).netloc,
    )


def card_path(page: ProfilePage, drawn: Card) -> str:
    return f"/profiles/{page.slug}/editions/{page.edition.number}/card/{drawn.digest}.png"
