"""What Redis loses comes back by the clock: every task of ours is in beat's schedule."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from celery.worker.request import Request
from kombu.utils.uuid import uuid

from plumbline.celery import app
from plumbline.schedule import BEAT

# Sent to a moment within the next minute and a half; the look ahead publishes whatever it lost.
SENT_AHEAD = {"profiles.release_due"}
OURS = ("plumbline.", "profiles.", "briefings.", "sources.", "records.")


@pytest.fixture(autouse=True)
def _tasks_are_known() -> None:
    app.loader.import_default_modules()


def test_every_task_of_ours_is_begun_again_by_the_clock() -> None:
    tasks = {name for name in app.tasks if name.startswith(OURS)}
    assert tasks - SENT_AHEAD == {entry["task"] for entry in BEAT.values()}


@pytest.mark.parametrize("name", sorted(BEAT))
@pytest.mark.parametrize("hours", [-2, 2])
def test_worker_whose_clock_is_two_hours_off_takes_what_beat_sends(name: str, hours: int) -> None:
    """Celery writes by beat's clock when a message ends, and drops it by the worker's."""
    expires = BEAT[name].get("options", {}).get("expires")
    if expires is None:
        return
    worker = datetime.now(UTC)
    beat = worker - timedelta(hours=hours)
    ends = (beat + timedelta(seconds=expires)).isoformat()
    task = app.tasks[BEAT[name]["task"]]
    headers = {"id": uuid(), "task": task.name, "expires": ends, "lang": "py"}
    request = Request(_Message(headers), app=app, task=task)
    assert not (request.expires and request.maybe_expire())


class _Message:
    """What Celery reads of a message, without a broker."""

    def __init__(self, headers: dict[str, object]) -> None:
        self.headers = headers
        self.body = ((), {}, {})
        self.payload = ((), {}, {})
        self.properties: dict[str, object] = {}
        self.delivery_info: dict[str, object] = {}
        self.content_type, self.content_encoding = "application/json", "utf-8"
