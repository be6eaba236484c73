"""How thorough property tests are: quick by default, `make test-long` for long runs."""

from __future__ import annotations

import os

import pytest
from django.db import connections
from hypothesis import HealthCheck, settings

# No deadlines: a test that depends on the machine's speed is no test.
settings.register_profile("quick", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("long", deadline=None, max_examples=10_000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


@pytest.fixture(scope="session", autouse=True)
def _connections_end_with_their_request() -> None:
    """A thread of the live server that kept its connection would keep the test database from being removed."""
    connections.settings["default"]["CONN_MAX_AGE"] = 0
