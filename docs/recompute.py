#!/usr/bin/env python3
"""Recompute every score of a published profile from its public JSON alone.

    python3 recompute.py https://profiles.example.org/api/v1/profiles/some-company/
    python3 recompute.py profile.json

One file, no dependencies, and none of Plumbline's own code: it follows the published method (ORIGIN, version 1)
with the parameters that stand in the JSON. Ends with 0 where every score is the one published, with 1 where one
differs, with 2 where the profile cannot be read.
"""

import json
import sys
import urllib.request
from datetime import date
from decimal import ROUND_DOWN, Decimal
from math import exp, log

CLOSE = 1e-9


def main(argument):
    try:
        profile = read(argument)
        rows = list(recomputed(profile))
    except (OSError, ValueError, KeyError) as error:
        print(f"This profile cannot be read: {type(error).__name__}: {error}", file=sys.stderr)
        return 2
    wrong = 0
    for name, published, computed in rows:
        same = published == computed if isinstance(computed, int) or computed is None else near(published, computed)
        wrong += not same
        print(f"{'same ' if same else 'OTHER'}  published {published!s:<20} computed {computed!s:<20} {name}")
    print(f"{len(rows)} figures, {wrong} differ.")
    return 1 if wrong else 0


def read(argument):
    if argument.startswith(("http://", "https://")):
        with urllib.request.urlopen(argument, timeout=30) as answer:
            return json.load(answer)
    with open(argument, encoding="utf-8") as file:
        return json.load(file)


def near(published, computed):
    return published is not None and abs(published - computed) <= CLOSE


def recomputed(profile):
    """Pairs of published and computed figures: each claim unrounded and cut, then the profile."""
    assessment = profile["assessment"]
    key_scores, all_scores = [], []
    for claim in profile["claims"]:
        if not claim["published"]:
            continue
        # A claim that later assessments left as it was stands on the day and the judgements of its own.
        made_on = {**assessment, "publishers": {}, **(claim.get("as_of") or {})}
        score = World(made_on, profile).score(after_losses(claim, made_on["lost"]))
        yield f"{claim['statement']} (unrounded)", claim["exact_score"], score
        yield claim["statement"], claim["ten_thousandths"], cut(score)
        all_scores.append(cut(score))
        if claim["is_key"]:
            key_scores.append(cut(score))
    counting = key_scores or all_scores
    whole = sum(counting) // len(counting) if counting else None
    if whole is not None and whole >= 9000 > min(counting):
        whole = 8999  # the highest band only if every key claim is in it
    yield f"{profile['name']} as a whole", assessment["ten_thousandths"], whole


def cut(score):
    """Ten-thousandths, cut and never rounded up."""
    return int(Decimal(repr(round(score, 12))).quantize(Decimal("0.0001"), rounding=ROUND_DOWN) * 10_000)


def after_losses(claim, lost):
    """The claim without what its documents lost: one that is evidence no more, vanished, or no longer says it."""
    return {**claim, "citations": [{**one, **effect(lost.get(one["id"]))} for one in claim["citations"]]}


def effect(loss):
    if loss is None:
        return {}
    return {"is_set_aside": True} if loss["how"] == "retracted" else {"attached": False}


def then_or_now(publisher, then):
    """A publisher as it was judged when a claim was scored; what is older tells no kinds apart."""
    return publisher if then is None else {**publisher, "kinds": {}, **then}


class World:
    """The parameters, the publishers and the documents of one profile on the day of its assessment."""

    def __init__(self, made_on, profile):
        self.p = made_on["parameters"]
        self.n = self.p["alternatives"]
        self.base = 1 / (1 + self.n)
        self.today = date.fromisoformat(made_on["today"])
        then = made_on["publishers"]
        self.publishers = {one["id"]: then_or_now(one, then.get(one["id"])) for one in profile["publishers"]}
        self.kind = ""
        self.documents = {one["id"]: one for one in profile["documents"]}

    # --- who speaks -------------------------------------------------------------------------------

    def publisher(self, document):
        """The publisher of a document; one that is not known is judged like grade F, and stands for itself."""
        if document["publisher"]:
            return self.publishers[document["publisher"]]
        return {"id": document["id"], "grade": "F", "owner": "", "right": 0, "wrong": 0}

    def reliability(self, publisher):
        k = self.p["prior_weight"]
        right, wrong = self.record(publisher)
        return (k * self.p["priors"][publisher["grade"]] + right) / (k + right + wrong)

    def record(self, publisher):
        """Right and wrong as they count for this kind of statement: those of its other kinds, and its own times
        1 + others / K0, which is the same as starting from the publisher's reliability over its other kinds."""
        kinds = publisher.get("kinds")
        if not kinds:
            return publisher["right"], publisher["wrong"]
        others = [one for kind, one in kinds.items() if kind != self.kind]
        right, wrong = (sum(one[which] for one in others) for which in ("right", "wrong"))
        own = kinds.get(self.kind, {"right": 0, "wrong": 0})
        scale = 1 + (right + wrong) / self.p["prior_weight"]
        return right + own["right"] * scale, wrong + own["wrong"] * scale

    def least(self, publishers):
        return min(publishers, key=lambda one: (self.reliability(one), one["id"]), default=None)

    def original(self, citation):
        """The original that a citation names, with its publisher where that is known; None where it names none."""
        if not citation["original"]:
            return None
        document = self.documents[citation["original"]]
        known = self.publisher(document) if document["publisher"] else None
        root = self.root(known) if known else f"original:{document['id']}"
        return {"key": document["id"], "publisher": known, "root": root, "seen": document["seen"]}

    @staticmethod
    def root(publisher):
        return f"publisher:{publisher['owner'] or publisher['id']}"

    # --- origins ----------------------------------------------------------------------------------

    def supporters(self, claim, value):
        """Citations that support a value, with kappa, and whether they state the value itself."""
        covers = {one["key"]: one["covers"] for one in claim["values"]}
        found = []
        for citation in claim["citations"]:
            said = citation["value"]
            if citation["is_set_aside"] or not said:
                continue
            if said == value:
                found.append((citation, 1.0, True))
            elif said in covers[value]:
                found.append((citation, self.p["compatible"], True))
            elif value in covers[said]:
                found.append((citation, self.p["compatible"], False))
        return found

    def origins(self, claim, value):
        """Weights (now, and as if nothing had aged) and members of each origin of a value."""
        supporting = self.supporters(claim, value)
        named = {}
        for citation, _, _ in supporting:
            original = self.original(citation)
            if retells(citation) and original:
                named.setdefault(original["root"], []).append(original)
        sole = next(iter(named)) if len(named) == 1 else None
        joined = self.least([one["publisher"] for one in named[sole] if one["publisher"]]) if sole else None
        groups = {}
        for citation, kappa, states in supporting:
            own, original = self.publisher(self.documents[citation["document"]]), self.original(citation)
            if original:
                root, speaker = original["root"], self.speaker(citation, own, original["publisher"])
            elif retells(citation):
                root, speaker = sole or "presumed", self.speaker(citation, own, joined)
            else:
                root, speaker = self.root(own), own
            groups.setdefault(root, []).append((citation, kappa, states, speaker))
        return [self.origin(claim, root, members) for root, members in groups.items()]

    def speaker(self, citation, own, original):
        if original is None:
            return own
        return original if retells(citation) else self.least([own, original])

    def origin(self, claim, root, members):
        half_life = self.p["half_lives"].get(claim["kind"])
        dates = self.dates([member[0] for member in members]) if half_life else [None] * len(members)
        fresh, now = [], []
        for (citation, kappa, _, speaker), since in zip(members, dates):
            attached = "attached" if citation["attached"] else "mentioned"
            r = self.reliability(speaker) * self.p["fidelity"][f"{citation['directness']} {attached}"]
            age = max(0, (self.today - since).days) if since else 0
            fresh.append(kappa * self.weight(r))
            now.append(kappa * self.weight(self.aged(r, age, half_life) if age else r))
        return {"root": root, "members": members, "fresh": max(fresh), "now": max(now)}

    def dates(self, citations):
        """Repeating an old report does not make it young again."""
        earliest, voices = {}, []
        for citation in citations:
            day, original = self.day(citation), self.original(citation)
            if original is None and not retells(citation):
                voices.append(day)
            elif day:
                for key in {original["key"] if original else None, None}:
                    earliest[key] = min(day, earliest.get(key, day))
        bound = max(voices) if voices and all(voices) else None
        found = []
        for citation in citations:
            original = self.original(citation)
            if original is None and not retells(citation):
                found.append(self.day(citation))
            else:
                known = [one for one in (earliest.get(original["key"] if original else None), bound) if one]
                found.append(min(known) if known else None)
        return found

    def day(self, citation):
        """The day of publication; what is undated ages from the day on which it came to be known."""
        document = self.documents[citation["document"]]
        day = document["published_on"] or document["known_since"]
        return date.fromisoformat(day) if day else None

    # --- arithmetic -------------------------------------------------------------------------------

    def aged(self, r, age, half_life):
        return self.base + (r - self.base) * 2.0 ** (-age / half_life)

    def weight(self, r):
        r = min(max(r, self.p["floor"]), self.p["ceiling"])
        return max(0.0, log(self.n * r / (1 - r)))

    def strength(self, weights):
        return sum(self.p["discount"] ** place * weight for place, weight in enumerate(sorted(weights, reverse=True)))

    def belief(self, own, rivals):
        p = exp(own) / (exp(own) + sum(exp(rival) for rival in rivals) + self.n - len(rivals))
        total = own + sum(rivals)
        if rivals and total > 0:
            p = min(p, 0.5 * p + 0.5 * own / total)
        if self.p["platt"]:
            a, b = self.p["platt"]
            p = min(max(p, 1e-12), 1 - 1e-12)
            p = 1 / (1 + exp(-(a * log(p / (1 - p)) + b)))
        return p

    def score(self, claim):
        value, self.kind = claim["published"], claim["kind"]
        found = self.origins(claim, value)
        rivals = self.rivals(claim, found)
        ceiling = min(self.ceilings(found))
        now, ageless = (
            min(ceiling, self.belief(self.strength(o[when] for o in found), [self.strength(r[when]) for r in rivals]))
            for when in ("now", "fresh")
        )
        stale = self.p["stale"]
        return stale if round(now, 12) < stale <= round(ageless, 12) else now

    def rivals(self, claim, found):
        """Other values that count: re-tellings do not contradict an original that is held."""
        covers = {one["key"]: one["covers"] for one in claim["values"]}
        said = {one["value"] for one in claim["citations"] if not one["is_set_aside"]}
        ours = claim["published"]
        held = any(primary(one, states) for origin in found for one, _, states, _ in origin["members"])
        counted = []
        for value in claim["values"]:
            key = value["key"]
            if key == ours or key not in said or key in covers[ours] or ours in covers[key]:
                continue
            theirs = self.origins(claim, key)
            own_account = any(
                states and first_hand(citation) for origin in theirs for citation, _, states, _ in origin["members"]
            )
            if own_account or not held:
                counted.append({when: [origin[when] for origin in theirs] for when in ("now", "fresh")})
        return counted

    def ceilings(self, found):
        limits = self.p["limits"]
        members = [member for origin in found for member in origin["members"]]
        citations = [member[0] for member in members]
        yield limits["always"]
        if not any(primary(one, states) and one["quote_end"] > one["quote_start"] for one, _, states, _ in members):
            yield limits["no direct source"]
        if not any(first_hand(citation) for citation in citations):
            yield limits["no own account"]
        if members and all(speaker["grade"] == "F" for *_, speaker in members):
            yield limits["unknown reliability"]
        known = [origin for origin in found if origin["root"] != "presumed"]
        if known and all(self.only_interest(origin) for origin in known):
            yield limits["only the party"]
        named = [original for original in map(self.original, citations) if original]
        if named and all(map(retells, citations)) and not any(original["seen"] for original in named):
            yield limits["original not seen"]

    def only_interest(self, origin):
        citations = [member[0] for member in origin["members"]]
        voices = [one for one in citations if not one["original"] and not retells(one)] or citations
        return all(one["own_interest"] and not one["own_act"] for one in voices)


def retells(citation):
    return citation["directness"] == "tertiary" and not citation["own_reporting"]


def first_hand(citation):
    return citation["attached"] and citation["directness"] != "tertiary"


def primary(citation, states):
    return states and citation["attached"] and citation["directness"] == "primary"


if __name__ == "__main__":
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    sys.exit(main(sys.argv[1]))
