"""As whom PostgreSQL runs. It refuses to run as root, so root has to become somebody else."""

from __future__ import annotations

import ctypes
import os
import pwd
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from plumbline.embedded.errors import ServersError
from plumbline.embedded.paths import NOBODY
from records.processes import LIBC

CLONE_NEWUSER = 0x10000000
PR_SET_KEEPCAPS = 8
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
CAPABILITY_VERSION_3 = 0x20080522
CAP_DAC_OVERRIDE = 1


@dataclass(frozen=True)
class Identity:
    """A user to run as: who owns its files, and what a fresh child does to become it."""

    name: str
    owner: int
    group: int
    become: Callable[[], None] | None


def choose(postgres: Path, folder: Path, candidates: Sequence[Identity]) -> Identity:
    """The first of `candidates` that can run the program `postgres` and write to `folder`.

    ServersError where none works.
    """
    for identity in candidates:
        if _works(identity, postgres, folder):
            return identity
    raise ServersError(
        f"PostgreSQL refuses to run as root, and no other user can reach {postgres} and {folder}. "
        "Start Plumbline as an ordinary user, or set DATABASE_URL to a PostgreSQL that runs already."
    )


def candidates() -> Sequence[Identity]:
    """Who may be tried, best first. An ordinary user stays who he is.

    One without an entry in the password file, as in many a container, takes a name in a user namespace:
    initdb asks for one.
    Root tries a user namespace (files stay root's, works below a closed home folder), then `nobody`, then
    `nobody` with the right to pass closed folders, for containers that refuse namespaces.
    """
    user, group = os.getuid(), os.getgid()
    if user != 0:
        as_is = Identity("this user", user, group, None)
        if user in _known_users():
            return (as_is,)
        return (Identity("this user, named in a namespace", user, group, _enter_namespace), as_is)
    return (
        Identity("root in a user namespace", 0, 0, _enter_namespace),
        Identity("nobody", NOBODY, NOBODY, _become_nobody),
        Identity("nobody, past closed folders", NOBODY, NOBODY, _become_nobody_past_closed_folders),
    )


def _works(identity: Identity, postgres: Path, folder: Path) -> bool:
    if identity.become is None:
        return True
    before = folder.stat()
    os.chown(folder, identity.owner, identity.group)
    try:
        done = subprocess.run(
            ["/bin/sh", "-c", 'test -w "$1" && test -x "$1" && exec "$2" --version', "sh", folder, postgres],
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            preexec_fn=identity.become,
            timeout=20,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        done = None
    finally:
        os.chown(folder, before.st_uid, before.st_gid)
    return done is not None and done.returncode == 0


def _known_users() -> list[int]:
    return [entry.pw_uid for entry in pwd.getpwall()]


def _enter_namespace() -> None:
    """Be somebody else to ourselves, and who we are to the files."""
    user, group = os.getuid(), os.getgid()
    somebody = next((known for known in _known_users() if known not in {0, user}), NOBODY)
    if LIBC.unshare(CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{somebody} {user} 1"),
        ("gid_map", f"{somebody} {group} 1"),
    ):
        with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
            file.write(text)


def _become_nobody() -> None:
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)


def _become_nobody_past_closed_folders() -> None:
    LIBC.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)
    _become_nobody()
    # capset(2) with this one capability in all three sets, then ambient, so that it survives exec.
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    bit = 1 << CAP_DAC_OVERRIDE
    sets = (ctypes.c_uint32 * 6)(bit, bit, bit, 0, 0, 0)
    if LIBC.capset(header, sets) != 0:
        raise OSError(ctypes.get_errno(), "capset")
    if LIBC.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")
