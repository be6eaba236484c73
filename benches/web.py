"""Prints how fast public pages, lists, searches and the API answer, and what each costs, by the size of the database.

Run by `make bench-web`, or by hand: `python benches/web.py [SIZE ...]`, 10,000 profiles unless told. Each size has a
PostgreSQL and a Redis of its own in a folder of $BENCH_WEB_FOLDER, which is kept and used again; without it everything
is in a temporary folder and removed. $SECONDS_EACH is how long each question is asked in each of three rounds (2);
$ONLY leaves out the rows whose names do not hold it.
"""
# ruff: noqa: T201 - printing is what this is for

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from statistics import median
from urllib.request import Request, urlopen

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import django  # noqa: E402 - the project's folder has to be on the path first

from benches.web_servers import Site, ready  # noqa: E402

ROUNDS = 3
CONNECTIONS = 4  # twice the processes that answer: each reader waits behind one other at most
SECONDS = float(os.environ.get("SECONDS_EACH", "2"))
ONLY = os.environ.get("ONLY", "")
PORT = 8790
FEWEST = 40  # answers of each round, however long they take
CHECKED = 5  # answers of each case that are looked at before it is timed
YARDSTICK = "Django, fixed bytes"


def main() -> None:
    sizes = [int(size) for size in sys.argv[1:]] or [10_000]
    kept = os.environ.get("BENCH_WEB_FOLDER")
    folder = Path(kept or tempfile.mkdtemp(prefix="bench-web-"))
    try:
        for size in sizes:
            # A process for each: Django knows one database.
            argv = [sys.executable, __file__, "--in", str(folder / f"size-{size}"), str(size)]
            subprocess.run(argv, check=True)
    finally:
        if not kept:
            shutil.rmtree(folder, ignore_errors=True)


def measure_size(folder: Path, size: int) -> None:
    site = Site.at(folder, PORT)
    try:
        ready(site, size)
        Measuring(site, size).run()
    finally:
        site.stop()


class Measuring:
    """Three rounds of all cases on one site."""

    def __init__(self, site: Site, size: int) -> None:
        from benches.web_cases import YARDSTICK_CASE, cases  # noqa: PLC0415 - only after django.setup

        self.site, self.size = site, size
        self.cases = [YARDSTICK_CASE, *(case for case in cases(size) if ONLY in case.name)]
        self.found: dict[str, list[dict[str, float]]] = {case.name: [] for case in self.cases}
        self.next: dict[str, int] = {}  # of what is asked once: the place of the next question
        self.tags: dict[str, str] = {}

    def run(self) -> None:
        for stored in [case for case in self.cases if case.kind == "rows"]:
            print(f"\n{self.size:,} profiles: {len(stored.requests):,} pages are drawn and kept first", flush=True)
            self.load(stored, seconds=600)
        for case in self.cases:
            self.check(case)
        for turn in range(ROUNDS):
            print(f"round {turn + 1} of {ROUNDS}, load {os.getloadavg()[0]:.1f}", flush=True)
            # Those that need a fresh start come first; what is drawn afterwards must not push them out.
            for place, case in enumerate(
                sorted(self.cases[1:], key=lambda one: {"rows": 0, "redis": 1}.get(one.kind, 2))
            ):
                if place % 4 == 0:
                    self.measure(self.cases[0])  # the machine is shared: what is compared lies close together
                self.prepare(case)
                self.measure(case)
        self.tell()

    def prepare(self, case):  # type: ignore[no-untyped-def]
        """Bring about where the answers come from."""
        from benches.web_keeping import forget_in_redis, hold_in_redis  # noqa: PLC0415 - only after django.setup

        if case.kind in ("rows", "redis"):
            self.site.start_web()  # nothing is kept in its processes
            forget_in_redis()
        if case.kind == "redis":
            hold_in_redis(case.requests)
        if case.kind in ("rows", "redis", "fixed"):
            self.next[case.name] = 0
        if case.kind in ("rows", "redis"):
            self.warm_up()
        if case.kind == "warm":
            self.load(case, seconds=0.3)

    def warm_up(self) -> None:
        """Templates and connections, of both processes."""
        some = [case for case in self.cases if case.kind in ("warm", "fixed") and not case.unchanged]
        for case in some:
            self.load(case, seconds=0.3)

    def check(self, case):  # type: ignore[no-untyped-def]
        for path in case.requests[-CHECKED:]:
            # The last ones: those that are asked once begin at the first.
            with urlopen(Request(f"http://127.0.0.1:{self.port(case)}{path}"), timeout=60) as answer:
                text = answer.read().decode()
                assert answer.status == 200
            assert case.holds(path, text), f"{case.name}: the answer to {path} is wrong"
        if case.unchanged:
            for path in case.requests:
                with urlopen(Request(f"http://127.0.0.1:{PORT}{path}"), timeout=60) as answer:
                    self.tags[path] = answer.headers["ETag"]

    def port(self, case) -> int:  # type: ignore[no-untyped-def]
        return PORT + 1 if case.kind == "fixed" else PORT

    def load(self, case, seconds: float):  # type: ignore[no-untyped-def]
        requests = [
            (path, {"If-None-Match": self.tags[path]} if case.unchanged and path in self.tags else {})
            for path in case.requests
        ]
        asked = {
            "port": self.port(case),
            "requests": requests,
            "seconds": seconds,
            "connections": CONNECTIONS,
            "once": case.once,
            "start": self.next.get(case.name, 0),
            "at_least": FEWEST if seconds >= SECONDS else 0,
        }
        argv = [sys.executable, str(ROOT / "benches" / "web_load.py")]
        done = subprocess.run(argv, input=json.dumps(asked), capture_output=True, text=True, check=True)
        found = json.loads(done.stdout)
        if case.kind == "drawn":
            # On to other questions: what was just answered is kept.
            self.next[case.name] = found["place"]
        wanted = {"304" if case.unchanged else "200"}
        if found["statuses"] and set(found["statuses"]) != wanted:
            raise SystemExit(f"{case.name}: answered with {found['statuses']}")
        return found

    def measure(self, case) -> None:  # type: ignore[no-untyped-def]
        server = "fixed" if case.kind == "fixed" else "site"
        before = self.site.cpu(server), self.site.cpu("postgres")
        found = self.load(case, SECONDS)
        times = found["times"]
        if len(times) < FEWEST:
            return  # every question was asked already
        worked = self.site.cpu(server) - before[0], self.site.cpu("postgres") - before[1]
        self.found[case.name].append(
            {
                "rate": len(times) / found["took"],
                "p50": times[len(times) // 2],
                "p99": times[min(len(times) - 1, int(len(times) * 0.99))],
                "web": worked[0] / len(times) * 1000,
                "postgres": worked[1] / len(times) * 1000,
            }
        )

    def tell(self) -> None:
        from benches.web_slow import counts_without_choice, tell_why  # noqa: PLC0415 - only after django.setup

        print(f"\n{about(self.site)}, {self.size:,} profiles\n")
        print("| | requests/s | of fixed | p50 ms | p99 ms | CPU of the server, ms | of PostgreSQL, ms |")
        print("|---|---|---|---|---|---|---|")
        yardstick = median(one["rate"] for one in self.found[YARDSTICK])
        slow = []
        for case in self.cases:
            rounds = self.found[case.name]
            if not rounds:
                print(f"| {case.name} | too few questions | | | | | |")
                continue
            rates = [one["rate"] for one in rounds]
            middle = {name: median(one[name] for one in rounds) for name in rounds[0]}
            print(
                f"| {case.name} | {middle['rate']:,.0f} ({min(rates):,.0f} to {max(rates):,.0f}) "
                f"| {middle['rate'] / yardstick:.3f} | {middle['p50']:.1f} | {middle['p99']:.1f} "
                f"| {middle['web']:.2f} | {middle['postgres']:.2f} |"
            )
            if middle["p99"] > 100 and case.kind == "drawn" and not case.once:
                slow.append(case)
        print(f"\nCounts of all facets without a choice, in a process of its own: {counts_without_choice()}")
        for case in slow:
            tell_why(case)


def about(site: Site) -> str:
    from django.conf import settings  # noqa: PLC0415 - only after django.setup
    from django.db import connection  # noqa: PLC0415
    from redis import Redis  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), pg_database_size(current_database()) / 1000000")
        postgres, size = cursor.fetchone()
    commit = subprocess.run(
        ["git", "describe", "--always", "--dirty"],  # noqa: S607 - whichever git is there
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    redis = Redis.from_url(settings.REDIS_URL).info("server")["redis_version"]
    return (
        f"{commit}: Python {platform.python_version()}, Django {django.__version__}, granian {version('granian')}, "
        f"PostgreSQL {postgres} ({size:,} MB), Redis {redis}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--in"]:
        measure_size(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        main()
