from __future__ import annotations

from pathlib import Path

import pytest

from plumbline.embedded.install import piles

ROOT = Path(__file__).resolve().parents[3]
LOCK = """amqp==1 \\
    --hash=sha256:aa \\
    --hash=sha256:ab
babel==2 ; x == 'y' \\
    --hash=sha256:bb
celery==3 \\
    --hash=sha256:cc
"""


def test_packages_are_dealt_with_all_their_hashes() -> None:
    assert piles(LOCK) == [
        "amqp==1 \\\n    --hash=sha256:aa \\\n    --hash=sha256:ab\ncelery==3 \\\n    --hash=sha256:cc\n",
        "babel==2 ; x == 'y' \\\n    --hash=sha256:bb\n",
    ]
    assert piles("", 2) == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_nothing_of_a_lock_gets_lost(name: str) -> None:
    lock = (ROOT / name).read_text(encoding="utf-8")
    dealt = [line for pile in piles(lock) for line in pile.splitlines()]
    assert sorted(dealt) == sorted(lock.splitlines())
    assert all(pile.splitlines()[0].count("==") == 1 for pile in piles(lock))
