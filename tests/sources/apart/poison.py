"""What children are asked to do in tests: to read, to hang, to eat, to die."""

from __future__ import annotations

import os
import resource
import signal
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Said:
    length: int
    pid: int
    word: str


def read(body: bytes, *, word: str = "") -> Said:
    return Said(len(body), os.getpid(), word)


def hang(body: bytes) -> Said:
    while True:
        time.sleep(1)


def spin(body: bytes) -> Said:
    while True:
        pass


def eat(body: bytes) -> Said:
    eaten = [bytes(50_000_000) for _ in range(1_000)]
    return Said(len(eaten), 0, "")


def die(body: bytes) -> Said:
    os.kill(os.getpid(), signal.SIGSEGV)
    return Said(0, 0, "")


def die_once(body: bytes) -> Said:
    """The file that the body names tells the second try from the first."""
    try:
        Path(body.decode()).touch(exist_ok=False)
    except FileExistsError:
        return Said(2, 0, "")
    return die(body)


def fault(body: bytes) -> Said:
    return Said(1 // (len(body) - len(body)), 0, "")


def lie(body: bytes) -> Said:
    return Said("many", 0, 3)  # type: ignore[arg-type]


def chatter(body: bytes) -> Said:
    print("a library that prints")
    return read(body)


def surroundings(body: bytes) -> Said:
    limit = resource.getrlimit(resource.RLIMIT_AS)[0] // 1024 // 1024
    return Said(limit, os.getppid(), ",".join(sorted(os.environ)))
