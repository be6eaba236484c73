"""The one kind of error a person is shown as a sentence instead of a traceback."""

from __future__ import annotations


class ServersError(Exception):
    """The servers cannot be brought up; the text says what is wrong and what mends it."""
