"""What is refused before anything is installed or started."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from plumbline.embedded.lock import Lock
from plumbline.embedded.paths import CHECKOUT, layout, prepare
from tests.plumbline.embedded.processes import clean_environment, free_port


def preflight(data: Path, **more: str) -> tuple[int, str]:
    done = subprocess.run(
        # -S: no installed package is in reach, as before the first installation.
        [sys.executable, "-S", "-m", "plumbline.embedded.preflight"],
        cwd=CHECKOUT,
        env=clean_environment(data, **more),
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_preflight_passes_where_nothing_is_in_the_way(tmp_path: Path) -> None:
    assert preflight(tmp_path / "data", PORT=str(free_port())) == (0, "")


def test_preflight_refuses_a_port_in_use_and_touches_nothing(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        number = server.getsockname()[1]
        found = preflight(tmp_path / "data", PORT=str(number))

    assert found == (
        1,
        f"Plumbline: Port {number} is in use by another program. Choose another one: make run PORT={number + 1}\n",
    )
    assert not (tmp_path / "data").exists()


def test_preflight_names_who_uses_the_folder(tmp_path: Path) -> None:
    place = layout(tmp_path / "data")
    prepare(place)
    lock = Lock(place.lock)
    lock.take("make run")
    found = preflight(place.root, PORT=str(free_port()))
    lock.release()

    assert found == (
        1,
        f"Plumbline: The data folder {place.root} is in use by process {os.getpid()} (make run). "
        "End that one, or run beside it with PLUMBLINE_DATA=folder and PORT=number.\n",
    )


@pytest.mark.parametrize("port", ["70000", "web"])
def test_preflight_refuses_a_port_that_is_none(tmp_path: Path, port: str) -> None:
    assert preflight(tmp_path / "data", PORT=port) == (
        1,
        f"Plumbline: PORT is '{port}'; it has to be a number from 1 to 65535.\n",
    )
