"""Children that read for us: persistent, each item with a clock and a limit of memory, replaced now and then."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from time import monotonic
from typing import Any, ParamSpec, Self, TypeVar, get_type_hints

from sources.apart.child import DONE, MEMORY
from sources.apart.frames import Ended, Inbox, Late, send
from sources.apart.wire import decode, encode

SECONDS = 10.0  # of the clock on the wall, for one item
MEGABYTES = 512
ITEMS = 2_000  # of one child; then a fresh one takes its place
IDLE = 60.0  # seconds without work after which a child is let go
_LOADING = 60.0
_TRIES = 2  # a child that dies may have been killed by somebody else
_ROOT = Path(__file__).resolve().parent.parent.parent

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


class TooHard(Exception):
    """What came could not be read within the limits. Its text says so to people."""


class ReaderFault(Exception):
    """The function that was to read it has a fault; the text is the kind of error."""


@dataclass(frozen=True, slots=True)
class _Item:
    function: Callable[..., Any]
    body: bytes
    given: bytes
    done: Future[Any]


class Children:
    """`count` children at most, started when there is work. Use it in a `with`, or call `end`.

    `seconds` and `megabytes` are the limits for one item; after `items` of them a child is replaced, after `idle`
    seconds without any it is let go.
    """

    def __init__(
        self,
        *,
        count: int,
        seconds: float = SECONDS,
        megabytes: int = MEGABYTES,
        items: int = ITEMS,
        idle: float = IDLE,
    ) -> None:
        self._count, self._seconds, self._megabytes = count, seconds, megabytes
        self._items, self._idle = items, idle
        self._waiting: SimpleQueue[_Item | None] = SimpleQueue()
        self._threads: list[Thread] = []
        self._lock = Lock()
        self._ended = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def read(self, function: Callable[Given, Answer], /, *args: Given.args, **given: Given.kwargs) -> Future[Answer]:
        """Have a child call `function(body, **given)` and return its answer as a future, at once.

        `function` stands at the top of a module that knows no framework; its first argument is the body, in bytes, the
        others are named, and `wire` can carry them and the answer. The future raises TooHard or ReaderFault.
        """
        [body] = args
        done: Future[Any] = Future()
        item = _Item(function, body, encode(given), done)  # type: ignore[arg-type]
        with self._lock:
            if self._ended:
                raise RuntimeError("ended")
            # A thread for each child: the kernel kills a child when the thread that started it ends.
            if len(self._threads) < self._count:
                self._threads.append(Thread(target=self._serve, name="reader", daemon=True))
                self._threads[-1].start()
            self._waiting.put(item)
        return done

    def end(self) -> None:
        """Let the children go when they have done what they are at; what waits is not read any more."""
        with self._lock:
            self._ended = True
        for _ in self._threads:
            self._waiting.put(None)
        for thread in self._threads:
            thread.join()

    def _serve(self) -> None:
        child: _Child | None = None
        while True:
            try:
                item = self._waiting.get(timeout=self._idle) if child else self._waiting.get()
            except Empty:
                if child:
                    child.end()
                child = None
                continue
            if item is None:
                if child:
                    child.end()
                return
            if self._ended:
                item.done.cancel()
            elif item.done.set_running_or_notify_cancel():
                child = self._one(item, child)

    def _one(self, item: _Item, child: _Child | None) -> _Child | None:
        """Read one item; return the child that the next one may have."""
        for tries in range(1, _TRIES + 1):
            try:
                child = child or _Child(self._megabytes)
                how, answer = child.ask(item, self._seconds)
            except Ended:
                if child:
                    child.kill()
                child = None
                if tries == _TRIES:
                    item.done.set_exception(TooHard("What reads it broke down on it, twice."))
                continue
            except Late:
                self._fail(item, child, TooHard(f"It took too long to read: more than {self._seconds:g} seconds."))
                return None
            except Exception as error:  # no child could be started, say; the next item may fare better
                self._fail(item, child, error)
                return None
            if how == MEMORY:
                sentence = f"It needed too much memory to be read: more than {self._megabytes} MiB."
                self._fail(item, child, TooHard(sentence))
                return None
            self._give(item, how, answer)
            if child.items < self._items:
                return child
            child.end()
            return None
        return None

    def _fail(self, item: _Item, child: _Child | None, error: Exception) -> None:
        if child:
            child.kill()
        item.done.set_exception(error)

    def _give(self, item: _Item, how: bytes, answer: bytes) -> None:
        if how != DONE:
            item.done.set_exception(ReaderFault(answer.decode("ascii", "replace")))
            return
        try:
            item.done.set_result(decode(answer, _answer_of(item.function)))
        except ValueError as error:
            item.done.set_exception(ReaderFault(type(error).__name__))


class _Child:
    def __init__(self, megabytes: int) -> None:
        argv = [sys.executable, "-m", "sources.apart.child", str(os.getpid()), str(megabytes * 1024 * 1024)]
        # Nothing of our own environment: no address of a database, no key.
        environment = {"PYTHONPATH": str(_ROOT), "LC_ALL": "C.UTF-8"}
        self._process = subprocess.Popen(
            argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, cwd="/", bufsize=0
        )
        assert self._process.stdin
        assert self._process.stdout
        self._to, answers = self._process.stdin.fileno(), self._process.stdout.fileno()
        os.set_blocking(self._to, False)
        os.set_blocking(answers, False)
        self._answers = Inbox(answers)
        self._loaded: set[str] = set()
        self.items = 0

    def ask(self, item: _Item, seconds: float) -> tuple[bytes, bytes]:
        """How it went, and the answer. Raises Late or Ended. The clock begins when the function is loaded."""
        name = f"{item.function.__module__}:{item.function.__qualname__}"
        if name not in self._loaded:
            until = monotonic() + _LOADING
            send(self._to, name.encode(), until=until)
            self._answer(until)
            self._loaded.add(name)
        until = monotonic() + seconds
        self.items += 1
        send(self._to, name.encode(), item.given, item.body, until=until)
        return self._answer(until)

    def _answer(self, until: float) -> tuple[bytes, bytes]:
        return self._answers.receive(until=until), self._answers.receive(until=until)

    def kill(self) -> None:
        self._process.kill()
        self._close()

    def end(self) -> None:
        """It goes by itself when nothing can come any more."""
        assert self._process.stdin
        self._process.stdin.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._close()

    def _close(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()
        self._process.wait()


def _answer_of(function: Callable[..., Any]) -> Any:
    return _ANSWERS.get(function) or _ANSWERS.setdefault(function, get_type_hints(function)["return"])


_ANSWERS: dict[Callable[..., Any], Any] = {}
