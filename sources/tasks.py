"""Background work of sources. Each task is one call; due work lives in PostgreSQL."""

from __future__ import annotations

from celery import shared_task

from records.clock import database_clock, database_now
from sources.discovering import look_on
from sources.watching.fetchers import fetcher_beside, fetcher_here
from sources.watching.keeping import drop_old_bytes
from sources.watching.manners import forget_robots
from sources.watching.second_chance import try_again
from sources.watching.visiting import visit_rounds

REFRESH = "sources.refresh_due"
LOOK = "sources.look_around"
# Seconds of claiming in one task: with much to do the next tick goes on, and other tasks have their turn between.
SECONDS = 10.0


@shared_task(name=REFRESH)
def refresh_due() -> None:
    """Visit what is due, a hundred at a time, for ten seconds. Two of these at once visit different hosts."""
    visit_rounds(fetcher=fetcher_here, clock=database_clock(), seconds=SECONDS)


@shared_task(name=LOOK)
def look_around() -> None:
    """Look further for what editors have asked to be found."""
    look_on(fetcher=fetcher_beside, now=database_now())


@shared_task(name="sources.try_again")
def give_second_chances() -> None:
    """Make due again what was given up a day ago, since its visits never ended."""
    try_again(now=database_now())


@shared_task(name="sources.drop_old_bytes")
def drop_bytes() -> None:
    """Remove fetched bytes that have been kept for as long as their sources want, and robots.txt files of yesterday."""
    drop_old_bytes(now=database_now())
    forget_robots(now=database_now())
