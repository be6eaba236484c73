"""Who runs the installation, from the environment."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from plumbline.operator import operator


def test_what_is_not_given_is_empty() -> None:
    told = operator(lambda name, how, otherwise: otherwise, is_demonstration=False)
    assert set(told.values()) == {"", False}
    assert len(told) == 8


def test_what_is_given_is_kept() -> None:
    told = operator(lambda name, how, otherwise: f"https://{name.lower()}", is_demonstration=True)
    assert (told["name"], told["licence_address"], told["is_demonstration"]) == (
        "https://plumbline_operator",
        "https://plumbline_licence_address",
        True,
    )


def test_address_that_would_run_something_stops_the_start() -> None:
    with pytest.raises(ImproperlyConfigured, match="PLUMBLINE_LICENCE_ADDRESS"):
        operator(lambda name, how, otherwise: "javascript:alert(1)", is_demonstration=False)
