"""Installs a lock file into a virtual environment with two pips at once.

`python -m plumbline.embedded.install LOCK PYTHON`. Unpacking is what takes the time, and one pip uses one core.
Each pip gets every other package with its hashes; they need nothing of each other, since the lock names
everything and nothing is resolved.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

PIPS = 2


def piles(lock: str, many: int = PIPS) -> list[str]:
    """Deal the packages of a lock file (each with its hash lines) into `many` lock files of about the same size."""
    packages = [package for package in re.split(r"\n(?=[^\s#])", lock.strip()) if package.strip()]
    return ["\n".join(packages[place::many]) + "\n" for place in range(many) if packages[place::many]]


def install(lock: Path, python: str) -> int:
    """Install `lock` for the interpreter `python`; return 0, or the exit code of a pip that failed."""
    command = [python, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    with tempfile.TemporaryDirectory() as folder:
        running = []
        for number, pile in enumerate(piles(lock.read_text(encoding="utf-8"))):
            part = Path(folder) / f"{number}.lock"
            part.write_text(pile, encoding="utf-8")
            running.append(subprocess.Popen([*command, "--require-hashes", "--no-deps", "-r", str(part)]))
        return max([process.wait() for process in running], key=abs, default=0)


if __name__ == "__main__":
    sys.exit(install(Path(sys.argv[1]), sys.argv[2]))
