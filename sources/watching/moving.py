"""A source that says it has moved for good is watched where it is now, when an editor says so."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from records import audit
from sources.models import Source, Watch
from sources.models.watch import MOVED
from sources.watching.entering import NotWatched, resting, watch_source


@transaction.atomic
def follow_move(*, source: Source, by: str, now: datetime) -> Watch:
    """Watch `source` at the address to which it has moved for good; its documents stay. Raises NotWatched where it has
    not moved, or where another source has that address."""
    source = Source.objects.select_for_update(no_key=True).get(pk=source.pk)
    moved = Watch.objects.filter(MOVED, source=source).first()
    if moved is None:
        raise NotWatched(f"“{source}” has not moved.")
    other = Source.objects.filter(address=moved.moved_to).first()
    if other is not None:
        raise NotWatched(f"“{source}” has moved to the address of “{other}”. End one of the two.")
    before, source.address = source.address, moved.moved_to
    try:
        source.full_clean(exclude=["publisher"], validate_unique=False)
    except ValidationError as error:
        raise NotWatched(f"It has moved to an address that cannot be entered. {' '.join(error.messages)}") from None
    source.save(update_fields=["address"])
    subject = f"source:{source.public_id}"
    audit.record(by=by, verb="source.followed", subject=subject, now=now, before=before, after=source.address)
    watch = watch_source(source=source, by=by, now=now)
    if watch is None:
        raise resting(source)
    return watch
