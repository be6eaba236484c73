"""The ordinary commands, as processes: they start servers, share them and stop them."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from plumbline.embedded.ensure import for_command
from plumbline.embedded.paths import CHECKOUT
from tests.plumbline.embedded.processes import Run, alive, clean_environment, eventually

COMMAND = """
import os, sys
from plumbline.embedded.ensure import for_command
for_command(["manage.py", sys.argv[1]])
print(os.environ["DATABASE_URL"], len(os.environ["PLUMBLINE_SECRET_KEY"]) >= 50, flush=True)
sys.stdin.readline()
"""


def command(data: Path, name: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", COMMAND, name],
        cwd=CHECKOUT,
        env=clean_environment(data),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_commands_share_servers_and_the_last_one_stops_them(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with command(data, "runserver") as first, command(data, "shell") as second:
        assert first.stdout is not None
        assert second.stdout is not None
        expected = f"postgresql://plumbline@/plumbline?host={str(data / 'run').replace('/', '%2F')} True\n"
        assert [first.stdout.readline(), second.stdout.readline()] == [expected, expected]
        servers = [line for line in alive(data) if "bin/postgres" in line or "redis-server" in line]
        assert len(servers) == 2
        with Run(data) as run:
            assert run.process.wait(10) == 1
        assert first.stdin is not None
        assert second.stdin is not None
        first.stdin.write("\n")
        first.stdin.flush()
        second.stdin.write("\n")
        second.stdin.flush()
        assert (first.wait(20), second.wait(20)) == (0, 0)

    assert "(runserver)" in run.text() or "(shell)" in run.text()
    assert alive(data) == []


def test_command_attaches_to_a_running_supervisor_and_leaves_it_running(tmp_path: Path) -> None:
    with Run(tmp_path / "data") as run:
        run.wait_ready()
        with command(run.data, "shell") as shell:
            output, errors = shell.communicate("\n", timeout=20)
        assert (shell.returncode, errors) == (0, "")
        assert output.endswith(" True\n")
        assert run.process.poll() is None
        assert run.end(signal.SIGINT) == 0


def test_command_killed_leaves_nothing(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with command(data, "migrate") as killed:
        assert killed.stdout is not None
        killed.stdout.readline()
        killed.kill()

    assert eventually(lambda: alive(data) == []), alive(data)


@pytest.mark.parametrize("name", ["check", "collectstatic", "help", "up"])
def test_command_that_needs_no_servers_starts_none(tmp_path: Path, name: str) -> None:
    environ = {"PLUMBLINE_DATA": str(tmp_path / "data")}
    for_command(["manage.py", name], environ)

    assert sorted(environ) == [
        *("DATABASE_URL", "PLUMBLINE_DATA", "PLUMBLINE_DEMO", "PLUMBLINE_SECRET_KEY", "PORT", "REDIS_URL")
    ]
    assert alive(tmp_path / "data") == []


def test_command_with_a_given_database_gets_no_defaults() -> None:
    environ = {"DATABASE_URL": "postgresql://db/plumbline"}
    for_command(["manage.py", "migrate"], environ)

    assert environ == {"DATABASE_URL": "postgresql://db/plumbline"}
