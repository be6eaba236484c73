"""The ordinary commands: `manage.py migrate` and its like find servers running, or run them themselves."""

from __future__ import annotations

import atexit
import os
import sys
import time
from collections.abc import MutableMapping, Sequence

from plumbline.embedded.environment import data_folder, given, laptop
from plumbline.embedded.errors import ServersError
from plumbline.embedded.lock import Busy, Lock, Users
from plumbline.embedded.paths import Layout, layout, prepare
from plumbline.embedded.servers import Servers, missing_servers

NEED_NO_SERVERS = frozenset(
    {
        *("", "help", "version", "-h", "--help", "--version", "up"),
        *("check", "collectstatic", "diffsettings", "findstatic", "startapp", "startproject"),
        *("fetch", "measure_confidence"),
        *("compilemessages", "makemessages"),
    }
)
"""Commands that read the settings but no database; `up` starts the servers itself."""
ATTACH_SECONDS = 90


def for_command(argv: Sequence[str], environ: MutableMapping[str, str] = os.environ) -> None:
    """Make `environ` complete for the management command in `argv`, with servers where it needs them.

    Where DATABASE_URL is given this is no laptop's start, and a missing variable has to stop it: nothing is
    done, except for `up`, which runs whatever is not given. Else the command attaches to the servers that
    run for the data folder, or starts them until it ends. Ends the process with a sentence where that is
    not possible.
    """
    command = argv[1] if len(argv) > 1 else ""
    if given("DATABASE_URL", environ) and command != "up":
        return
    try:
        place = layout(data_folder(environ))
        prepare(place)
        servers = missing_servers(place, environ, _say)
        if command not in NEED_NO_SERVERS and "--help" not in argv:
            ensure(place, servers, command=command)
        environ.update(laptop(place, environ))
        environ.update(servers.environment())
    except ServersError as error:
        sys.exit(f"Plumbline: {error}")


def ensure(place: Layout, servers: Servers, *, command: str) -> None:
    """Attach to the running servers of `place`, or start `servers` until this process ends.

    `place` is prepared. ServersError where they cannot be started, or another command does not get ready.
    """
    lock, users = Lock(place.lock), Users(place.users)
    until = time.monotonic() + ATTACH_SECONDS
    while time.monotonic() < until:
        try:
            lock.take(command)
        except Busy as busy:
            # Counted first, looked second: whoever holds the servers cannot stop them between the two.
            if busy.holder and busy.holder.ready and users.join():
                return
            time.sleep(0.1)
            continue
        try:
            servers.start()
        except BaseException:
            lock.release()
            raise
        lock.mark_ready(command)
        atexit.register(_stop, os.getpid(), servers, lock, users)
        return
    raise ServersError(f"The servers of {place.root} are being started by another command and do not answer.")


def _stop(owner: int, servers: Servers, lock: Lock, users: Users) -> None:
    if os.getpid() != owner:  # a fork of ours ends, not the command itself
        return
    try:
        if not users.none_left():
            _say("Other commands still use these servers; waiting for them. Ctrl-C stops the servers now.")
            while not users.none_left():
                time.sleep(0.2)
    except KeyboardInterrupt:
        pass
    servers.stop()
    lock.release()
    users.leave()


def _say(line: str) -> None:
    print(f"Plumbline: {line}", file=sys.stderr, flush=True)
