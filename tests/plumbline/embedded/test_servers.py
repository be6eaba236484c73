"""Real servers on folders in every state that an interrupted run can leave."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest
import redis

from plumbline.embedded.child import tail
from plumbline.embedded.errors import ServersError
from plumbline.embedded.identity import candidates
from plumbline.embedded.paths import CHECKOUT, Layout, layout
from plumbline.embedded.servers import Servers
from tests.plumbline.embedded.processes import alive, clean_environment, eventually

AS_ROOT = pytest.mark.skipif(os.getuid() != 0, reason="needs root")


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def place(tmp_path: Path) -> Layout:
    return layout(tmp_path / "data")


def use(servers: Servers, statement: str) -> list[tuple[object, ...]]:
    servers.start()
    try:
        address = servers.environment()
        with redis.Redis.from_url(address["REDIS_URL"]) as client:
            assert client.ping()
        with psycopg.connect(address["DATABASE_URL"], autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []
    finally:
        servers.stop()


def test_servers_keep_the_data_over_a_restart_and_a_clean_stop(place: Layout, said: list[str]) -> None:
    use(Servers(place, say=said.append), "CREATE TABLE kept AS SELECT 'ü' AS word")

    assert use(Servers(place, say=said.append), "SELECT word FROM kept") == [("ü",)]
    assert said == []
    assert alive(place.root) == []


def test_servers_are_set_up_as_production_is(place: Layout, said: list[str]) -> None:
    found = use(
        Servers(place, throwaway=True, say=said.append),
        "SELECT current_setting('TimeZone'), pg_encoding_to_char(encoding), datlocprovider, datlocale,"
        " rolsuper, rolcreatedb FROM pg_database, pg_roles WHERE datname = current_database()"
        " AND rolname = current_user",
    )

    assert found == [("UTC", "UTF8", "b", "C.UTF-8", False, True)]
    assert place.sockets.stat().st_mode & 0o777 == 0o700


def test_servers_mend_an_interrupted_setup(place: Layout, said: list[str]) -> None:
    place.postgres_new.mkdir(parents=True)
    (place.postgres_new / "PG_VERSION").write_text("18\n")

    assert use(Servers(place, throwaway=True, say=said.append), "SELECT 1") == [(1,)]
    assert said == ["An interrupted set-up left a half-made database folder; it is made again."]


def test_servers_keep_a_half_made_folder_of_unknown_origin_aside(place: Layout, said: list[str]) -> None:
    place.postgres.mkdir(parents=True)
    (place.postgres / "precious").write_text("who knows")

    assert use(Servers(place, throwaway=True, say=said.append), "SELECT 1") == [(1,)]
    (aside,) = place.root.glob("postgres.broken-*")
    assert (aside / "precious").read_text() == "who knows"
    assert len(said) == 1
    assert str(aside) in said[0]


def test_servers_mend_stale_process_id_torn_redis_data_and_old_socket(place: Layout, said: list[str]) -> None:
    use(Servers(place, say=said.append), "CREATE TABLE kept AS SELECT 1 AS number")
    # The process id lives, but belongs to something else by now: ourselves.
    (place.postgres / "postmaster.pid").write_text(f"{os.getpid()}\n{place.postgres}\n1\n5432\n\n\n0 0\nready\n")
    (place.redis / "appendonly.aof").write_bytes(b"*no redis file at all\r\n")
    shutil.rmtree(place.redis / "appendonlydir", ignore_errors=True)
    with socket.socket(socket.AF_UNIX) as stale:
        stale.bind(str(place.redis_socket))

    assert use(Servers(place, say=said.append), "SELECT number FROM kept") == [(1,)]
    assert said[0] == "The database was not stopped cleanly last time; PostgreSQL repeats its log."
    assert said[1:] == [] or said[1].startswith("Redis could not read its data.")


def test_servers_refuse_data_of_another_release(place: Layout, said: list[str]) -> None:
    (place.postgres / "global").mkdir(parents=True)
    (place.postgres / "global" / "pg_control").write_bytes(b"")
    (place.postgres / "PG_VERSION").write_text("15\n")

    with pytest.raises(ServersError, match="was made by PostgreSQL 15, and this release brings 18"):
        Servers(place, say=said.append).start()


def test_servers_start_below_a_path_too_long_for_a_socket(tmp_path: Path, said: list[str]) -> None:
    place = layout(tmp_path / ("long " * 30) / ("é%" * 60))
    try:
        assert use(Servers(place, throwaway=True, say=said.append), "SELECT 1") == [(1,)]
        assert not place.sockets.is_relative_to(place.root)
    finally:
        shutil.rmtree(place.sockets)


@AS_ROOT
@pytest.mark.parametrize("number", [0, 1, 2], ids=["namespace", "nobody", "nobody past closed folders"])
def test_servers_run_as_every_identity_that_root_can_take(number: int, said: list[str]) -> None:
    # Only the second cannot pass a closed folder; the third is there for that.
    folder = Path(tempfile.mkdtemp(prefix="plumbline-identity-"))
    folder.chmod(0o700 if number == 2 else 0o711)
    place = layout(folder / "data")
    identity = candidates()[number]
    try:
        servers = Servers(place, throwaway=True, say=said.append, identities=[identity])
        try:
            servers.start()
        except ServersError as error:
            pytest.skip(f"this machine refuses it: {error}")
        owner = place.postgres.stat().st_uid
        servers.stop()

        assert owner == identity.owner
        # Whoever owned the data before, any other identity takes them over.
        assert use(Servers(place, throwaway=True, say=said.append), "SELECT 1") == [(1,)]
    finally:
        shutil.rmtree(folder)


@AS_ROOT
def test_servers_of_an_identity_die_with_a_killed_parent(said: list[str]) -> None:
    script = (
        "import sys, time; from plumbline.embedded.servers import Servers; "
        "from plumbline.embedded.identity import candidates; from plumbline.embedded.paths import layout; "
        "Servers(layout(sys.argv[1]), throwaway=True, identities=[candidates()[int(sys.argv[2])]]).start(); "
        "print('up', flush=True); time.sleep(60)"
    )
    for number in range(len(candidates())):
        folder = Path(tempfile.mkdtemp(prefix="plumbline-killed-"))
        folder.chmod(0o711)
        try:
            with subprocess.Popen(
                [sys.executable, "-c", script, str(folder / "data"), str(number)],
                cwd=CHECKOUT,
                env=clean_environment(folder / "data"),
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            ) as parent:
                assert parent.stdout is not None
                up = parent.stdout.readline() == b"up\n"
                parent.kill()
            assert eventually(lambda data=folder: alive(data) == []), alive(folder)  # type: ignore[misc]
            if number == 0 and not up:
                pytest.skip("this machine refuses user namespaces")
        finally:
            shutil.rmtree(folder)


@AS_ROOT
@pytest.mark.parametrize("user", [65534, 54321], ids=["known to the system", "without a name"])
def test_servers_run_as_an_ordinary_user(user: int) -> None:
    folder = Path(tempfile.mkdtemp(prefix="plumbline-ordinary-"))
    os.chown(folder, user, user)
    packages = Path(psycopg.__file__).parents[1]
    environment = clean_environment(folder / "data", PYTHONPATH=f"{CHECKOUT}:{packages}", HOME=str(folder))

    def run(interpreter: str, script: str) -> subprocess.CompletedProcess[str] | None:
        try:
            return subprocess.run(
                [interpreter, "-c", script],
                user=user,
                group=user,
                extra_groups=[],
                cwd="/",
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
        except OSError:
            return None

    trial = (
        "import sys; from plumbline.embedded.postgres import programs; programs(); sys.exit(sys.version_info < (3, 11))"
    )
    script = (
        "import json, os; from plumbline.embedded.servers import Servers; "
        "from plumbline.embedded.paths import layout; place = layout(os.environ['PLUMBLINE_DATA']); "
        "servers = Servers(place, throwaway=True); servers.start(); "
        "print(json.dumps([servers.environment(), place.postgres.stat().st_uid])); servers.stop()"
    )
    try:
        for interpreter in (sys.executable, "/usr/bin/python3"):
            tried = run(interpreter, trial)
            if tried is not None and tried.returncode == 0:
                break
        else:
            pytest.skip("no Python and checkout that an ordinary user may read")
        done = run(interpreter, script)

        assert done is not None
        assert done.returncode == 0, done.stderr + tail(folder / "data" / "logs" / "postgres.log")
        address, owner = json.loads(done.stdout)
        assert address["REDIS_URL"] == f"unix://{folder}/data/run/redis.sock"
        assert owner == user
        assert alive(folder) == []
    finally:
        shutil.rmtree(folder)
