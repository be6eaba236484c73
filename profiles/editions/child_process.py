"""How a child process that another Python process spawns gets ready: Django set up, on the parent's database.

It imports no models, so that a child can load it before Django is ready.
"""

from __future__ import annotations

import django
from django.db import connections


def begin(database: str) -> None:
    """Called first in the child; `database` is the name of the database that the parent is connected to."""
    django.setup()
    connections["default"].settings_dict["NAME"] = database
