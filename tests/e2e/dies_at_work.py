"""A worker that is killed in the middle, as a process of its own: dies_at_work DATABASE visit|read NOW.

It works on the named test database, says so when it begins, and never comes to an end by itself.
"""

from __future__ import annotations

import os
import sys
from datetime import datetime

import django
from django.conf import settings


def main(database: str, work: str, now: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "plumbline.settings"
    settings.DATABASES["default"]["NAME"] = database
    settings.ALLOW_LOOPBACK = True
    django.setup()
    # Only now are there models to import.
    from profiles.desk.news import read_news  # noqa: PLC0415
    from sources.watching.fetchers import fetcher_beside  # noqa: PLC0415
    from sources.watching.visiting import visit_rounds  # noqa: PLC0415

    print("at work", flush=True)
    moment = datetime.fromisoformat(now)
    if work == "visit":
        visit_rounds(fetcher=fetcher_beside, clock=lambda: moment, seconds=0)
    else:
        read_news(now=moment)
    print("done", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
