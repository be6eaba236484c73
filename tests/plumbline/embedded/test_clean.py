from __future__ import annotations

from pathlib import Path

import pytest

from plumbline.embedded.clean import clean
from plumbline.embedded.environment import secret_key
from plumbline.embedded.errors import ServersError
from plumbline.embedded.lock import Lock
from plumbline.embedded.paths import layout, prepare


def test_clean_removes_ours_and_nothing_else(tmp_path: Path) -> None:
    place = layout(tmp_path / "data")
    prepare(place)
    secret_key(place)
    (place.root / "thesis.txt").write_text("mine")

    assert [path.name for path in clean(place)] == ["lock", "logs", "redis", "secret-key"]
    assert [path.name for path in place.root.iterdir()] == ["thesis.txt"]
    (place.root / "thesis.txt").unlink()
    assert [path.name for path in clean(place)] == ["lock"]
    assert not place.root.exists()
    assert clean(place) == []


def test_clean_refuses_a_folder_in_use(tmp_path: Path) -> None:
    place = layout(tmp_path / "data")
    prepare(place)
    secret_key(place)
    lock = Lock(place.lock)
    lock.take("make run")

    with pytest.raises(ServersError, match=r"in use by process \d+ \(make run\)"):
        clean(place)

    assert place.secret_key.exists()
    lock.release()
