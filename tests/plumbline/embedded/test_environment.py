from __future__ import annotations

from pathlib import Path

import pytest

from plumbline.embedded.environment import laptop, port, secret_key
from plumbline.embedded.errors import ServersError
from plumbline.embedded.paths import layout, prepare
from plumbline.embedded.postgres import url as postgres_url
from plumbline.embedded.servers import missing_servers


@pytest.mark.parametrize(("text", "number"), [("", 8000), ("1", 1), ("8001", 8001), ("65535", 65535)])
def test_port_is_read(text: str, number: int) -> None:
    assert port({"PORT": text}) == number


@pytest.mark.parametrize("text", ["0", "65536", "-1", "http", "80 80", "٨٠"])
def test_port_that_is_no_port_is_refused(text: str) -> None:
    with pytest.raises(ServersError, match="has to be a number from 1 to 65535"):
        port({"PORT": text})


def test_secret_key_is_made_once_and_is_its_owners(tmp_path: Path) -> None:
    one, other = layout(tmp_path / "one"), layout(tmp_path / "other")
    prepare(one)
    prepare(other)
    key = secret_key(one)

    assert len(key) >= 50
    assert secret_key(one) == key
    assert secret_key(other) != key
    assert one.secret_key.stat().st_mode & 0o777 == 0o600
    one.secret_key.write_text("torn")
    assert len(secret_key(one)) >= 50


def test_laptop_adds_only_what_is_missing(tmp_path: Path) -> None:
    place = layout(tmp_path / "data")
    prepare(place)

    assert laptop(place, {}) == {
        "PLUMBLINE_DATA": str(place.root),
        "PLUMBLINE_DEMO": "1",
        "PLUMBLINE_SECRET_KEY": secret_key(place),
        "PORT": "8000",
    }
    assert laptop(place, {"PLUMBLINE_DEMO": "0", "PLUMBLINE_SECRET_KEY_FILE": "/k", "PORT": "81"}) == {
        "PLUMBLINE_DATA": str(place.root),
        "PORT": "81",
    }


@pytest.mark.parametrize(
    ("environ", "postgres", "redis"),
    [
        ({}, True, True),
        ({"DATABASE_URL": "postgresql://db/x"}, False, True),
        ({"DATABASE_URL_FILE": "/run/secrets/db", "REDIS_URL": "redis://r/0"}, False, False),
        ({"DATABASE_URL": "", "REDIS_URL": ""}, True, True),
        ({"DATABASE_URL": postgres_url(layout("/srv/data"))}, True, True),
    ],
)
def test_missing_servers_are_those_that_nobody_names(environ: dict[str, str], postgres: bool, redis: bool) -> None:
    found = missing_servers(layout("/srv/data"), environ, print)

    assert (found.postgres is not None, found.redis is not None) == (postgres, redis)
