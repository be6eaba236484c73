"""Work that failed four times, and a person who has looked at it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from records import audit
from records.models import DeadLetter


@transaction.atomic
def settle(*, letters: QuerySet[DeadLetter], by: str, now: datetime) -> int:
    """Somebody has looked at these, and they stand at the desk no more; return how many did. They are kept."""
    waiting = letters.select_for_update().filter(settled_at=None).order_by("pk")
    settled = list(waiting.values_list("pk", "topic"))
    DeadLetter.objects.filter(pk__in=[key for key, _ in settled]).update(settled_at=now, settled_by=by)
    for key, topic in settled:
        audit.record(by=by, verb="dead_letter.settled", subject=f"dead letter:{key}", now=now, topic=topic)
    return len(settled)
