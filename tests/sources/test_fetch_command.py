"""manage.py fetch, as an operator types it: nothing is set up, and nothing is needed."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.sources.fetching.rig import answer

ROOT = Path(__file__).resolve().parents[2]
PAGES = {
    "/": answer("302 Found", Location="/page", Connection="close"),
    "/page": answer(body=b"<title>Two &amp; one \x1b[31m</title>", Content_Type="text/html", Connection="close"),
    "/busy": answer("503 Busy", Retry_After="60", Connection="close"),
    "/robots.txt": answer(body=b"User-agent: *\nDisallow: /private", Connection="close"),
}


@pytest.fixture
def site() -> Iterator[str]:
    """A server on loopback, in a thread, since the command is a process of its own."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:

        def serve() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    path = connection.recv(10_000).split(b" ")[1].decode()
                    connection.sendall(PAGES.get(path, answer("404 Not Found", Connection="close")))

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


def run(url: str, tmp_path: Path, **environment: str) -> tuple[int, list[str]]:
    given = {
        "PATH": os.environ["PATH"],
        "PLUMBLINE_DATA": str(tmp_path),
        "PLUMBLINE_DEMO": "1",
        "PLUMBLINE_SECRET_KEY": "x" * 60,
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        **environment,
    }
    done = subprocess.run(
        [sys.executable, "manage.py", "fetch", url],
        cwd=ROOT,
        env=given,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.stderr == ""
    return done.returncode, done.stdout.splitlines()


def test_page_is_shown_step_by_step(site: str, tmp_path: Path) -> None:
    host = site.removeprefix("http://").partition(":")[0]
    assert run(f"{site}/", tmp_path, PLUMBLINE_ALLOW_LOOPBACK="1") == (
        0,
        [
            f"robots.txt of {host} allows it",
            f"waiting 5 s until it is our turn at {host}",
            f"{site}/ answered 302",
            f"redirected to {site}/page",
            f"robots.txt of {host} allows it",
            f"waiting 5 s until it is our turn at {host}",
            f"{site}/page answered 200",
            f"fetched: {site}/page",
            "redirects: 1",
            "status: 200",
            "type: text/html",
            "bytes: 34",
            "title: Two & one [31m",
        ],
    )


def test_refused_address_ends_with_three(site: str, tmp_path: Path) -> None:
    refused = "refused: special. It leads to an address that is not on the public internet."
    assert run("http://127.0.0.1/", tmp_path) == (3, [refused])
    assert run(site, tmp_path) == (3, ["refused: address. Only ports 80 and 443 are fetched."])


def test_robots_refusal_ends_with_three(site: str, tmp_path: Path) -> None:
    code, lines = run(f"{site}/private", tmp_path, PLUMBLINE_ALLOW_LOOPBACK="1")
    assert (code, lines) == (3, ["refused: robots. The site's robots.txt asks programs not to fetch it."])


def test_failure_ends_with_four(site: str, tmp_path: Path) -> None:
    code, lines = run(f"{site}/busy", tmp_path, PLUMBLINE_ALLOW_LOOPBACK="1")
    assert (code, lines[-2:]) == (4, ["failed: status. It answered with status 503.", "try again in: 60 s"])
