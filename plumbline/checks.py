"""System checks of our own, beside Django's `check --deploy`."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register


@register(Tags.security, deploy=True)
def production_is_no_demonstration(app_configs: Any, **kwargs: Any) -> list[Error]:
    if settings.DEMO:
        return [
            Error(
                "PLUMBLINE_DEMO is set.",
                hint="The demonstration speaks plain HTTP. Unset it, and set PLUMBLINE_HOSTS and the secrets.",
                id="plumbline.E001",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def fetching_stays_outside(app_configs: Any, **kwargs: Any) -> list[Error]:
    if settings.ALLOW_LOOPBACK:
        return [
            Error(
                "PLUMBLINE_ALLOW_LOOPBACK is set.",
                hint="Addresses of sources could then reach this machine's own services. Unset it.",
                id="plumbline.E003",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def policy_has_nothing_unsafe(app_configs: Any, **kwargs: Any) -> list[Error]:
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    unsafe = sorted(name for name, values in directives.items() if any("unsafe" in str(v) for v in values))
    if unsafe:
        return [Error(f"The content security policy allows the unsafe in {unsafe}.", id="plumbline.E002")]
    return []
