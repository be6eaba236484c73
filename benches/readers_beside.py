"""Prints whether readers wait longer while a thousand scores a minute fall beside them.

Run by `make bench-editions`. Readers come at a steady pace, RATE a second, and each asks for a page that nobody had
before; first alone, then with the falls, then alone again. In $BENCH_WEB_FOLDER the database is kept.
"""
# ruff: noqa: T201 - printing is what this is for

import os
import shutil
import sys
import tempfile
import time
from http.client import HTTPConnection
from multiprocessing import get_context
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import django  # noqa: E402 - the project's folder has to be on the path first

from benches.web_servers import Site, ready  # noqa: E402

PROFILES = 5_000
RATE = 10  # readers a second
SECONDS = 20
FALLS = 1_000 / 60  # a second
PORT = 8795
LATER = 730  # days after which age lowers what was published


def main() -> None:
    kept = os.environ.get("BENCH_WEB_FOLDER")
    folder = Path(kept or tempfile.mkdtemp(prefix="bench-readers-"))
    site = Site.at(folder / "falling", PORT)
    try:
        ready(site, PROFILES)
        measure()
    finally:
        site.stop()
        if not kept:
            shutil.rmtree(folder, ignore_errors=True)


def measure() -> None:
    from profiles.models import PublishedProfile  # noqa: PLC0415 - only after django.setup

    slugs = iter(PublishedProfile.objects.order_by("?").values_list("slug", flat=True)[: 4 * RATE * SECONDS])
    reading(slugs, 3)  # templates and connections
    print(f"readers, {RATE} a second, each at a page that nobody had before; ms")
    print(f"{'':24}{'p50':>8}{'p99':>8}{'most':>8}   falls a minute")
    for name, falls in (("alone", False), ("while scores fall", True), ("alone again", False)):
        processes = get_context("spawn")
        begun, stop, made = processes.Event(), processes.Event(), processes.Value("i", 0)
        worker = processes.Process(target=falling, args=(begun, stop, made))
        if falls:
            worker.start()
            begun.wait()
        times = reading(slugs, SECONDS)
        stop.set()
        if falls:
            worker.join()
        shown = (times[len(times) // 2], times[int(len(times) * 0.99)], times[-1])
        rate = f"{made.value / SECONDS * 60:,.0f}"
        print(f"{name:24}" + "".join(f"{one:8.1f}" for one in shown) + f"   {rate}")


def reading(slugs, seconds: int) -> list[float]:  # type: ignore[no-untyped-def]
    """How long each reader waited from the moment at which they came, in order of length (ms)."""
    times: list[float] = []
    began = time.perf_counter()
    connection = HTTPConnection("127.0.0.1", PORT)
    for number in range(RATE * seconds):
        came = began + number / RATE
        time.sleep(max(0.0, came - time.perf_counter()))
        connection.request("GET", f"/profiles/{next(slugs)}/")
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200
        times.append((time.perf_counter() - came) * 1000)
    return sorted(times)


def falling(begun, stop, made) -> None:  # type: ignore[no-untyped-def]
    """Have scores fall at a steady pace, in a process of its own, as a worker does."""
    django.setup()
    from datetime import UTC, datetime, timedelta  # noqa: PLC0415 - only after django.setup

    from profiles.editions.falling import look_at_due  # noqa: PLC0415
    from profiles.models import Assessment, PublishedProfile  # noqa: PLC0415

    now = datetime.now(UTC) + timedelta(days=LATER)
    keys = iter(PublishedProfile.objects.order_by("?").values_list("pk", flat=True)[:PROFILES])
    begun.set()
    began = time.perf_counter()
    asked = 0
    while not stop.is_set():
        due = int((time.perf_counter() - began) * FALLS) - asked
        if due < 1:
            stop.wait(0.05)
            continue
        before = Assessment.objects.count()
        some = [key for _, key in zip(range(due), keys, strict=False)]
        PublishedProfile.objects.filter(pk__in=some).update(look_again_at=now)
        look_at_due(now=now, limit=2 * due)
        asked += due
        made.value += Assessment.objects.count() - before


if __name__ == "__main__":
    main()
