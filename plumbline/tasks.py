"""Background work of the whole: orders to erase that somebody approved, and room for kept answers."""

from __future__ import annotations

from celery import shared_task

from plumbline.erasure.ordering import carry_out_due
from plumbline.keeping.rows import prune
from records.clock import database_now


@shared_task(name="plumbline.carry_out_erasures", soft_time_limit=3_300, time_limit=3_600)
def carry_out_erasures() -> None:
    """Carry out approved erasures, also those that a worker left behind. Safe to run twice at once."""
    carry_out_due(now=database_now())


@shared_task(name="plumbline.make_room_for_answers")
def make_room_for_answers() -> None:
    """Remove the oldest kept answers beyond the bound."""
    prune()
