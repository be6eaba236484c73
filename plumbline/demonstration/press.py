"""The press room as this demonstration has it: since when, on which port, and the papers it has always had."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from plumbline.demonstration.skerry import FOLDER, PLACES, days_from
from plumbline.pressroom.houses import BY_KEY, HOUSES, address
from plumbline.pressroom.pieces import Piece
from plumbline.pressroom.room import Room
from sources.models import Document, Publisher, Source
from sources.watching.entering import watch_source

FILE = "press-room.json"
ABOVE = 700  # the site's port: far enough from what else a developer's machine serves
FEED_EVERY, PAPERS_EVERY = 10, 30  # seconds: a demonstration lasts ten minutes, not a week


def press_port() -> int:
    """The port that a new press room is opened on, from the site's own."""
    port = int(os.environ.get("PORT") or 8000)
    return port + ABOVE if port + ABOVE < 65536 else port - ABOVE


def room_of(folder: Path, *, port: int | None = None, now: datetime | None = None) -> Room:
    """The press room of a data folder, opened `now` where there is none yet. `port` serves it elsewhere this once.

    Since when and where it is open is kept in the folder: the addresses of its papers stand in the database.
    """
    place = folder / FILE
    try:
        known = json.loads(place.read_text(encoding="utf-8"))
        opened, kept_port = datetime.fromisoformat(known["opened"]), int(known["port"])
    except FileNotFoundError:
        opened, kept_port = now or datetime.now(UTC), port or press_port()
        folder.mkdir(parents=True, exist_ok=True)
        place.write_text(json.dumps({"opened": opened.isoformat(), "port": kept_port}), encoding="utf-8")
    return Room(opened, port or kept_port, _kept(opened))


def paper_text(name: str, opened: datetime) -> str:
    """A paper of the folder `documents`, with its days filled in, exactly as the press room serves it."""
    filled = days_from(opened.date()).fill((FOLDER / name).read_text(encoding="utf-8"))
    return filled.strip() + "\n"


def paper_address(name: str, port: int) -> str:
    return address(*PLACES[name], port)


def watch_the_press(room: Room, *, by: str, now: datetime) -> None:
    """Enter the feeds of all houses, and their papers as found there, to be watched at the pace of a demonstration.

    Where loopback may not be fetched, say after a `manage.py demo` by hand, they are entered and not watched.
    """
    for house in HOUSES:
        source = Source.objects.create(
            name=f"{house.name}: feed",
            kind="feed",
            address=address(house.key, "/feed", room.port),
            publisher=Publisher.objects.get(name=BY_KEY[house.key].name),
            interval_seconds=FEED_EVERY,
            recheck_seconds=PAPERS_EVERY,
            licence="Invented, as Plumbline itself",
        )
        Document.objects.filter(publisher=source.publisher, source=None).update(source=source)
        if settings.ALLOW_LOOPBACK:
            watch_source(source=source, by=by, now=now)


def _kept(opened: datetime) -> tuple[Piece, ...]:
    return tuple(
        Piece(house, path, name, (paper_text(name, opened),), -(10**6), is_plain=True)
        for name, (house, path) in PLACES.items()
    )
