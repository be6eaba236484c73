"""The supervisor with stand-in programs and real servers, in processes of their own."""

from __future__ import annotations

import os
import re
import signal
import socket
from pathlib import Path

import pytest

from tests.plumbline.embedded.processes import Run, alive, eventually


def process_of(data: Path, words: str) -> int:
    return next(int(line.split()[0]) for line in alive(data) if words in line)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_supervisor_stops_everything_on_signal(tmp_path: Path, number: int) -> None:
    with Run(tmp_path / "data") as run:
        run.wait_ready()
        assert len(alive(run.data)) > 5

        assert run.end(number) == 0

        assert alive(run.data) == []
        assert "log in as ada" in run.text()
        assert f"http://localhost:{run.port}" in run.text()


def test_supervisor_killed_leaves_nothing_and_the_next_run_mends(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with Run(data) as run:
        run.wait_ready()
        killed = run.process.pid
        run.end(signal.SIGKILL)
        assert eventually(lambda: alive(data) == []), alive(data)
    with Run(data) as again:
        again.wait_ready()
        assert again.end(signal.SIGINT) == 0

    assert f"The last run (process {killed}) ended without stopping" in again.text()


def test_supervisor_stops_while_it_still_starts(tmp_path: Path) -> None:
    with Run(tmp_path / "data", "slow step") as run:
        assert eventually(lambda: any("time.sleep(600)" in line for line in alive(run.data)))

        assert run.end(signal.SIGTERM) == 0

        assert alive(run.data) == []


@pytest.mark.parametrize(
    ("words", "name"), [("http.server", "web"), ("bin/postgres", "postgres"), ("redis-server", "redis")]
)
def test_supervisor_stops_when_a_program_that_all_need_dies(tmp_path: Path, words: str, name: str) -> None:
    with Run(tmp_path / "data") as run:
        run.wait_ready()
        os.kill(process_of(run.data, words), signal.SIGKILL)

        assert run.process.wait(10) == 1

        assert f"Plumbline: {name} was killed by signal 9. The end of" in run.text()
        assert alive(run.data) == []


def test_supervisor_starts_a_dead_worker_again_with_its_children_swept_away(tmp_path: Path) -> None:
    with Run(tmp_path / "data") as run:
        run.wait_ready()
        assert eventually(lambda: sum("stubborn" in line for line in alive(run.data)) == 2)
        before = {line.split()[0] for line in alive(run.data) if "stubborn" in line}
        os.kill(min(map(int, before)), signal.SIGKILL)

        def anew() -> bool:
            now = {line.split()[0] for line in alive(run.data) if "stubborn" in line}
            return len(now) == 2 and not now & before

        assert eventually(anew), run.text()
        assert "worker was killed by signal 9." in run.text()
        assert run.end(signal.SIGINT) == 0


def test_supervisor_pauses_longer_after_each_failure(tmp_path: Path) -> None:
    with Run(tmp_path / "data", "dying worker") as run:
        run.wait_ready()
        assert eventually(lambda: run.text().count("It is started again") == 3)
        assert run.end(signal.SIGINT) == 0

    assert re.findall(r"started again in (\d+) s", run.text()) == ["1", "2", "4"]


def test_supervisor_shows_the_log_of_a_failing_step(tmp_path: Path) -> None:
    with Run(tmp_path / "data", "failing step") as run:
        assert run.process.wait(30) == 1

    assert "Plumbline: first failed." in run.text()
    assert "the tables are broken" in run.text()
    assert alive(run.data) == []


def test_supervisor_refuses_a_folder_in_use_and_a_port_in_use(tmp_path: Path) -> None:
    with Run(tmp_path / "data") as run:
        run.wait_ready()
        with Run(run.data) as second:
            assert second.process.wait(10) == 1
        with Run(tmp_path / "other", port=run.port) as third:
            assert third.process.wait(10) == 1
        assert run.end(signal.SIGINT) == 0

    assert f"is in use by process {run.process.pid} (make run)." in second.text()
    assert f"Port {run.port} is in use by another program." in third.text()
    assert not (tmp_path / "other" / "postgres").exists()


def test_supervisor_refuses_a_port_in_use_on_the_other_loopback_address(tmp_path: Path) -> None:
    try:
        listener = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("this machine has no IPv6 loopback")
    with listener, Run(tmp_path / "data", port=listener.getsockname()[1]) as run:
        assert run.process.wait(10) == 1

    assert "is in use by another program" in run.text()
