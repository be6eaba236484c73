"""How a process that helps to make profiles gets ready. It imports no models: Django is not set up yet."""

from __future__ import annotations

import signal

from profiles.editions.child_process import begin
from records.processes import die_with_parent


def begin_quietly(database: str, parent: int) -> None:
    """As `begin`, and deaf to Ctrl-C: a batch that was begun is finished, and the parent says when to stop. Should the
    parent (its process id) die without a word, so does this process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    die_with_parent(signal.SIGKILL, parent)
    begin(database)
