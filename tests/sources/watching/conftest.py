from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _loopback_is_allowed(settings: Any) -> None:
    settings.ALLOW_LOOPBACK = True
