"""An answer out of all proportion waits for an editor, who lets it through or ends the source; else it passes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from records import audit
from sources.models import Source, Watch
from sources.models.watch import OF_SOURCES, SOURCE_KINDS
from sources.watching.claiming import BY
from sources.watching.collapse import held_because, remembered
from sources.watching.entering import rest_files
from sources.watching.schedule import first_due


class NotHeld(Exception):
    """Its message says to people why there is nothing to decide."""


def weigh(watch: Watch, *, count: int, now: datetime) -> str:
    """Return why an answer with `count` entries is held, "" where it is ordinary; sets on the watch, unsaved, that it
    is held, since the first of several, or what is usual now."""
    if watch.kind not in SOURCE_KINDS:
        return ""  # nobody could let it through
    reason = held_because(watch.counts, count)
    if not reason:
        lift(watch, now=now)
        watch.counts = remembered(watch.counts, count)
        return ""
    if watch.held_at is None:
        watch.held_at = now
        audit.record(by=BY, verb="watch.held", subject=f"watch:{watch.pk}", now=now, reason=reason)
    watch.held_reason = reason
    return reason


def lift(watch: Watch, *, now: datetime) -> None:
    """An ordinary answer came: nothing waits any more; sets it on the watch, unsaved."""
    if watch.held_at is not None:
        audit.record(by=BY, verb="watch.hold_lifted", subject=f"watch:{watch.pk}", now=now, reason=watch.held_reason)
        watch.held_at, watch.held_reason = None, ""


@transaction.atomic
def let_through(*, source: Source, by: str, now: datetime) -> Watch:
    """What the source gives now is taken as usual from now on: it is visited at once, and whatever it then has is
    stored. Raises NotHeld."""
    watch = _held(source)
    audit.record(
        by=by, verb="watch.let_through", subject=f"source:{source.public_id}", now=now, reason=watch.held_reason
    )
    watch.held_at, watch.held_reason, watch.trouble = None, "", ""
    watch.counts = []
    watch.next_fetch_at = first_due(now)
    watch.save(update_fields=["held_at", "held_reason", "trouble", "counts", "next_fetch_at"])
    return watch


@transaction.atomic
def end_held(*, source: Source, by: str, now: datetime) -> Watch:
    """The source whose answer is held is visited no more, until somebody asks for a check. Raises NotHeld."""
    watch = _held(source)
    reason = f"An editor ended it while its answer was held: {watch.held_reason}"
    audit.record(by=by, verb="watch.ended", subject=f"source:{source.public_id}", now=now, reason=reason)
    watch.ended_at, watch.ended_reason = now, reason
    watch.held_at, watch.held_reason = None, ""
    watch.next_fetch_at = watch.lease = watch.leased_until = None
    watch.attempts = 0
    rest_files(watch)
    watch.save()
    return watch


def _held(source: Source) -> Watch:
    watch = Watch.objects.select_for_update().filter(OF_SOURCES, source=source, held_at__isnull=False).first()
    if watch is None:
        raise NotHeld("Nothing of this source is held any more.")
    return watch
