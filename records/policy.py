"""What every address declares about itself. A view without a policy is not served (plumbline.middleware)."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


class Policy(StrEnum):
    PUBLIC = "public"  # the same bytes for everyone, no cookie, may be stored by anyone
    MEMBERS = "members"  # accounts and what members read: may differ by person; private, never stored
    STAFF = "staff"  # people who work here; private, never stored
    OPERATIONS = "operations"  # health checks: nothing about profiles, never stored


def declares(policy: Policy) -> Callable[[View], View]:
    """Mark a view with its policy."""

    def mark(view: View) -> View:
        view.policy = policy  # type: ignore[attr-defined]
        return view

    return mark
