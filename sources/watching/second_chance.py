"""What was given up since its visits never ended is tried once more, a day later.

Four tries cannot tell an address that kills workers from one whose workers were killed by something else four times: a
night of a machine with too little memory, say. The first is found out again, alone; the others go on by themselves.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from records import audit
from records.models import DeadLetter
from sources.models import Watch
from sources.models.watch import SOURCE_KINDS, VISITS, WatchOutcome
from sources.watching.claiming import BY, MAX_ATTEMPTS, SUSPECT_AFTER

AFTER = timedelta(days=1)


def try_again(*, now: datetime, most: int = 100) -> int:
    """Make due again what was given up a day before `now` or longer ago and nobody has looked at, each once and alone,
    at most `most`; return how many. Safe to run twice at once."""
    given_up = DeadLetter.objects.filter(
        topic=VISITS, settled_at=None, attempts__lte=MAX_ATTEMPTS, died_at__lte=now - AFTER
    )
    return sum(
        _try_again(key, now) for key in list(given_up.order_by("died_at", "id").values_list("pk", flat=True)[:most])
    )


@transaction.atomic
def _try_again(key: int, now: datetime) -> bool:
    of = DeadLetter.objects.get(pk=key).key
    # Before the letter: an editor who makes its visits begin anew holds it, and settles the letter then.
    ended = Watch.objects.select_for_update(of=("self",)).select_related("source").exclude(ended_at=None)
    watch = ended.filter(pk=of, last_outcome=WatchOutcome.NEVER_ENDED).first()
    letter = DeadLetter.objects.select_for_update(skip_locked=True).filter(pk=key, settled_at=None).first()
    if letter is None or letter.attempts > MAX_ATTEMPTS:
        return False
    letter.attempts += MAX_ATTEMPTS - SUSPECT_AFTER  # what it gets now, so that it is not found again
    letter.save(update_fields=["attempts"])
    if watch is None or (watch.kind in SOURCE_KINDS and watch.source is not None and not watch.source.is_active):
        return False
    watch.ended_at, watch.ended_reason, watch.last_words = None, "", ""
    watch.next_fetch_at, watch.attempts = now, SUSPECT_AFTER
    watch.save()
    audit.record(by=BY, verb="watch.tried_again", subject=f"watch:{watch.pk}", now=now, address=watch.address)
    return True
