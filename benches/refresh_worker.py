"""One worker of `benches/refresh.py`: does what the task does, when it is told to, and says what came of it.

Reads lines from its input: the time as the watch has it, in ISO form. Writes a line of JSON for each.
"""

import json
import logging
import os
import sys
import time
from collections import Counter
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import django  # noqa: E402 - the project's folder has to be on the path first


def main() -> None:
    django.setup()
    logging.disable(logging.INFO)
    from plumbline.celery import keep_what_is_loaded  # noqa: PLC0415 - only after django.setup
    from sources.watching.fetchers import fetcher_here  # noqa: PLC0415 - only after django.setup
    from sources.watching.visiting import visit_rounds  # noqa: PLC0415

    keep_what_is_loaded()
    say({"ready": os.getpid()})
    for line in sys.stdin:
        now = datetime.fromisoformat(line.strip())
        began = time.perf_counter()
        # The clock stands still, so that a host has one turn; it is over when nothing is left.
        visited = visit_rounds(fetcher=fetcher_here, clock=lambda now=now: now, seconds=1)
        tally = Counter(each.outcome if each.stored else "lease lost" for each in visited)
        say({"tally": {str(key): count for key, count in tally.items()}, "seconds": time.perf_counter() - began})


def say(what: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
