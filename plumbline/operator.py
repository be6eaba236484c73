"""Who runs this installation, as its legal notice, privacy and licence pages say.

Nobody can know that but the operator: what is not given is said to be not given.
"""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import ImproperlyConfigured


def operator(env: Callable[[str, str, str], str], *, is_demonstration: bool) -> dict[str, str | bool]:
    """What the environment says, "" for what it does not. Raises ImproperlyConfigured for what is no address."""
    told: dict[str, str | bool] = {
        "name": env("PLUMBLINE_OPERATOR", "", ""),
        "address": env("PLUMBLINE_OPERATOR_ADDRESS", "", ""),
        "email": env("PLUMBLINE_OPERATOR_EMAIL", "", ""),
        "responsible": env("PLUMBLINE_RESPONSIBLE", "", ""),
        "logs_kept": env("PLUMBLINE_LOGS_KEPT", "", ""),
        "licence": env("PLUMBLINE_LICENCE", "", ""),
        "is_demonstration": is_demonstration,
    }
    address = env("PLUMBLINE_LICENCE_ADDRESS", "", "")
    if address and not address.startswith(("https://", "http://")):
        raise ImproperlyConfigured("PLUMBLINE_LICENCE_ADDRESS: give an address that begins with https://, or none.")
    return told | {"licence_address": address}
