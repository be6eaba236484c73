"""Worlds that many tests of one file look at: made once for the file, and nobody's changes stay."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import transaction

Made = TypeVar("Made")


@contextmanager
def made_once(blocker: Any, make: Callable[[], Made]) -> Iterator[Made]:
    """What `make` puts into the database, for as long as a fixture of module scope lasts; then it is taken back.

    Each test with `db` runs in a savepoint of its own within. `blocker` is the fixture django_db_blocker; the fixture
    asks for django_db_setup too. No test of the same file may need an empty database or a transaction of its own.
    """
    with blocker.unblock():
        whole = transaction.atomic()
        whole.__enter__()
        try:
            made = make()
        except BaseException:
            transaction.set_rollback(True)
            whole.__exit__(None, None, None)
            raise
    yield made
    with blocker.unblock():
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)
