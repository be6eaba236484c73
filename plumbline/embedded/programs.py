"""What `make run` runs besides the servers. Plain data, so that a test can run something else."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass

from plumbline.embedded.paths import CHECKOUT, Layout


@dataclass(frozen=True)
class Step:
    """Something done once before the programs start. What a step with `shown` prints is shown."""

    name: str
    argv: tuple[str, ...]
    shown: bool = False


@dataclass(frozen=True)
class Program:
    """Something that runs until the end. It is started again after a failure only if `restart`."""

    name: str
    argv: tuple[str, ...]
    restart: bool


@dataclass(frozen=True)
class Plan:
    """Stages of steps, the steps of a stage at once, then the programs. `port` is the web program's."""

    stages: tuple[tuple[Step, ...], ...]
    programs: tuple[Program, ...]
    port: int


def plumbline(place: Layout, port: int) -> Plan:
    """Plumbline itself: tables and static files, demonstration data, then web, worker and beat."""
    cores = str(len(os.sched_getaffinity(0)))
    manage = (sys.executable, str(CHECKOUT / "manage.py"))
    launch = (sys.executable, "-m", "plumbline.embedded.launch")
    celery = (*launch, "celery", "-A", "plumbline.celery")
    return Plan(
        stages=(
            (
                Step("tables", (*manage, "migrate", "--noinput")),
                Step("static files", (*manage, "collectstatic", "--noinput")),
            ),
            (Step("demonstration", (*manage, "demo"), shown=True),),
        ),
        programs=(
            Program(
                "web",
                (
                    *(*launch, "granian", "--interface", "wsgi", "plumbline.wsgi:application"),
                    *("--host", "127.0.0.1", "--port", str(port)),
                    # Measured fastest: a process per core, one thread in each (docs/decisions).
                    *("--workers", cores, "--blocking-threads", "1", "--no-ws"),
                    *("--respawn-failed-workers", "--workers-kill-timeout", "3"),
                ),
                restart=False,
            ),
            Program("worker", (*celery, "worker", "--loglevel=INFO", f"--concurrency={cores}"), restart=True),
            # The invented houses that the demonstration watches; they come back as they were.
            Program("press room", (*launch, "manage", "pressroom"), restart=True),
            Program("beat", (*celery, "beat", f"--schedule={place.beat_schedule}"), restart=True),
        ),
        port=port,
    )
