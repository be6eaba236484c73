"""`manage.py pressroom`: the invented houses of the demonstration, on loopback, until Ctrl-C."""

from __future__ import annotations

import signal
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from plumbline.demonstration.press import room_of
from plumbline.pressroom.server import open_room


class Command(BaseCommand):
    help = "Serve the press room of the demonstration on this machine's loopback addresses until Ctrl-C."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=None, help="Default: the one that its sources name.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is no demonstration: PLUMBLINE_DEMO is not 1. There is no press room elsewhere.")
        room = room_of(settings.DATA_DIR, port=options["port"])
        try:
            open_room(room)
        except OSError as error:
            raise CommandError(f"The press room cannot listen on port {room.port}: {error.strerror}.") from error
        self.stdout.write(f"The press room is open on port {room.port}.")
        signal.pause()
