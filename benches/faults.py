"""Prints what the watch loses under faults: `make faults`.

A thousand sources are due; two workers with two children and two beats visit them, and meanwhile children and whole
workers are killed, Redis is flushed, killed and away, PostgreSQL is restarted, and one document kills whoever reads it.
Everything runs in a temporary folder, also PostgreSQL and Redis, and is gone at the end, also after Ctrl-C. What is
printed of each fault: how many fetches were due, how many never came, how many things were stored twice, the dead
letters, and the seconds from the last fault until everything that was due was there, news of it handled.
"""
# ruff: noqa: T201 - printing is what this is for

import argparse
import os
import platform
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import django  # noqa: E402 - the project's folder has to be on the path first

from benches.faults_press import ENTRIES, Press  # noqa: E402
from benches.faults_world import World, kinds_of_redis, until  # noqa: E402

HOSTS = 250


@dataclass(frozen=True)
class Given:
    """What was asked for on the command line."""

    fetches: int
    kills: int
    away: float
    lease: float


@dataclass(frozen=True)
class Found:
    """One line of the table. `recovery` is None where something never came."""

    due: int
    lost: int
    twice: int
    dead: int
    done: int  # faults that were done
    recovery: float | None


class Run:
    """One fault: sources are entered, visited while the fault happens, and counted."""

    def __init__(self, world: World, press: Press, given: Given) -> None:
        self.world, self.press, self.given = world, press, given
        self.done = 0
        self.ended = 0.0

    def measure(self, fault: Callable[["Run"], None], *, poison: bool) -> Found:
        self._enter(poison)
        self.ended = time.monotonic()
        fault(self)
        # A visit that died is begun again when its lease has run out; a poison is, three times.
        patience = self.given.lease * (6 if poison else 3) + self.given.fetches * 0.5 + 120
        whole = until(lambda: self.waiting() == 0, patience, self.world.keep_up)
        recovery = time.monotonic() - self.ended
        lost = self.waiting()
        buried = 1 if poison else 0
        lost += max(0, self._dead() - buried)  # what was buried without being to blame is lost as well
        return Found(self.given.fetches, lost, self._twice(), self._dead(), self.done, recovery if whole else None)

    def happened(self) -> None:
        self.done += 1
        self.ended = time.monotonic()

    def share_left(self) -> float:
        return self.waiting() / self.given.fetches

    def waiting(self) -> int:
        """How many visits, and news of them, have not come to their end."""
        from django.db import DatabaseError, InterfaceError, connection  # noqa: PLC0415 - after django.setup

        from records.models import OutboxRow  # noqa: PLC0415
        from sources.models import Watch  # noqa: PLC0415

        try:
            visits = Watch.objects.exclude(kind="document").filter(last_success_at=None, ended_at=None).count()
            return visits + OutboxRow.objects.filter(done_at=None).count()
        except (DatabaseError, InterfaceError):  # it is being restarted
            connection.close()
            return self.given.fetches

    def _enter(self, poison: bool) -> None:
        from django.db import connection  # noqa: PLC0415
        from django.utils import timezone  # noqa: PLC0415

        from sources.models import Publisher, Source  # noqa: PLC0415
        from sources.watching.entering import watch_source  # noqa: PLC0415

        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT string_agg(relname, ',') FROM pg_class WHERE relkind = 'r' AND relname ~ %s", [TABLES]
            )
            cursor.execute(f"TRUNCATE {cursor.fetchone()[0]} CASCADE")
        publisher = Publisher.objects.create(name="Office")
        addresses = [self.press.address(number) for number in range(self.given.fetches)]
        if poison:
            addresses[len(addresses) // 2] = self.press.poison
        now = timezone.now()
        for number, address in enumerate(addresses):
            kind = "page" if "/page/" in address else "feed"
            made = Source.objects.create(name=f"Office {number}", kind=kind, address=address, publisher=publisher)
            watch_source(source=made, by="machine:bench", now=now)

    def _twice(self) -> int:
        """Documents, versions and news beyond one of each."""
        from django.db import connection  # noqa: PLC0415

        with connection.cursor() as cursor:
            cursor.execute(TWICE, [ENTRIES])
            return int(cursor.fetchone()[0])

    def _dead(self) -> int:
        from records.models import DeadLetter  # noqa: PLC0415

        return DeadLetter.objects.count()


TABLES = "^(sources_|records_outboxrow|records_deadletter|records_auditrow)"
TWICE = """
SELECT (SELECT coalesce(sum(many - 1), 0) FROM (
            SELECT count(*) AS many FROM sources_document GROUP BY title HAVING count(*) > 1) AS documents)
     + (SELECT coalesce(sum(many - %s), 0) FROM (
            SELECT count(*) AS many FROM sources_sighting GROUP BY source_id HAVING count(*) > 3) AS sightings)
     + (SELECT coalesce(sum(many - 1), 0) FROM (
            SELECT count(*) AS many FROM sources_documentversion GROUP BY document_id HAVING count(*) > 1) AS versions)
     + (SELECT coalesce(sum(many - 1), 0) FROM (
            SELECT count(*) AS many FROM records_outboxrow WHERE topic = 'document.stored'
            GROUP BY key HAVING count(*) > 1) AS news)
"""


def nothing(run: Run) -> None:
    """No fault: what the rest is to be held against."""


def children(run: Run) -> None:
    _kills(run, run.world.kill_child)


def workers(run: Run) -> None:
    _kills(run, run.world.kill_worker, aimed=False)


def workers_at_work(run: Run) -> None:
    """The hardest case, and no random one: whoever is begun anew, alone, is killed at it again."""
    _kills(run, run.world.kill_worker)


def flushed(run: Run) -> None:
    _at_work(run)
    for _ in range(3):
        _flush(run)
        run.happened()
        _pause(run, 3)


def redis_away(run: Run) -> None:
    _at_work(run)
    run.world.kill_redis()
    _pause(run, run.given.away)
    run.world.start_redis()
    run.happened()


def postgres_restarted(run: Run) -> None:
    _at_work(run)
    run.world.restart_postgres(2.0)
    run.happened()


def poisoned(run: Run) -> None:
    """One of the documents kills whoever reads it."""


FAULTS: tuple[tuple[str, Callable[[Run], None]], ...] = (
    ("none", nothing),
    ("children killed", children),
    ("workers killed", workers),
    ("... whenever at work", workers_at_work),
    ("Redis flushed", flushed),
    ("Redis killed, away", redis_away),
    ("PostgreSQL restarted", postgres_restarted),
    ("a poison document", poisoned),
)


def _kills(run: Run, kill: Callable[[], bool], *, aimed: bool = True) -> None:
    """Half of the kills that are wanted, as long as there is work; then all is left in peace. `aimed`: each while pages
    are being fetched, else at any moment."""
    _at_work(run)
    wanted = max(1, run.given.kills // 2)
    while run.done < wanted and run.waiting():
        if (not aimed or until(lambda: run.press.answering > 0, 5, run.world.keep_up)) and kill():
            run.happened()
        _pause(run, run.world.chance.uniform(0.2, 1.5))


def _at_work(run: Run) -> None:
    until(lambda: run.share_left() < 0.98, 60, run.world.keep_up)


def _pause(run: Run, seconds: float) -> None:
    until(lambda: False, seconds, run.world.keep_up)


def _flush(run: Run) -> None:
    import redis  # noqa: PLC0415

    with redis.Redis(unix_socket_path=str(run.world.place.redis_socket)) as client:
        client.flushall()


@contextmanager
def a_world(lease: float) -> Iterator[World]:
    folder = Path(tempfile.mkdtemp(prefix="plumbline-faults-"))
    folder.chmod(0o711)  # PostgreSQL may run as another user
    world = World(folder, lease)
    try:
        world.start()
        yield world
    finally:
        world.stop()
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(world.place.sockets, ignore_errors=True)


def set_up(world: World) -> None:
    os.environ.update(world.environment)
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - after django.setup

    call_command("migrate", verbosity=0, interactive=False)


def main() -> None:
    given, wanted, only = arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's & leaves it ignored
    print(
        f"{platform.platform()}, {os.cpu_count()} cores; {given.fetches} fetches of {HOSTS} hosts, {given.kills} kills"
    )
    print(f"Redis away for {given.away:g} s, leases of {given.lease:g} s; two workers of two children, two beats")
    print(f"\n{'Redis':18}{'fault':24}{'times':>6}{'due':>7}{'lost':>6}{'twice':>7}{'dead':>6}{'recovery s':>12}")
    press = Press(min(HOSTS, given.fetches))
    press.start()
    with a_world(given.lease) as world:
        set_up(world)
        for words, found, append_only in kinds_of_redis(wanted):
            world.use(found, append_only=append_only)
            for name, fault in FAULTS:
                if only in name:
                    line = Run(world, press, given).measure(fault, poison=fault is poisoned)
                    print(_line(words, name, line), flush=True)
    press.stop()


def _line(words: str, name: str, line: Found) -> str:
    recovery = "never" if line.recovery is None else f"{line.recovery:.0f}"
    counts = f"{line.done:>6}{line.due:>7}{line.lost:>6}{line.twice:>7}{line.dead:>6}"
    return f"{words:18}{name:24}{counts}{recovery:>12}"


def arguments() -> tuple[Given, str, str]:
    parser = argparse.ArgumentParser(description="What the watch loses under faults.")
    parser.add_argument("--fetches", type=int, default=1_000)
    parser.add_argument("--kills", type=int, default=100, help="of children and of whole workers, half each")
    parser.add_argument("--away", type=float, default=300, help="seconds without Redis")
    parser.add_argument("--lease", type=float, default=180, help="seconds; Plumbline's own are 180")
    parser.add_argument("--redis", default="wheel,system,system-aof")
    parser.add_argument("--only", default="", help="faults whose name has this")
    asked = parser.parse_args()
    return Given(asked.fetches, asked.kills, asked.away, asked.lease), asked.redis, asked.only


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("Stopped; nothing is left behind.")
