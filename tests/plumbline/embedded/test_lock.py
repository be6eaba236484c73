from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from plumbline.embedded.lock import Busy, Holder, Lock, Users, read
from plumbline.embedded.paths import CHECKOUT

HOLD = (
    "import sys, time; from pathlib import Path; from plumbline.embedded.lock import Lock; "
    "lock = Lock(Path(sys.argv[1])); lock.take('runserver'); print('held', flush=True); time.sleep(60)"
)


def test_lock_held_by_another_process_is_busy_until_that_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with subprocess.Popen([sys.executable, "-c", HOLD, str(path)], cwd=CHECKOUT, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(Busy) as busy:
            Lock(path).take("make run")
        other.kill()
    lock = Lock(path)
    lock.take("make run")

    assert busy.value.holder == Holder(other.pid, "runserver")
    assert lock.left_behind == Holder(other.pid, "runserver")
    assert read(path) == Holder(os.getpid(), "make run")
    lock.mark_ready("make run")
    assert read(path) == Holder(os.getpid(), "make run", ready=True)
    lock.release()
    assert read(path) is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"pid": "x", "what": "", "ready": true}', '{"pid": 1}'])
def test_lock_file_with_torn_text_is_taken(tmp_path: Path, text: str) -> None:
    path = tmp_path / "lock"
    path.write_text(text)
    lock = Lock(path)
    lock.take("make run")

    assert lock.left_behind is None
    lock.release()


def test_who_is_killed_while_signing_is_named_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = Lock(tmp_path / "lock")
    lock.take("make run, with a long name")

    def killed(descriptor: int, length: int) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(os, "ftruncate", killed)
        with pytest.raises(KeyboardInterrupt):
            lock.mark_ready("make run")
    assert read(lock.path) == Holder(os.getpid(), "make run", ready=True)
    lock.release()


def test_lock_handed_on_still_names_who_was_left_behind(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    path.write_text('{"pid": 7, "what": "make run", "ready": true}')
    lock = Lock(path)
    lock.take("preflight")
    lock.hand_on()

    assert read(path) == Holder(7, "make run", ready=True)


def test_users_are_counted_and_none_joins_servers_that_stop(tmp_path: Path) -> None:
    owner, one, two = (Users(tmp_path / "users") for _ in range(3))
    assert one.join()
    assert two.join()
    one.leave()
    assert not owner.none_left()
    two.leave()
    assert owner.none_left()
    assert not one.join()
    owner.leave()
    assert one.join()
    one.leave()
