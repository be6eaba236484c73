"""`manage.py up`: everything on this machine, until Ctrl-C."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from plumbline.embedded.environment import data_folder, port
from plumbline.embedded.paths import layout
from plumbline.embedded.programs import plumbline
from plumbline.embedded.servers import missing_servers
from plumbline.embedded.supervisor import say, up


class Command(BaseCommand):
    help = "Run PostgreSQL, Redis, the site, the worker and the beat on this machine until Ctrl-C."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--stop-with-parent",
            action="store_true",
            help="Stop also when the process that started this dies.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        place = layout(data_folder(os.environ))
        plan = plumbline(place, port(os.environ))
        servers = missing_servers(place, os.environ, say)
        # The press room lives on loopback; whatever else this machine serves there can then be watched as well.
        environ = {"PLUMBLINE_ALLOW_LOOPBACK": "1", **os.environ}
        sys.exit(up(plan, place, servers, environ, with_parent=options["stop_with_parent"]))
