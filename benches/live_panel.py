"""Prints how long the confidence panel takes beside the form of a statement with 1, 5 and 20 citations.

Run by `make bench-confidence`, or by hand: `python benches/live_panel.py`. Each answer goes through the real address
of the admin, from the form as an editor would send it with one citation more. Everything happens in a database of
its own, which is dropped at the end.
"""
# ruff: noqa: T201 - printing is what this is for

import logging
import os
import sys
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import django

from plumbline.embedded.ensure import for_command

CITED = (1, 5, 20)
ROUNDS = 40
GOAL_MS = 100


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plumbline.settings")
    for_command(["manage.py", "bench"])
    django.setup()
    from django.db import connection  # noqa: PLC0415 - only after the settings are known
    from django.test.utils import setup_test_environment  # noqa: PLC0415

    setup_test_environment(debug=False)
    logging.disable(logging.WARNING)
    name = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = "bench_live_panel"
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        measure()
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def measure() -> None:
    from django.db import connection  # noqa: PLC0415 - only after django.setup
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    from tests.cast import cast, editor  # noqa: PLC0415
    from tests.profiles.desk.statement import cited_often, what_if  # noqa: PLC0415
    from tests.profiles.desk.test_admin import address_of, form_of  # noqa: PLC0415

    found = cast()
    client = Client()
    client.force_login(editor())
    asked = {}
    for many in CITED:
        of = cited_often(found, many)
        form = urlencode(what_if(of, form_of(client, address_of(of.claim))), doseq=True)
        asked[many] = (reverse("admin:profiles_claim_live", args=[of.claim.pk]), form)

    def ask(many: int) -> int:
        address, form = asked[many]
        answer = client.post(address, form, content_type="application/x-www-form-urlencoded")
        assert answer.status_code == 200, answer.status_code
        return len(answer.context["live"].account.note.sources)

    queries = {}
    for many in CITED:
        assert ask(many) == many + 1  # the added citation is there: right before it is timed
        with CaptureQueriesContext(connection) as counted:
            ask(many)
        queries[many] = len(counted.captured_queries)

    waited: dict[int, list[float]] = {many: [] for many in CITED}
    worked: dict[int, list[float]] = {many: [] for many in CITED}
    for _ in range(ROUNDS):  # in turns: a busy machine is busy for all of them
        for many in CITED:
            start, busy = perf_counter(), process_time()
            ask(many)
            waited[many].append((perf_counter() - start) * 1000)
            worked[many].append((process_time() - busy) * 1000)

    print(f"\nthe panel beside a statement's form, milliseconds (goal {GOAL_MS}), medians of {ROUNDS} answers in turns")
    for many in CITED:
        times, busy_times = waited[many], worked[many]
        print(
            f"  {many:>2} cited, 1 added   waited {median(times):6.1f}   ({min(times):.1f} to {max(times):.1f}), "
            f"of that computing {median(busy_times):.1f}; {queries[many]} queries"
        )


if __name__ == "__main__":
    main()
