"""What the logs say while Redis is away."""

from __future__ import annotations

import logging
import traceback

import pytest
from celery.beat import SchedulingError

from plumbline.away import OneLine
from plumbline.celery import app


class Written(logging.Handler):
    """Keeps what would be written."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.setFormatter(logging.Formatter("%(levelname)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def written() -> Written:
    return Written()


def fail(logger: logging.Logger, error: Exception) -> None:
    """As celery.beat does it."""
    try:
        raise error from OSError("Connection refused.")
    except type(error) as exc:
        logger.error("Message Error: %s\n%s", exc, traceback.format_stack(), exc_info=True)


def test_beat_says_in_a_line_that_redis_is_away_and_not_at_each_call(written: Written) -> None:
    logger = logging.Logger("beat")
    logger.addHandler(written)
    logger.addFilter(OneLine())
    for name in ("look-around", "visit-due-sources", "look-around"):
        fail(logger, SchedulingError(f"Couldn't apply scheduled task {name}: Connection refused."))
    assert written.lines == [
        "ERROR Workers cannot be called; they are as soon as Redis answers. "
        "Couldn't apply scheduled task look-around: Connection refused."
    ]
    fail(logger, ValueError("A fault of ours."))
    assert "Traceback" in written.lines[1]


def test_log_of_beat_goes_through_it_and_workers_wait_for_redis_without_end() -> None:
    # One for each time that the settings were loaded in this process.
    assert {type(each) for each in logging.getLogger("celery.beat").filters} == {OneLine}
    assert app.conf.broker_connection_max_retries is None
