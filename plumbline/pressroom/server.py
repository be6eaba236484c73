"""Serves the press room on this machine's loopback addresses, and nowhere else."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from plumbline.pressroom.houses import HOUSES, House
from plumbline.pressroom.room import Room


class Handler(BaseHTTPRequestHandler):
    """One request: what the room answers for the address that was asked, with a tag to ask again by."""

    protocol_version = "HTTP/1.1"
    server_version = "PressRoom"
    sys_version = ""
    timeout = 30
    room: Room
    house: House
    clock: Callable[[], datetime]

    def do_GET(self) -> None:
        answer = self.room.answer(self.house.host, self.path.partition("?")[0], self.clock())
        body = answer.text.encode()
        tag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
        unchanged = answer.status == 200 and self.headers.get("If-None-Match") == tag
        self.send_response(304 if unchanged else answer.status)
        self.send_header("Content-Type", f"{answer.media_type}; charset=utf-8")
        self.send_header("ETag", tag)
        if not unchanged:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if not unchanged and self.command == "GET":
            self.wfile.write(body)

    do_HEAD = do_GET

    def log_message(self, format: str, *args: object) -> None:
        """Quiet: a line for each look of the watch helps nobody."""


def _now() -> datetime:
    return datetime.now(UTC)


def open_room(room: Room, clock: Callable[[], datetime] = _now) -> list[ThreadingHTTPServer]:
    """Start a server for each house in a thread of its own; return them. Raises OSError where the port is taken.

    `clock` tells the time by which things appear.
    """
    servers = []
    try:
        for house in HOUSES:
            handler = type("OfHouse", (Handler,), {"room": room, "house": house, "clock": staticmethod(clock)})
            server = ThreadingHTTPServer((house.host, room.port), handler, bind_and_activate=False)
            server.daemon_threads = True
            server.allow_reuse_address = True
            servers.append(server)
            server.server_bind()
            server.server_activate()
    except OSError:
        for server in servers:
            server.server_close()
        raise
    for server in servers:
        Thread(target=server.serve_forever, daemon=True).start()
    return servers
