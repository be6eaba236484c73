"""Computes a score again from a ledger's JSON alone, as a stranger would, without any code of the method."""

from math import exp, log
from typing import Any


def recomputed(ledger: dict[str, Any]) -> float:
    figures = ledger["parameters"]
    n = figures["alternatives"]
    origins: dict[str, float] = {}
    rivals: list[float] = []
    fresh: dict[str, float] = {}
    fresh_rivals: list[float] = []
    limits = []
    for line in ledger["lines"]:
        if line["kind"] == "origin":
            origins[line["key"]] = max(_weight(each, ledger, aged=True) for each in line["used"])
            fresh[line["key"]] = max(_weight(each, ledger, aged=False) for each in line["used"])
        elif line["kind"] == "dispute" and line["counts"]:
            rivals.append(_strength(_by_origin(line["used"], ledger, aged=True), figures))
            fresh_rivals.append(_strength(_by_origin(line["used"], ledger, aged=False), figures))
        elif line["kind"] == "cap":
            limits.append(line["limit"])
    score = min([_belief(_strength(list(origins.values()), figures), rivals, n, figures), *limits])
    ageless = min([_belief(_strength(list(fresh.values()), figures), fresh_rivals, n, figures), *limits])
    if round(score, 12) < figures["stale"] <= round(ageless, 12):
        return float(figures["stale"])
    return float(score)


def _belief(own: float, rivals: list[float], n: int, figures: dict[str, Any]) -> float:
    p = exp(own) / (exp(own) + sum(map(exp, rivals)) + n + 1 - (1 + len(rivals)))
    if rivals and own + sum(rivals) > 0:
        p = min(p, 0.5 * p + 0.5 * own / (own + sum(rivals)))
    if figures["platt"]:
        a, b = figures["platt"]
        p = 1 / (1 + exp(-a * log(p / (1 - p)) - b))
    return float(p)


def _strength(weights: list[float], figures: dict[str, Any]) -> float:
    return float(sum(w * figures["discount"] ** k for k, w in enumerate(sorted(weights, reverse=True))))


def _by_origin(used: list[dict[str, Any]], ledger: dict[str, Any], *, aged: bool) -> list[float]:
    best: dict[str, float] = {}
    for each in used:
        best[each["origin"]] = max(best.get(each["origin"], 0.0), _weight(each, ledger, aged=aged))
    return list(best.values())


def _weight(each: dict[str, Any], ledger: dict[str, Any], *, aged: bool) -> float:
    figures = ledger["parameters"]
    k0, base = figures["prior_weight"], 1 / (1 + figures["alternatives"])
    prior = figures["priors"][each["grade"]]
    how = f"{each['directness']} {'attached' if each['attached'] else 'mentioned'}"
    r = (k0 * prior + each["right"]) / (k0 + each["right"] + each["wrong"]) * figures["fidelity"][how]
    half_life = figures["half_lives"].get(ledger["kind"])
    if aged and half_life is not None:
        r = base + (r - base) * 2 ** (-each["age_days"] / half_life)
    r = min(max(r, figures["floor"]), figures["ceiling"])
    return float(each["kappa"] * max(0.0, log(figures["alternatives"] * r / (1 - r))))
