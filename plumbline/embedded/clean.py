"""`make clean-data`: remove what Plumbline has put into its data folder, and nothing else."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from plumbline.embedded.environment import data_folder
from plumbline.embedded.errors import ServersError
from plumbline.embedded.lock import Busy, Lock
from plumbline.embedded.paths import Layout, layout
from plumbline.embedded.preflight import busy_sentence

OURS = (
    *("postgres", "postgres.new", "postgres.broken-*", "redis", "redis.broken-*", "run", "logs"),
    *("static", "media", "mails", "secret-key", "beat-schedule*", "users", "lock"),
)


def clean(place: Layout) -> list[Path]:
    """Remove our files under `place`; what was removed. ServersError where the folder is in use."""
    if not place.root.is_dir():
        return []
    lock = Lock(place.lock)
    try:
        lock.take("make clean-data")
    except Busy as busy:
        raise ServersError(busy_sentence(place, busy.holder)) from busy
    found = sorted(path for pattern in OURS for path in place.root.glob(pattern))
    outside = [place.sockets] if place.sockets.parent != place.root and place.sockets.exists() else []
    for path in found + outside:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    lock.release()
    if not any(place.root.iterdir()):
        place.root.rmdir()
    return found


def main() -> None:
    """Clean the data folder that the environment names, and say what went."""
    place = layout(data_folder(os.environ))
    try:
        removed = clean(place)
    except (ServersError, OSError) as error:
        sys.exit(f"Plumbline: {error}")
    print(f"Removed from {place.root}: {', '.join(path.name for path in removed) or 'nothing'}")


if __name__ == "__main__":
    main()
