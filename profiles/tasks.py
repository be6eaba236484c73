"""Background work of profiles. Each task is one call; due work lives in PostgreSQL."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task

from profiles.desk.news import BATCH as NEWS_BATCH
from profiles.desk.news import read_news
from profiles.editions.counting import fold
from profiles.editions.falling import BATCH as DUE_BATCH
from profiles.editions.falling import look_at_due
from profiles.editions.scheduling import next_moments, release_due
from profiles.editions.spelling import forget_words
from records.clock import database_now
from records.outbox import WAKE


@shared_task(name=WAKE)
def read_all_news() -> None:
    """Handle waiting news until none is left, then look at the profiles that it concerns."""
    while read_news(now=database_now()) >= NEWS_BATCH:
        pass
    look_at_all_due()


@shared_task(name="profiles.release_due")
def release_all_due() -> None:
    """Publish what was scheduled and whose moment has come. Safe to run twice and at once."""
    release_due(now=database_now())


@shared_task(name="profiles.look_ahead")
def look_ahead_for_releases() -> None:
    """Publish what is due, and send a worker to each moment of the next 90 s, so that one is there at the second."""
    release_due(now=database_now())
    for at in next_moments(now=database_now()):
        # A worker's clock may fire some milliseconds early, and then nothing would be due.
        release_all_due.apply_async(eta=at + timedelta(milliseconds=100), expires=120)


@shared_task(name="profiles.look_at_due")
def look_at_all_due() -> None:
    """Look at the numbers of published profiles that are due, until none is."""
    while look_at_due(now=database_now()) >= DUE_BATCH:
        pass


@shared_task(name="profiles.fold_counts")
def fold_counts() -> None:
    """Make the ledger of counts short again."""
    fold()


@shared_task(name="profiles.forget_words")
def forget_words_of_names() -> None:
    """Forget the words of names that no public profile has any more."""
    forget_words()
