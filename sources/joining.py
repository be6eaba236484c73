"""Two rows that turn out to be one document become one."""

from __future__ import annotations

from django.db import transaction
from django.db.models import ProtectedError, RestrictedError

from sources.models import Document, OriginEdge, Sighting, Watch


def fold(known: Document, *, into: Document) -> Document:
    """Make one of two documents, at least one of which has no version; return the one that stays, unsaved.

    `into` stays, with all that points to `known`: what feeds said, watches, edges, and its address where it has none
    itself. Where something else holds `known` (a citation, say) it stays instead; where both are held, `into` stays
    and so does `known`, for an editor to judge. Runs in the caller's transaction, under `stories.lock_stories`.
    """
    if known.pk == into.pk:
        return into
    if not known.versions.exists() and _moved(known, into):
        return into
    if not into.versions.exists() and _moved(into, known):
        return known
    return into


def _moved(gone: Document, kept: Document) -> bool:
    """Move everything from `gone` to `kept` and delete it; False, and nothing done, where that is not allowed."""
    address, key = gone.address, gone.address_key
    try:
        with transaction.atomic():
            for model in (Sighting, Watch):
                model.objects.filter(document=gone).update(document=kept)
            _move_edges(gone, kept)
            gone.delete()
    except (ProtectedError, RestrictedError):
        return False
    if key and not kept.address_key:
        kept.address, kept.address_key = address, key
    kept.publisher = kept.publisher or gone.publisher
    kept.source = kept.source or gone.source
    kept.published_on = kept.published_on or gone.published_on
    kept.seen_at = min(filter(None, (kept.seen_at, gone.seen_at)), default=None)
    kept.save()
    return True


def _move_edges(gone: Document, kept: Document) -> None:
    """Edges of `gone` become those of `kept`, unless it has the like; one between the two is no edge any more."""
    for edge in OriginEdge.objects.filter(document=gone) | OriginEdge.objects.filter(original=gone):
        if edge.document_id == gone.pk:
            edge.document = kept
        if edge.original_id == gone.pk:
            edge.original = kept
        alike = OriginEdge.objects.filter(document=edge.document_id, original=edge.original_id, kind=edge.kind)
        if edge.document_id != edge.original_id and not alike.exists():
            edge.save(update_fields=["document", "original"])
