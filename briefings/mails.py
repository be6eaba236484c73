"""Mails about memberships, in plain words. The membership page says the same."""

from __future__ import annotations

from django.conf import settings


def accepted_mail(*, tier: str, organisation: str, begins: str, ends: str, reason: str) -> str:
    return "\n\n".join(
        [
            "Good day,",
            f"Your application to the {tier} for {organisation} was accepted.",
            f"You are a member from {begins} to {ends}. Why: {reason}",
            f"Briefings are here: {settings.SITE_ADDRESS}/briefings/",
            _feet(),
        ]
    )


def declined_mail(*, tier: str, organisation: str, reason: str) -> str:
    return "\n\n".join(
        [
            "Good day,",
            f"Your application to the {tier} for {organisation} was not accepted.",
            f"Why: {reason}",
            f"If something was missing, you can apply again: {settings.SITE_ADDRESS}/join/alliance/",
            _feet(),
        ]
    )


def _feet() -> str:
    return (
        f"Your memberships: {settings.SITE_ADDRESS}/account/membership/\n\n"
        "You get this mail because you applied. We send no other about it.\n\nPlumbline"
    )
