"""The test run's own servers, and the network that tests do not have."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import psycopg
import pytest
import redis
from django.db import connection as here
from pytest_socket import SocketConnectBlockedError

from tests.servers import redis_of_worker
from tests.template import NAME


@pytest.mark.parametrize(
    ("url", "number", "expected"),
    [
        ("unix:///t/redis.sock", 0, "unix:///t/redis.sock"),
        ("unix:///t/redis.sock", 2, "unix:///t/redis.sock?db=2"),
        ("unix:///t/redis.sock?db=3", 2, "unix:///t/redis.sock?db=5"),
        ("redis://localhost", 2, "redis://localhost/2"),
        ("redis://:secret@localhost:6380/4", 2, "redis://:secret@localhost:6380/6"),
        ("rediss://host/0?ssl_cert_reqs=none", 1, "rediss://host/1?ssl_cert_reqs=none"),
    ],
)
def test_redis_of_worker_counts_databases_up(url: str, number: int, expected: str) -> None:
    assert redis_of_worker(url, number) == expected


def test_servers_of_the_run_answer() -> None:
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    with redis.Redis.from_url(os.environ["REDIS_URL"]) as client:
        assert client.ping()


@pytest.mark.django_db
def test_database_of_a_worker_is_a_copy_of_what_was_migrated_once() -> None:
    assert (NAME in os.environ) == (os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1") != "1")
    assert here.settings_dict["TEST"]["TEMPLATE"] == os.environ.get(NAME)


@pytest.mark.filterwarnings("ignore:A test tried to use")  # said beside the error, by pytest-socket
def test_network_is_off_but_for_this_machine(tmp_path: Path) -> None:
    # 192.0.2.0/24 is for documentation (RFC 5737): nobody would answer there either.
    with socket.socket() as outside, pytest.raises(SocketConnectBlockedError):
        outside.connect(("192.0.2.1", 80))
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as inside:
        inside.connect(server.getsockname())
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as inside:
        server.bind(str(tmp_path / "s"))
        server.listen()
        inside.connect(str(tmp_path / "s"))
