"""Answers in Redis: shared by the processes, and true for as long as a second key beside them lives."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from time import monotonic, sleep
from typing import Any

import redis
from django.conf import settings

from plumbline.keeping.answers import Kept, from_bytes, to_bytes

log = logging.getLogger(__name__)

KEPT_FOR = 86_400  # seconds; the tag decides whether it may be given, this only frees memory
KEPT_WITHOUT_TAG = 2  # seconds: whoever asks a new question each time must not fill the memory
LONGEST_REWRITING = 60.0  # seconds
QUIET_SECONDS = 5.0  # after a failure Redis is left alone for this long


@dataclass(frozen=True, slots=True)
class Held:
    """`left` is for how many more seconds the answer is known to be true; 0 where its tag has to be asked for."""

    kept: Kept
    left: float


class Remote:
    """Without Redis nothing is found and nothing is kept; readers wait for the drawing."""

    def __init__(self, url: str, prefix: str) -> None:
        self._prefix = prefix
        self._away_until = 0.0
        self._client = redis.Redis.from_url(url, socket_connect_timeout=0.5, socket_timeout=0.5)

    def get(self, key: str) -> Held | None:
        """What is held for an address."""
        found = self._ask(lambda pipe: pipe.get(self._page(key)).get(self._true(key)).pttl(self._true(key)))
        if not found or found[0] is None or (kept := from_bytes(found[0])) is None:
            return None
        # Said of another drawing, it says nothing of this one.
        is_said = found[1] == kept.mark
        return Held(kept, max(0, found[2]) / 1000 if is_said else 0)

    def put(self, key: str, kept: Kept) -> None:
        """Hold an answer. It is not given before `is_true` or a tag says that it is true."""
        ex = KEPT_FOR if kept.tag else KEPT_WITHOUT_TAG
        self._ask(lambda pipe: pipe.set(self._page(key), to_bytes(kept), ex=ex))

    def is_true(self, key: str, kept: Kept, seconds: float) -> None:
        """This answer is true for some seconds."""
        if (left := int(seconds * 1000)) > 0:
            self._ask(lambda pipe: pipe.set(self._true(key), kept.mark, px=left))

    def clear(self) -> int:
        """Remove every answer; how many. Raises redis.RedisError: what must be gone cannot be passed over."""
        keys = list(self._client.scan_iter(match=f"{self._prefix}kept:*", count=1_000))
        for start in range(0, len(keys), 1_000):
            self._client.unlink(*keys[start : start + 1_000])
        return len(keys)

    def write_anew(self) -> None:
        """Have Redis write its file anew, without what was removed, and wait for that. Raises redis.RedisError."""
        if not self._client.info("persistence")["aof_enabled"]:
            return
        self._wait_for_rewriting()  # one that began before the removal still holds it
        try:
            self._client.bgrewriteaof()
        except redis.ResponseError as error:
            log.warning("Redis does not let us write its file anew: %s", error)
            return
        self._wait_for_rewriting()

    def _wait_for_rewriting(self) -> None:
        ends = monotonic() + LONGEST_REWRITING
        while True:
            told = self._client.info("persistence")
            if not told["aof_rewrite_in_progress"] and not told["aof_rewrite_scheduled"]:
                return
            if monotonic() > ends:
                raise redis.TimeoutError("Redis has not ended writing its file anew.")
            sleep(0.05)

    def _page(self, key: str) -> str:
        return f"{self._prefix}kept:{settings.RELEASE}:page:{key}"

    def _true(self, key: str) -> str:
        return f"{self._prefix}kept:{settings.RELEASE}:true:{key}"

    def _ask(self, add: Any) -> list[Any] | None:
        if monotonic() < self._away_until:
            return None
        try:
            with self._client.pipeline(transaction=False) as pipe:
                add(pipe)
                return list(pipe.execute())
        except redis.RedisError as error:
            self._away_until = monotonic() + QUIET_SECONDS
            log.warning("Pages are drawn or read from PostgreSQL: Redis does not answer (%s)", type(error).__name__)
            return None
