"""The cache with and without Redis."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.core.cache import cache

from plumbline.cache import OpenCache


def answers(store: Any) -> list[Any]:
    return [
        store.add("one", 1),
        store.get("one", "none"),
        store.set("one", 2),
        store.touch("one"),
        store.incr("one"),
        store.has_key("one"),
        store.set_many({"two": 2}),
        store.get_many(["one", "two"]),
        store.delete("one"),
        store.delete_many(["two"]),
        store.get("two"),
    ]


def test_with_redis_it_remembers() -> None:
    cache.clear()
    assert answers(cache) == [True, 1, None, True, 3, True, [], {"one": 3, "two": 2}, True, None, None]


def test_without_redis_nothing_is_there_and_nothing_fails(caplog: pytest.LogCaptureFixture) -> None:
    away = OpenCache("unix:///nowhere/at-all/redis.sock", {})
    with caplog.at_level(logging.WARNING):
        assert answers(away) == [True, "none", None, False, 1, False, [], {}, False, None, None]
    # Asked once, not eleven times: each question could have cost half a second.
    assert [record.message for record in caplog.records] == [
        "Nothing is counted: Redis does not answer (ConnectionError)"
    ]
