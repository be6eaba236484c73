"""What can be refused before anything is installed or started: the port, the data folder.

`python3 -m plumbline.embedded.preflight` needs nothing but Python.
"""

from __future__ import annotations

import errno
import os
import socket
import sys

from plumbline.embedded.environment import data_folder, port
from plumbline.embedded.errors import ServersError
from plumbline.embedded.lock import Busy, Holder, Lock
from plumbline.embedded.paths import Layout, layout, prepare


def check_port(number: int) -> None:
    """ServersError where something listens on `number` of this machine, or we may not listen there.

    Both addresses of `localhost` are looked at: a browser that finds another program on one of them shows
    that program.
    """
    for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        try:
            with socket.socket(family, socket.SOCK_STREAM) as probe:
                # As a server does it, so that connections still closing do not count.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((address, number))
                probe.listen(1)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise ServersError(
                    f"Port {number} is in use by another program. Choose another one: make run PORT={number + 1}"
                ) from error
            if error.errno == errno.EACCES:
                raise ServersError(
                    f"Port {number} is not open to this user. Choose one above 1023: make run PORT=8000"
                ) from error
            if family == socket.AF_INET:
                raise ServersError(f"Port {number} cannot be used: {error.strerror}.") from error


def busy_sentence(place: Layout, holder: Holder | None) -> str:
    """What to tell somebody whose data folder is in use."""
    if holder is None:
        return f"The data folder {place.root} is in use by another process. Try again in a moment."
    return (
        f"The data folder {place.root} is in use by process {holder.pid} ({holder.what}). "
        "End that one, or run beside it with PLUMBLINE_DATA=folder and PORT=number."
    )


def check_lock(place: Layout) -> None:
    """ServersError where the data folder is in use."""
    lock = Lock(place.lock)
    try:
        lock.take("preflight")
    except Busy as busy:
        raise ServersError(busy_sentence(place, busy.holder)) from busy
    except OSError as error:
        raise ServersError(f"{place.lock} cannot be opened: {error.strerror}.") from error
    # What an interrupted run left in the file is for the start itself to report.
    lock.hand_on()


def main() -> None:
    """Check all of it; print one sentence and exit with 1 where something is in the way."""
    try:
        place = layout(data_folder(os.environ))
        number = port(os.environ)
        if place.lock.exists():
            check_lock(place)
        check_port(number)
        prepare(place)
    except ServersError as error:
        sys.exit(f"Plumbline: {error}")


if __name__ == "__main__":
    main()
