"""The data folder: where each thing lies, and which folder holds the sockets."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from plumbline.embedded.errors import ServersError

CHECKOUT = Path(__file__).resolve().parents[2]
NOBODY = 65534
"""The user that PostgreSQL runs as where root cannot use a namespace."""
POSTGRES_SOCKET = ".s.PGSQL.5432"
REDIS_SOCKET = "redis.sock"
SOCKET_PATH_LIMIT = 107
"""Bytes in a socket's path, without the closing zero (sun_path in unix(7))."""

PLAIN_PATH = re.compile(r"[A-Za-z0-9/._-]+")
"""A path that means the same in a URL, in a server's configuration and in a shell."""


@dataclass(frozen=True)
class Layout:
    """Where everything lies under one data folder. `sockets` may lie outside it."""

    root: Path
    sockets: Path

    @property
    def lock(self) -> Path:
        return self.root / "lock"

    @property
    def users(self) -> Path:
        return self.root / "users"

    @property
    def secret_key(self) -> Path:
        return self.root / "secret-key"

    @property
    def postgres(self) -> Path:
        return self.root / "postgres"

    @property
    def postgres_new(self) -> Path:
        return self.root / "postgres.new"

    @property
    def redis(self) -> Path:
        return self.root / "redis"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def beat_schedule(self) -> Path:
        return self.root / "beat-schedule"

    @property
    def redis_socket(self) -> Path:
        return self.sockets / REDIS_SOCKET


def layout(data: str | Path, *, short: str = "/tmp") -> Layout:  # noqa: S108 - checked by own_folder()
    """The layout of the data folder `data`; nothing is created.

    Sockets lie in `run` under it, or, where such a path would be too long for a socket or would have to
    be quoted in a URL, in a folder of their own under `short`, named for the user and the data folder.
    """
    root = Path(os.path.abspath(data))
    sockets = root / "run"
    longest = os.fsencode(sockets / POSTGRES_SOCKET)
    if len(longest) > SOCKET_PATH_LIMIT or not PLAIN_PATH.fullmatch(str(sockets)):
        digest = hashlib.sha256(os.fsencode(root)).hexdigest()[:12]
        sockets = Path(short) / f"plumbline-{os.getuid()}-{digest}"
    return Layout(root=root, sockets=sockets)


def prepare(place: Layout) -> None:
    """Create the folders of `place` that are missing; ServersError where that is not possible.

    The root may be entered but not listed by others (0711), since PostgreSQL may run as another user.
    """
    try:
        place.root.mkdir(mode=0o711, parents=True, exist_ok=True)
        place.logs.mkdir(mode=0o700, exist_ok=True)
        place.redis.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise ServersError(
            f"The data folder {place.root} cannot be used ({error.strerror}: {error.filename}). "
            "Set PLUMBLINE_DATA to a folder that you may write to."
        ) from error
    if not os.access(place.root, os.W_OK | os.X_OK):
        raise ServersError(
            f"The data folder {place.root} cannot be written to. Set PLUMBLINE_DATA to a folder that you may write to."
        )


def own_folder(folder: Path, owner: int, group: int) -> None:
    """Create `folder` for `owner` alone (0700), or take it over if it is ours; ServersError if it is not.

    A shared temporary folder is open to everybody: what lies there under our name may be a trap.
    """
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        found = folder.lstat()
        allowed = {os.getuid(), owner} | ({NOBODY} if os.getuid() == 0 else set())
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in allowed:
            raise ServersError(f"{folder} belongs to somebody else; remove it and start again.") from None
        folder.chmod(0o700)
    if os.getuid() == 0:
        os.chown(folder, owner, group)


def give(folder: Path, owner: int, group: int) -> None:
    """Hand `folder` and all in it to `owner`, where the owner is another one. Root only."""
    if folder.lstat().st_uid == owner:
        return
    for here, _, files in os.walk(folder):
        for name in files:
            os.chown(os.path.join(here, name), owner, group, follow_symlinks=False)
    # Folders last and the top at the very end: an interrupted hand-over is seen and done again.
    for here, _, _ in os.walk(folder, topdown=False):
        os.chown(here, owner, group, follow_symlinks=False)
