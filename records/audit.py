"""The audit trail's one writer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from records.models import AuditRow


def record(*, by: str, verb: str, subject: str, now: datetime, **detail: Any) -> None:
    """Write one audit row in the caller's transaction.

    `by` and `subject` are text ids (`user:us-...`, `profile:pr-...`); `detail` is plain JSON.
    """
    AuditRow.objects.create(at=now, actor=by, verb=verb, subject=subject, detail=detail)
