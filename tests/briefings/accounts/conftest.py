from __future__ import annotations

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    """Requests of the test before are forgotten: all tests come from one address."""
    cache.clear()
