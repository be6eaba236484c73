"""Which release this is: two installations of the same code and settings agree, a changed file differs."""

from __future__ import annotations

import hashlib
from pathlib import Path

FOLDERS = ("plumbline", "briefings", "profiles", "sources", "records", "templates")
ENDINGS = {".py", ".html", ".css", ".js", ".svg", ".xml", ".atom"}


def fingerprint(root: Path, *told: object) -> str:
    """Return 16 hexadecimal digits made of every file of ours below `root` that an answer can depend on, and of the
    settings that it was `told` of."""
    digest = hashlib.sha256(repr(told).encode())
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in ENDINGS:
                digest.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]
