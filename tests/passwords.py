"""How the tests store passwords: as the product does, but without the work that makes guessing dear."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class CheapArgon2(Argon2PasswordHasher):
    """Argon2 with the least that it takes: the product spends 0.15 s and 100 MB on each password that is made or tried.
    What production stores is held by tests/plumbline/test_settings.py."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1
