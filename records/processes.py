"""How a process makes sure that it does not outlive its parent. Plain Python: it is used before anything is set up."""

from __future__ import annotations

import ctypes
import os

LIBC = ctypes.CDLL(None, use_errno=True)
PR_SET_PDEATHSIG = 1


def die_with_parent(number: int, parent: int) -> None:
    """Ask the kernel for signal `number` at the death of our parent, whose process id is `parent`.

    The kernel watches the thread that forked us and forgets the wish when our user changes: fork from a thread that
    lives on, call this after setuid (prctl(2), PR_SET_PDEATHSIG).
    """
    LIBC.prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)
    if os.getppid() != parent:  # it died before the call, so no signal will ever come
        os._exit(1)
