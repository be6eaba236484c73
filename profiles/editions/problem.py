"""One reason why a profile cannot be published. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    rule: str  # short name, stable
    words: str  # what is wrong, and what to do
    where: str = ""  # what it is about, such as the key of a statement
