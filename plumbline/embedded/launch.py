"""Run a module so that its own children die with it: `python -m plumbline.embedded.launch celery ...`.

The wish to die with one's parent is not inherited by a fork. A web server or a task worker that is
killed with -9 would leave its workers behind, holding the port or running tasks. Here every process that
this one forks repeats the wish. Forked children run the hook below; spawned ones import this module
again under the name that multiprocessing gives it.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
import threading

from records.processes import die_with_parent

_parent = 0


def _before_fork() -> None:
    global _parent
    # The kernel watches the forking thread: a child of a short-lived thread would die with the thread.
    _parent = os.getpid() if threading.current_thread() is threading.main_thread() else 0


def _in_child() -> None:
    if _parent:
        die_with_parent(signal.SIGKILL, _parent)


os.register_at_fork(before=_before_fork, after_in_child=_in_child)

if __name__ == "__mp_main__":
    die_with_parent(signal.SIGKILL, os.getppid())

if __name__ == "__main__":
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__")
