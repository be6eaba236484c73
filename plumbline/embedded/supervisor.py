"""Run everything, notice what ends, stop everything: what `make run` is."""

from __future__ import annotations

import http.client
import os
import signal
import time
from collections.abc import Callable, Mapping
from types import FrameType

from plumbline.embedded.child import Child, spawn
from plumbline.embedded.environment import laptop
from plumbline.embedded.errors import ServersError
from plumbline.embedded.lock import Busy, Lock
from plumbline.embedded.paths import CHECKOUT, Layout, prepare
from plumbline.embedded.preflight import busy_sentence, check_port
from plumbline.embedded.programs import Plan, Program, Step
from plumbline.embedded.servers import Servers
from records.processes import LIBC, PR_SET_PDEATHSIG

WEB_SECONDS = 60
PATIENCE_SECONDS = 4.0
"""How long programs may take to end by themselves; the servers have about four seconds after that."""
LONGEST_PAUSE_SECONDS = 30
SETTLED_SECONDS = 60
"""A program that has run this long is well again: its next restart comes at once."""
TICK_SECONDS = 0.1


class Stop(BaseException):
    """Somebody asked us to stop. No Exception, so that nothing on the way takes it for a failure."""


class Supervisor:
    """One run of `plan` over the data folder `place`, whose lock the caller holds."""

    def __init__(
        self,
        plan: Plan,
        place: Layout,
        servers: Servers,
        environ: Mapping[str, str],
        say: Callable[[str], None],
    ) -> None:
        self.plan = plan
        self.place = place
        self.servers = servers
        self.environ = environ
        self.say = say
        self.hurry = False
        self.running: dict[str, tuple[Program, Child, float]] = {}
        self.steps: list[Child] = []
        self.waiting: dict[str, tuple[Program, float]] = {}
        self.failures: dict[str, int] = {}

    def start(self) -> None:
        """Bring everything up until the web program answers; ServersError where something fails."""
        began = time.monotonic()
        self.say(f"Plumbline starts in {self.place.root}")
        self.servers.start()
        self.say(f"  servers        {time.monotonic() - began:5.1f} s")
        shown = []
        for stage in self.plan.stages:
            shown += self._run_stage(stage)
        programs_began = time.monotonic()
        for program in self.plan.programs:
            self._launch(program)
        status = self._await_web()
        self.say(f"  {', '.join(self.running):<14} {time.monotonic() - programs_began:5.1f} s")
        for text in shown:
            self.say(f"\n{text}")
        if status >= 500:
            self.say(f"The first page answers with error {status}; see {self.place.logs / 'web.log'}")
        self.say(
            f"\nReady after {time.monotonic() - began:.1f} s: http://localhost:{self.plan.port}\n"
            f"Logs are in {self.place.logs}. Ctrl-C stops everything; the data stay."
        )

    def watch(self) -> None:
        """Run until something ends that cannot be started again: ServersError. Stop comes from outside."""
        while True:
            self._notice()
            for name, (program, due) in list(self.waiting.items()):
                if time.monotonic() >= due:
                    del self.waiting[name]
                    self._launch(program)
            time.sleep(TICK_SECONDS)

    def stop(self) -> None:
        """End the programs, then the servers. At most about nine seconds; at once if `hurry`."""
        programs = [child for _, child, _ in self.running.values()] + self.steps
        alive = [child for child in programs if child.ended() is None]
        for child in alive:
            child.signal(signal.SIGTERM)
        until = time.monotonic() + PATIENCE_SECONDS
        while any(child.ended() is None for child in alive) and time.monotonic() < until and not self.hurry:
            time.sleep(0.02)
        for child in alive:
            child.kill()
            child.wait(1.0)
        self.servers.stop(0.5 if self.hurry else 3.0)

    def _run_stage(self, stage: tuple[Step, ...]) -> list[str]:
        began = time.monotonic()
        starts = []
        for step in stage:
            log = self.place.logs / f"{step.name.replace(' ', '-')}.log"
            starts.append(log.stat().st_size if log.exists() else 0)
            self.steps.append(self._spawn(step.name, step.argv))
        codes: list[int | None] = [None]
        while None in codes:
            time.sleep(0.02)
            codes = [child.ended() for child in self.steps]
            self._notice()
        for child, code in zip(self.steps, codes, strict=True):
            if code != 0:
                raise ServersError(f"{child.name} failed. The end of {child.log}:\n{child.tail(25)}")
        shown = [
            child.log.read_bytes()[start:].decode("utf-8", "replace").strip()
            for step, child, start in zip(stage, self.steps, starts, strict=True)
            if step.shown
        ]
        self.steps = []
        self.say(f"  {', '.join(step.name for step in stage):<14} {time.monotonic() - began:5.1f} s")
        return [text for text in shown if text]

    def _await_web(self) -> int:
        until = time.monotonic() + WEB_SECONDS
        while time.monotonic() < until:
            self._notice()
            connection = http.client.HTTPConnection("127.0.0.1", self.plan.port, timeout=WEB_SECONDS)
            try:
                connection.request("GET", "/", headers={"Host": f"localhost:{self.plan.port}"})
                return connection.getresponse().status
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)
            finally:
                connection.close()
        raise ServersError(f"No page came within {WEB_SECONDS} s; see {self.place.logs / 'web.log'}")

    def _launch(self, program: Program) -> None:
        child = self._spawn(program.name, program.argv)
        self.running[program.name] = (program, child, time.monotonic())

    def _spawn(self, name: str, argv: tuple[str, ...]) -> Child:
        try:
            return spawn(
                name,
                argv,
                log=self.place.logs / f"{name.replace(' ', '-')}.log",
                env={**self.environ, "PYTHONUNBUFFERED": "1"},
                cwd=CHECKOUT,
                on_parent_death=signal.SIGKILL,
            )
        except OSError as error:
            raise ServersError(f"{name} cannot be started: {error}") from error

    def _notice(self) -> None:
        for server in self.servers.children():
            if (code := server.ended()) is not None:
                raise ServersError(self._epitaph(server, code))
        for name, (program, child, since) in list(self.running.items()):
            if (code := child.ended()) is None:
                continue
            if not program.restart:
                raise ServersError(self._epitaph(child, code))
            del self.running[name]
            settled = time.monotonic() - since > SETTLED_SECONDS
            self.failures[name] = 0 if settled else self.failures.get(name, -1) + 1
            pause = min(2 ** self.failures[name], LONGEST_PAUSE_SECONDS)
            self.waiting[name] = (program, time.monotonic() + pause)
            self.say(f"{self._epitaph(child, code)}\nIt is started again in {pause} s.")

    def _epitaph(self, child: Child, code: int) -> str:
        how = f"was killed by signal {-code}" if code < 0 else f"ended with code {code}"
        return f"{child.name} {how}. The end of {child.log}:\n{child.tail()}"


def up(plan: Plan, place: Layout, servers: Servers, environ: Mapping[str, str], *, with_parent: bool = False) -> int:
    """Run `plan` until Ctrl-C, SIGTERM or a failure, and stop all of it. The exit code: 0, or 1 at a failure.

    `environ` is what the programs get besides the servers' addresses. `with_parent` stops also when the
    process that started us dies (make, killed with -9). Call it from the main thread.
    """
    supervisor = Supervisor(plan, place, servers, environ, say)
    stopping_since: float | None = None

    def on_signal(number: int, frame: FrameType | None) -> None:
        nonlocal stopping_since
        now = time.monotonic()
        if stopping_since is None:
            stopping_since = now
            raise Stop
        # Asked twice: no more patience. make hands a signal on that the group has had already.
        supervisor.hurry = now - stopping_since > 1

    # Set explicitly: a shell's `&` starts us with SIGINT ignored.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, on_signal)
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # nohup means it
        signal.signal(signal.SIGHUP, on_signal)
    if with_parent:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    lock = Lock(place.lock)
    try:
        _begin(supervisor, lock)
        supervisor.start()
        lock.mark_ready("make run")
        supervisor.watch()
    except Stop:
        say("\nStopping.")
        return 0
    except ServersError as error:
        say(f"Plumbline: {error}")
        return 1
    finally:
        began = time.monotonic()
        stopping_since = stopping_since or began
        supervisor.stop()
        lock.release()
        say(f"Stopped in {time.monotonic() - began:.1f} s.")
    return 1


def _begin(supervisor: Supervisor, lock: Lock) -> None:
    place = supervisor.place
    prepare(place)
    try:
        lock.take("make run")
    except Busy as busy:
        raise ServersError(busy_sentence(place, busy.holder)) from busy
    check_port(supervisor.plan.port)
    if lock.left_behind:
        say(f"The last run (process {lock.left_behind.pid}) ended without stopping; its lock is taken over.")
    supervisor.environ = {**supervisor.environ, **laptop(place, supervisor.environ)}
    supervisor.environ.update(supervisor.servers.environment())


def say(line: str) -> None:
    """Print `line`; a terminal that is gone stops nothing."""
    try:
        print(line, flush=True)
    except (OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
