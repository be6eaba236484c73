"""The one clock of everything that is due: PostgreSQL's. Clocks of workers may differ by hours."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection


def database_now() -> datetime:
    """Return the time by PostgreSQL's clock, aware, as it is now and not when the transaction began."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (now,) = cursor.fetchone()
    moment: datetime = now
    return moment


def database_clock() -> Callable[[], datetime]:
    """Return a clock that goes by PostgreSQL's: asked once, and then counted on, whatever this machine's clock does."""
    began, counted = database_now(), time.monotonic()
    return lambda: began + timedelta(seconds=time.monotonic() - counted)
