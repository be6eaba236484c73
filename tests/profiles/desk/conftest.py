from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import Cast, cast, editor


@pytest.fixture
def found(db: None) -> Cast:
    return cast()


@pytest.fixture
def alice(db: None) -> Client:
    client = Client()
    client.force_login(editor())
    return client
