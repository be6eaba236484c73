"""How a process that helps to make profiles gets ready. It imports no models: Django is not set up yet."""

from __future__ import annotations

import signal

from profiles.editions.child_process import begin


def begin_quietly(database: str) -> None:
    """As `begin`, and deaf to Ctrl-C: a batch that was begun is finished, and the parent says when to stop."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    begin(database)
