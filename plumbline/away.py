"""What beat writes to its log while Redis is away."""

from __future__ import annotations

import logging

from celery.beat import SchedulingError

QUIET = 60.0  # seconds


class OneLine(logging.Filter):
    """Celery writes two pages for each call that reaches nobody, forty a minute. A line a minute says the same."""

    def __init__(self) -> None:
        super().__init__()
        self._said_at: float | None = None

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if not isinstance(error, SchedulingError):
            return True
        if self._said_at is not None and 0 <= record.created - self._said_at < QUIET:
            return False
        self._said_at = record.created
        record.msg = "Workers cannot be called; they are as soon as Redis answers. %s"
        record.args = (str(error),)
        record.exc_info = record.exc_text = None
        return True
