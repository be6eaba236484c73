from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sources.apart.children import Children, ReaderFault, TooHard
from tests.sources.apart import poison
from tests.sources.apart.poison import Said

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def one() -> Iterator[Children]:
    with Children(count=1, seconds=3.0, megabytes=256) as children:
        yield children


def is_gone(pid: int) -> bool:
    """Whether a process has ended, within ten seconds."""
    for _ in range(200):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


def test_children_answer_in_order_and_live_on(one: Children) -> None:
    answers = [one.read(poison.read, b"x" * length, word="w") for length in (0, 1, 3_000_000)]
    found = [each.result() for each in answers]
    [pid] = {each.pid for each in found}
    assert found == [Said(0, pid, "w"), Said(1, pid, "w"), Said(3_000_000, pid, "w")]
    assert pid != os.getpid()


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (poison.hang, "It took too long to read: more than 3 seconds."),
        (poison.spin, "It took too long to read: more than 3 seconds."),
        (poison.eat, "It needed too much memory to be read: more than 256 MiB."),
        (poison.die, "What reads it broke down on it, twice."),
    ],
)
def test_poison_is_the_end_of_one_item_and_its_child(one: Children, function: object, words: str) -> None:
    before = one.read(poison.read, b"").result()
    bad = one.read(function, b"poison")  # type: ignore[type-var,arg-type]
    after = one.read(poison.read, b"good")
    with pytest.raises(TooHard) as error:
        bad.result()
    assert str(error.value) == words
    assert after.result().length == 4
    assert after.result().pid != before.pid
    assert is_gone(before.pid)


def test_child_that_somebody_killed_costs_nothing(one: Children, tmp_path: Path) -> None:
    os.kill(one.read(poison.read, b"").result().pid, signal.SIGKILL)
    assert one.read(poison.read, b"next").result().length == 4
    assert one.read(poison.die_once, str(tmp_path / "tried").encode()).result().length == 2


def test_fault_of_ours_is_told_by_its_kind_and_the_child_lives(one: Children) -> None:
    pid = one.read(poison.read, b"").result().pid
    with pytest.raises(ReaderFault, match=r"^ZeroDivisionError$"):
        one.read(poison.fault, b"").result()
    with pytest.raises(ReaderFault, match=r"^NotOfType$"):
        one.read(poison.lie, b"").result()
    assert one.read(poison.chatter, b"12").result() == Said(2, pid, "")


def test_child_knows_nothing_of_our_surroundings(one: Children) -> None:
    assert {"DATABASE_URL", "REDIS_URL", "PLUMBLINE_SECRET_KEY"} <= set(os.environ)
    found = one.read(poison.surroundings, b"").result()
    assert (found.length, found.pid) == (256, os.getpid())
    assert set(found.word.split(",")) <= {"PYTHONPATH", "LC_ALL", "LC_CTYPE"}


def test_child_is_replaced_after_its_share() -> None:
    with Children(count=1, items=2) as children:
        pids = [children.read(poison.read, b"").result().pid for _ in range(5)]
    assert len(set(pids)) == 3
    assert all(is_gone(pid) for pid in pids)


def test_idle_child_is_let_go_and_comes_back() -> None:
    with Children(count=1, idle=0.05) as children:
        first = children.read(poison.read, b"").result()
        assert is_gone(first.pid)
        assert children.read(poison.read, b"").result().pid != first.pid


def test_no_more_children_than_allowed_and_none_after_the_end() -> None:
    with Children(count=2) as children:
        pids = {each.result().pid for each in [children.read(poison.read, b"") for _ in range(50)]}
    assert 1 <= len(pids) <= 2
    assert all(is_gone(pid) for pid in pids)
    with pytest.raises(RuntimeError):
        children.read(poison.read, b"")


def test_what_waits_at_the_end_is_called_off() -> None:
    with Children(count=1, seconds=0.5) as children:
        slow, *waiting = [children.read(each, b"") for each in (poison.hang, poison.read, poison.read)]
        while not slow.running():
            time.sleep(0.01)
    assert isinstance(slow.exception(), TooHard)
    assert [each.cancelled() for each in waiting] == [True, True]


def test_children_die_with_a_parent_that_is_killed() -> None:
    """Even in the middle of an item that never ends."""
    program = (
        "from sources.apart.children import Children\n"
        "from tests.sources.apart import poison\n"
        "children = Children(count=1)\n"
        "print(children.read(poison.read, b'').result().pid, flush=True)\n"
        "children.read(poison.spin, b'').result()\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, cwd=ROOT)
    assert parent.stdout
    child = int(parent.stdout.readline())
    assert Path(f"/proc/{child}").exists()
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert is_gone(child)
