"""Profiles that depend on another one, by how many steps they are away. Plain data. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Dependant:
    slug: str
    name: str
    via: str  # the profile through which it depends; "" where it does so directly


@dataclass(frozen=True)
class Step:
    """The profiles at one distance."""

    depth: int  # 1: directly
    found: tuple[Dependant, ...]
    there_are_more: bool  # than are shown
