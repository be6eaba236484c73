"""The cache that may go away: what it counted is forgotten, and nobody is refused for that.

Only counts of requests are kept in it. What must hold without Redis (tries to log in, sessions) is in PostgreSQL.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any, ClassVar

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

QUIET_SECONDS = 5.0
"""After a failure Redis is left alone for this long: a page that counts ten things must not wait ten times."""


class OpenCache(RedisCache):
    """Without Redis every key is absent and every write succeeds."""

    _away_until: ClassVar[dict[str, float]] = {}

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._server = str(server)

    def _ask(self, question: Callable[[], Any], otherwise: Any) -> Any:
        if time.monotonic() < self._away_until.get(self._server, 0.0):
            return otherwise
        try:
            return question()
        except RedisError as error:
            self._away_until[self._server] = time.monotonic() + QUIET_SECONDS
            log.warning("Nothing is counted: Redis does not answer (%s)", type(error).__name__)
            return otherwise

    def add(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask(lambda: super(OpenCache, self).add(*args, **kwargs), True)

    def get(self, key: Any, default: Any = None, version: Any = None) -> Any:
        return self._ask(lambda: super(OpenCache, self).get(key, default, version), default)

    def set(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask(lambda: super(OpenCache, self).set(*args, **kwargs), None)

    def touch(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask(lambda: super(OpenCache, self).touch(*args, **kwargs), False)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask(lambda: super(OpenCache, self).delete(*args, **kwargs), False)

    def get_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask(lambda: super(OpenCache, self).get_many(*args, **kwargs), {})

    def set_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask(lambda: super(OpenCache, self).set_many(*args, **kwargs), [])

    def delete_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask(lambda: super(OpenCache, self).delete_many(*args, **kwargs), None)

    def has_key(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask(lambda: super(OpenCache, self).has_key(*args, **kwargs), False)

    def incr(self, key: Any, delta: int = 1, version: Any = None) -> Any:
        return self._ask(lambda: super(OpenCache, self).incr(key, delta, version), delta)

    def clear(self) -> Any:
        return self._ask(lambda: super(OpenCache, self).clear(), False)
