"""What `benches/refresh.py` measures: a site of its own with workers, and a loopback server that is all its sources."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from benches.web_servers import Site, tree_cpu

HERE = Path(__file__).resolve().parent
ENTRIES = 50


class Others:
    """The server that answers for every host on 127.x.y.z."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        argv = [sys.executable, str(HERE / "refresh_serving.py"), str(self.port), str(ENTRIES)]
        self.process = subprocess.Popen(argv, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout
        assert self.process.stdout.readline() == "ready\n"

    def choose(self, first: int) -> None:
        """From now on every feed holds the fifty entries from the number `first` on."""
        with urlopen(f"http://127.0.0.1:{self.port}/set?first={first}", timeout=10) as answer:
            answer.read()

    def feed(self, number: int) -> str:
        return f"http://127.{1 + number // 62_500}.{number // 250 % 250}.{number % 250 + 1}:{self.port}/feed"

    def end(self) -> None:
        self.process.kill()
        self.process.wait()


class Workers:
    """Worker processes of the site, all begun and none at work."""

    def __init__(self, site: Site, count: int) -> None:
        environment = {**site.environment, "PLUMBLINE_ALLOW_LOOPBACK": "1"}
        self.processes = [
            subprocess.Popen(
                [sys.executable, str(HERE / "refresh_worker.py")],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=environment,
                text=True,
            )
            for _ in range(count)
        ]
        for process in self.processes:
            self._said(process)

    def visit(self, now: datetime) -> tuple[dict[str, int], float]:
        """Have all of them visit what is due; what came of how many visits, and the seconds of the last to end."""
        for process in self.processes:
            assert process.stdin
            process.stdin.write(now.isoformat() + "\n")
            process.stdin.flush()
        tally: dict[str, int] = {}
        seconds = 0.0
        for process in self.processes:
            said = self._said(process)
            seconds = max(seconds, said["seconds"])
            for outcome, count in said["tally"].items():
                tally[outcome] = tally.get(outcome, 0) + count
        return tally, seconds

    @staticmethod
    def _said(process: subprocess.Popen[str]) -> dict[str, Any]:
        assert process.stdout
        line = process.stdout.readline()
        if not line:
            raise SystemExit("A worker has died; its words are above.")
        said: dict[str, Any] = json.loads(line)
        return said

    def cpu(self) -> float:
        """Seconds of a core that they and the children that read for them have used."""
        return sum(tree_cpu(process.pid) for process in self.processes)

    def memory(self) -> tuple[float, float]:
        """MiB that the workers hold, and their children."""
        children = [pid for process in self.processes for pid in _children(process.pid)]
        return sum(map(_held, (process.pid for process in self.processes))), sum(map(_held, children))

    def end(self) -> None:
        for process in self.processes:
            assert process.stdin
            process.stdin.close()
        for process in self.processes:
            process.wait(30)


def _children(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        found += [int(child) for child in (task / "children").read_text().split()]
    return found


def _held(pid: int) -> float:
    """MiB in memory that are its own."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("RssAnon"))) / 1024


def fill(others: Others, feeds: int, now: datetime) -> None:
    """Sources and their watches, all due now, in the database of this process."""
    from sources.models import Publisher, Source, Watch  # noqa: PLC0415 - only after django.setup
    from sources.watching.claiming import claim_due  # noqa: PLC0415

    publisher = Publisher.objects.create(name="Everybody")
    sources = Source.objects.bulk_create(
        [
            Source(name=f"Source {number}", kind="feed", address=others.feed(number), publisher=publisher)
            for number in range(feeds)
        ],
        batch_size=5_000,
    )
    Watch.objects.bulk_create(
        [
            Watch(
                address=source.address,
                host=source.address.split("/")[2],
                kind="feed",
                source=source,
                interval_seconds=900,
                next_fetch_at=now,
                first_seen_at=now,
            )
            for source in sources
        ],
        batch_size=5_000,
    )
    for _ in range(feeds // 1_000 + 1):
        claim_due(limit=0, now=now)


def feeds_are_due(now: datetime) -> None:
    """Every feed is due now, and no article is."""
    from sources.models import Watch  # noqa: PLC0415 - only after django.setup
    from sources.watching.claiming import claim_due  # noqa: PLC0415

    Watch.objects.filter(kind="document", next_fetch_at__isnull=False).update(next_fetch_at=None)
    Watch.objects.filter(kind="feed").update(next_fetch_at=now)
    for _ in range(Watch.objects.filter(kind="feed").count() // 1_000 + 1):
        claim_due(limit=0, now=now - timedelta(days=1))


def sightings() -> int:
    from sources.models import Sighting  # noqa: PLC0415 - only after django.setup

    return Sighting.objects.count()


def prepared(folder: Path, port: int) -> Site:
    """A site with servers of its own, migrated, and known to this process."""
    import django  # noqa: PLC0415

    os.environ["PLUMBLINE_ALLOW_LOOPBACK"] = "1"
    site = Site.at(folder, port)
    site.start()
    site.manage("migrate", "-v0")
    os.environ.update(site.environment)
    django.setup()
    return site
