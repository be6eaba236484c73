"""A supervisor with small programs instead of Plumbline's: `python -m ... stand_in PORT [scenario]`."""

from __future__ import annotations

import os
import sys

from plumbline.embedded.environment import data_folder
from plumbline.embedded.paths import layout
from plumbline.embedded.programs import Plan, Program, Step
from plumbline.embedded.servers import missing_servers
from plumbline.embedded.supervisor import say, up

LAUNCH = (sys.executable, "-m", "plumbline.embedded.launch")
# Two generations below the supervisor, none of which would end by itself or listen to a polite request.
STUBBORN = (*LAUNCH, "tests.plumbline.embedded.stubborn")


def main(port: int, scenario: str) -> int:
    place = layout(data_folder(os.environ))
    first = {
        "failing step": (sys.executable, "-c", "import sys; sys.exit('the tables are broken')"),
        "slow step": (sys.executable, "-c", "import time; time.sleep(600)"),
    }.get(scenario, (sys.executable, "-c", "import os; print(os.environ['DATABASE_URL'])"))
    worker = (sys.executable, "-c", "raise SystemExit(3)") if scenario == "dying worker" else STUBBORN
    plan = Plan(
        stages=(
            (Step("first", first), Step("beside it", (sys.executable, "-c", ""))),
            (Step("demonstration", (sys.executable, "-c", "print('log in as ada')"), shown=True),),
        ),
        programs=(
            Program("web", (*LAUNCH, "http.server", str(port), "--bind", "127.0.0.1"), restart=False),
            Program("worker", worker, restart=True),
        ),
        port=port,
    )
    return up(plan, place, missing_servers(place, os.environ, say), os.environ)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), " ".join(sys.argv[2:])))
