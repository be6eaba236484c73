"""Background work of the whole: orders to erase that somebody approved."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from plumbline.erasure.ordering import carry_out_due


@shared_task(name="plumbline.carry_out_erasures", soft_time_limit=3_300, time_limit=3_600)
def carry_out_erasures() -> None:
    """Carry out approved erasures, also those that a worker left behind. Safe to run twice at once."""
    carry_out_due(now=timezone.now())
