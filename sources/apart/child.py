"""The child: reads bodies one after another until its parent has no more. python -m sources.apart.child PARENT MEMORY

It knows no database and no settings. A question names one of our own functions, whose first argument is the body; its
other arguments and its answer travel as `wire` has it.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import resource
import signal
import sys
from collections.abc import Callable
from typing import Any, get_type_hints

from records.processes import die_with_parent
from sources.apart.frames import Ended, Inbox, send
from sources.apart.wire import decoder, encode

DONE, MEMORY, FAULT = b"done", b"memory", b"fault"


def main(parent: int, memory: int) -> None:
    """Serve until the end of the pipe. `parent` is the process that started us, `memory` the limit in bytes."""
    _confine(parent, memory)
    questions, answers = Inbox(os.dup(0)), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(2, 1)  # what a library prints is no answer
    known: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {}
    while True:
        try:
            name = questions.receive().decode()
            if name not in known:
                known[name] = _load(name)
                send(answers, DONE, b"")
                continue
            given, body = questions.receive(), questions.receive()
            send(answers, *_answer(*known[name], given, body))
        except Ended:
            return


def _answer(function: Callable[..., Any], kinds: dict[str, Any], given: bytes, body: bytes) -> tuple[bytes, bytes]:
    """How it went, and the answer; for a fault of ours the kind of error."""
    try:
        arguments = {name: decoder(kinds[name])(value) for name, value in json.loads(given).items()}
        return DONE, encode(function(body, **arguments))
    except MemoryError:
        return MEMORY, b""
    except Exception as error:  # a fault of ours, which the parent has to hear of
        return FAULT, type(error).__name__.encode()


def _load(name: str) -> tuple[Callable[..., Any], dict[str, Any]]:
    module, _, function = name.partition(":")
    found = getattr(importlib.import_module(module), function)
    gc.collect()
    gc.freeze()  # what is loaded stays
    return found, get_type_hints(found)


def _confine(parent: int, memory: int) -> None:
    """No life without the parent, no more memory than allowed, no core files, no part in a Ctrl-C."""
    die_with_parent(signal.SIGKILL, parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
