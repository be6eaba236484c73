"""Health: is the process alive (healthz), and can it do its work (readyz). Says nothing about profiles."""

from __future__ import annotations

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from records.policy import Policy, declares


@declares(Policy.OPERATIONS)
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "alive"})


@declares(Policy.OPERATIONS)
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 while PostgreSQL answers. Redis away is told and is no reason to stop: reading goes on without it."""
    database = _database()
    return JsonResponse(
        {"status": "ready" if database else "not ready", "database": database, "redis": _redis()},
        status=200 if database else 503,
    )


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return True
    except DatabaseError:
        return False


def _redis() -> bool:
    client = redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1)
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()
