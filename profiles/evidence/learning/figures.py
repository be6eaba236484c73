"""The method's parameters from the plain figures in which they are kept and published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from profiles.evidence.confidence.v1.parameters import METHOD, VERSION, Parameters


def parameters_of(figures: Mapping[str, Any]) -> Parameters:
    """Return the parameters that `Parameters.as_json` wrote down. Raises ValueError where they are not those."""
    try:
        if (figures["method"], figures["version"]) != (METHOD, VERSION):
            raise ValueError(f"These are figures of {figures['method']}, version {figures['version']}.")
        limits = figures["limits"]
        half_lives: dict[str, int | None] = {"event": None, **figures["half_lives"]}
        made = Parameters(
            prior_weight=figures["prior_weight"],
            priors=dict(figures["priors"]),
            fidelity={_fidelity_key(key): share for key, share in figures["fidelity"].items()},
            half_lives=half_lives,
            alternatives=figures["alternatives"],
            discount=figures["discount"],
            compatible=figures["compatible"],
            floor=figures["floor"],
            ceiling=figures["ceiling"],
            stale=figures["stale"],
            limit_always=limits["always"],
            limit_no_direct_source=limits["no direct source"],
            limit_no_own_account=limits["no own account"],
            limit_unknown_reliability=limits["unknown reliability"],
            limit_only_party=limits["only the party"],
            limit_original_not_seen=limits["original not seen"],
            platt=(figures["platt"][0], figures["platt"][1]) if figures["platt"] else None,
        )
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        raise ValueError(f"These figures are not whole: {error!r} is missing or wrong.") from error
    if made.as_json() != dict(figures):
        raise ValueError("These figures are not those of the method: something is missing or too much.")
    return made


def _fidelity_key(key: str) -> tuple[str, bool]:
    directness, _, attached = key.partition(" ")
    if attached not in {"attached", "mentioned"}:
        raise ValueError(f"{key!r} names no document.")
    return directness, attached == "attached"
