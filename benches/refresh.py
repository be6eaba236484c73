"""Prints how fast the watch refreshes, and what it costs, beside two others in the same run.

Run by `make bench-refresh`, or by hand: `python benches/refresh.py [FEEDS]`, 2,000 unless told. Servers and folders are
its own and gone at the end. $WATCHES is how many watches claiming is measured with (1,000,000; 0 leaves it out),
$FETCHES how many fetches memory is looked at over (10,000), $WORKERS how many workers there are (2).
"""
# ruff: noqa: T201 - printing is what this is for

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benches.refresh_site import ENTRIES, Others, Workers, feeds_are_due, fill, prepared, sightings  # noqa: E402
from benches.web_servers import Site  # noqa: E402

ROUNDS = 3
PORT = 8795
WATCHES = int(os.environ.get("WATCHES", "1000000"))
FETCHES = int(os.environ.get("FETCHES", "10000"))
WORKERS = int(os.environ.get("WORKERS", "2"))
OTHERS = 300  # feeds that the others refresh: one by one it takes long
NOW = datetime(2031, 3, 20, 9, 30, tzinfo=UTC)
Figures = dict[str, list[float]]


def main() -> None:
    feeds = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    folder = Path(tempfile.mkdtemp(prefix="bench-refresh-"))
    folder.chmod(0o711)  # PostgreSQL may run as another user
    site = prepared(folder / "site", PORT)
    others = Others()
    try:
        print(_machine())
        if WATCHES:
            claiming()
        refreshing(Bench(site, others, feeds, folder))
        from benches.refresh_delay import told  # noqa: PLC0415 - only after django.setup

        print("\nFrom publication to the desk, 10,000 sources on 2,000 hosts, simulated with the watch's own rules")
        print(*told(), sep="\n")
    finally:
        others.end()
        site.stop()
        shutil.rmtree(folder, ignore_errors=True)


def claiming() -> None:
    from django.db import connection  # noqa: PLC0415 - only after django.setup

    from benches.refresh_claiming import measure, plan  # noqa: PLC0415

    print(
        f"\nClaiming a hundred of {WATCHES:,} watches, a tenth of them due at one busy host in front of all", flush=True
    )
    found = measure(watches=WATCHES, hosts=WATCHES // 5, busy=WATCHES // 10)
    print(f"  {found['median']:.1f} ms, at worst {found['worst']:.1f} ms; {found['claimed']:,} claimed. The plan:")
    print("\n".join(f"    {line}" for line in plan().splitlines()), flush=True)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE sources_watch, sources_document, sources_hostpace, sources_hostdue CASCADE")


class Bench:
    """The site at work: each pass makes all feeds due an hour later, and checks what came of them."""

    def __init__(self, site: Site, others: Others, feeds: int, folder: Path) -> None:
        self.site, self.others, self.feeds, self.folder = site, others, feeds, folder
        self.now, self.first = NOW, 0
        fill(others, feeds, NOW)
        self.workers = Workers(site, WORKERS)
        self.found: dict[str, Figures] = {}
        self.fetched = 0

    def passes(self, name: str, outcome: str, new: int) -> None:
        """Visit every feed once; all have to come to `outcome`, with `new` entries in all."""
        self.now += timedelta(hours=1)
        feeds_are_due(self.now)
        before = sightings()
        cpu, servers = self.workers.cpu(), self.site.cpu("postgres")
        tally, seconds = self.workers.visit(self.now)
        cpu, servers = self.workers.cpu() - cpu, self.site.cpu("postgres") - servers
        assert tally == {outcome: self.feeds}, f"{name}: {tally}"
        assert sightings() - before == new, f"{name}: {sightings() - before} entries instead of {new}"
        self.fetched += self.feeds
        self.note(name, self.feeds / seconds, new / seconds, cpu / self.feeds, servers / self.feeds)

    def note(self, name: str, feeds: float, entries: float, cpu: float = 0.0, servers: float = 0.0) -> None:
        figures = self.found.setdefault(name, {"feeds": [], "entries": [], "cpu": [], "servers": []})
        for key, value in zip(figures, (feeds, entries, cpu, servers), strict=True):
            figures[key].append(value)

    def all_new(self) -> None:
        self.first += ENTRIES
        self.others.choose(self.first)
        self.passes("Plumbline, all 50 entries new", "new", self.feeds * ENTRIES)

    def one_new(self) -> None:
        self.first += 1
        self.others.choose(self.first)
        self.passes("Plumbline, 1 of 50 entries new", "new", self.feeds)

    def unchanged(self) -> None:
        self.passes("Plumbline, unchanged (304)", "unchanged", 0)

    def another(self, who: str, name: str, new: int) -> None:
        """What another does with some of the feeds, as they are now."""
        addresses = [self.others.feed(number) for number in range(min(self.feeds, OTHERS))]
        held = self.folder / f"{who}-{self.first}"  # each round begins with nothing held
        argv = [sys.executable, str(ROOT / "benches" / "refresh_others.py"), who, str(held), *addresses]
        done = subprocess.run(argv, check=True, capture_output=True, text=True)
        feeds, entries, seconds = json.loads(done.stdout.splitlines()[-1])
        assert entries == new * feeds, f"{name}: {entries} entries of {feeds} feeds"
        self.note(name, feeds / seconds, entries / seconds)


def refreshing(bench: Bench) -> None:
    others = [("requests", "requests one by one + feedparser")]
    try:
        others.append(("reader", f"reader {version('reader')}, 10 workers"))
    except PackageNotFoundError:
        print("\nThe library reader is not installed, and is left out.")
    for turn in range(ROUNDS):
        print(f"\nround {turn + 1} of {ROUNDS}, load {os.getloadavg()[0]:.1f}", flush=True)
        bench.all_new()
        for who, name in others:
            bench.another(who, f"{name}, new", ENTRIES)
            bench.another(who, f"{name}, unchanged", 0)
        bench.unchanged()
        bench.one_new()
        if turn == 0:
            early = bench.fetched, bench.workers.memory()
    tell(bench)
    remember(bench, early)


def remember(bench: Bench, early: tuple[int, tuple[float, float]]) -> None:
    while bench.fetched - early[0] < FETCHES:
        bench.one_new()
        bench.unchanged()
    (workers, children), (before, before_children) = bench.workers.memory(), early[1]
    print(f"\nMemory of {WORKERS} workers after {early[0]:,} fetches and after {bench.fetched:,}: ", end="")
    print(f"{before:.0f} and {workers:.0f} MiB; of their children {before_children:.0f} and {children:.0f} MiB")
    bench.workers.end()


def tell(bench: Bench) -> None:
    print(f"\n{bench.feeds:,} feeds of {ENTRIES} entries, a host each; medians of {ROUNDS} rounds (least to most)")
    print(f"{'':44} {'feeds/s':>22} {'entries/s':>10} {'ms/feed':>8} {'PostgreSQL':>11} {'feeds/s/core':>13}")
    middle: Callable[[list[float]], float] = median
    for name, figures in bench.found.items():
        rates = f"{middle(figures['feeds']):,.0f} ({min(figures['feeds']):,.0f}-{max(figures['feeds']):,.0f})"
        line = f"{name:44} {rates:>22} {middle(figures['entries']):>10,.0f}"
        if cost := middle(figures["cpu"]) + middle(figures["servers"]):
            line += (
                f" {middle(figures['cpu']) * 1000:>8.2f} {middle(figures['servers']) * 1000:>11.2f} {1 / cost:>13,.0f}"
            )
        print(line)
    print(
        "ms/feed: CPU of workers and their children. The server that answers runs on the same cores and is in no cost."
    )


def _machine() -> str:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],  # noqa: S607 - wherever it is
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    names = ("Django", "psycopg", "aiohttp", "lxml", "feedparser")
    return (
        f"commit {commit}, Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, "
        + ", ".join(f"{name} {version(name)}" for name in names)
    )


if __name__ == "__main__":
    main()
