"""A score's reason in running text, and the line that counts documents.

Words may get better without a new version of the method; they take every figure from what was assessed.
"""

from collections.abc import Sequence

from .bands import cut, read
from .v1.falls import is_fall
from .v1.ledger_words import counted, day, number
from .v1.method import Assessed
from .v1.origins import Origin
from .v1.profile import ProfileAssessed

_COUNTS = {
    "high": "high",
    "strong": "strong",
    "medium": "medium",
    "weak-medium": "weak-medium",
    "weak": "weak",
    "internal": "not enough to publish",
}


def running_text(assessed: Assessed) -> str:
    """Label, range and reason as a page shows them: "**Medium** (0.55-0.74). One report, ..."."""
    reading = read(assessed.ten_thousandths)
    if reading is None:
        raise ValueError("An assessed claim has a score.")
    return f"**{reading.label}** ({reading.range}). {reason(assessed)}"


def reason(assessed: Assessed) -> str:
    """Why the score is what it is, in one to three short sentences, for every situation there is."""
    sentences = [_evidence(assessed), _dispute(assessed), _age(assessed)]
    return " ".join(sentence for sentence in sentences if sentence)


def documents_line(assessed: Assessed) -> str:
    """What was counted: "5 documents, 1 original report, 1 presumed"."""
    documents = len(assessed.supporters)
    if not documents:
        return "no documents"
    named = assessed.named_origins
    parts = [
        counted(documents, "document"),
        counted(named, "original report") if named else "no original report",
    ]
    if assessed.presumed_origins:
        parts.append(f"{assessed.presumed_origins} presumed")
    return ", ".join(parts)


def counts_line(profile: ProfileAssessed) -> str:
    """How many claims stand in each band: "7 strong, 2 medium, 1 disputed"; "not assessed" without claims."""
    parts = [f"{count} {_COUNTS[name]}" for name, count in profile.counts if count]
    if profile.disputed:
        parts.append(f"{profile.disputed} disputed")
    return ", ".join(parts) or "not assessed"


def _evidence(assessed: Assessed) -> str:
    """What stands behind the value. What we hold or have read comes first and makes mere repeating idle."""
    origins = assessed.origins
    if not origins:
        return "We know of no document that says so."
    standing = {origin.key: _standing(origin) for origin in origins}

    def those(name: str) -> list[Origin]:
        return [origin for origin in origins if standing[origin.key] == name]

    if assessed.only_party:
        return f"Only the party itself says so{_repeated(origins)}."
    held, has_read = those("held"), those("read")
    if held:
        what = "the original document" if len(held) == 1 else f"{number(len(held))} original documents"
        return f"We hold {what}{_doubt(held)}{_more(len(has_read))}."
    if has_read:
        what = f"{number(len(has_read)).capitalize()} original {_noun('report', len(has_read))}"
        return f"{what}{_doubt(has_read)}, which we have read{_repeated(has_read)}."
    return " ".join(
        sentence
        for sentence in (
            _only_told(those("told")),
            _only_mentioned(those("mentioned")),
            _own_signs(those("signs")),
            _without_source(those("presumed"), alone=len(origins) == 1),
        )
        if sentence
    )


def _standing(origin: Origin) -> str:
    """How near we are to an original: held, read, mentioned, signs of own reporting, told, presumed."""
    own = [each for each in origin.weighed if each.citation.original is None and not each.citation.retells]
    if origin.presumed:
        return "presumed"
    if any(each.citation.directness == "primary" and each.citation.attached for each in own):
        return "held" if any(each.states for each in own) else "read"
    if any(each.citation.first_hand for each in own):
        return "read"
    if any(each.citation.directness != "tertiary" for each in own):
        return "mentioned"
    return "signs" if own else "told"


def _only_told(told: Sequence[Origin]) -> str:
    if not told:
        return ""
    unseen = [origin for origin in told if not origin.seen]
    if len(told) == 1:
        end = "we have not read the original" if unseen else "we have seen the original only in part"
    else:
        end = "we have read none of the originals"
    return f"{number(len(told)).capitalize()} {_noun('report', len(told))}{_repeated(told)}; {end}."


def _only_mentioned(mentioned: Sequence[Origin]) -> str:
    if not mentioned:
        return ""
    if len(mentioned) == 1:
        return "An original is mentioned, but we do not hold it."
    return f"{number(len(mentioned)).capitalize()} originals are mentioned, but we hold none of them."


def _own_signs(signs: Sequence[Origin]) -> str:
    if not signs:
        return ""
    verb = "shows" if len(signs) == 1 else "show"
    return f"{number(len(signs)).capitalize()} {_noun('outlet', len(signs))} {verb} signs of own reporting."


def _without_source(presumed: Sequence[Origin], *, alone: bool) -> str:
    if not presumed:
        return ""
    outlets = len({each.publisher.id for origin in presumed for each in origin.citations})
    if not alone:
        return "Others repeat it and do not show from where."
    if outlets == 1:
        return "One outlet says so and does not show from where."
    return f"Repeated by {number(outlets)} outlets; none shows from where."


def _repeated(origins: Sequence[Origin]) -> str:
    """Who repeats these originals: outlets, counted once each."""
    outlets = {
        each.publisher.id
        for origin in origins
        for each in origin.citations
        if each.original is not None or each.retells
    }
    return f", repeated by {number(len(outlets))} {_noun('outlet', len(outlets))}" if outlets else ""


def _doubt(origins: Sequence[Origin]) -> str:
    """A word on publishers nobody should lean on; "cannot be judged" is never a figure."""
    grades = {origin.weighed[0].speaker.grade for origin in origins}
    whose = "a publisher" if len(origins) == 1 else "publishers"
    verb = "is" if len(origins) == 1 else "are"
    if grades == {"F"}:
        return f" by {whose} whose reliability we cannot judge"
    if grades == {"E"}:
        return f" by {whose} that {verb} unreliable"
    if grades <= {"D", "F"}:
        return f" by {whose} that {verb} not usually reliable"
    if grades <= {"D", "E", "F"}:
        return " by publishers of which none is usually reliable"
    return ""


def _more(reports: int) -> str:
    if not reports:
        return ""
    verb = "says" if reports == 1 else "say"
    return f"; {number(reports)} more original {_noun('report', reports)} {verb} the same"


def _dispute(assessed: Assessed) -> str:
    if not assessed.rivals:
        return ""
    if not assessed.disputed:
        return "Some repeat it differently; the original does not bear them out."
    if assessed.ten_thousandths < 1000:
        return "Better evidence says otherwise."
    against = len({each for rival in assessed.rivals if rival.counted for each in rival.stated_by})
    verb = "says" if against == 1 else "say"
    return f"It is disputed: {number(against)} {_noun('document', against)} {verb} otherwise."


def _age(assessed: Assessed) -> str:
    """A word on age where age took the score into a lower band or a twentieth off it."""
    dates = [each.since for origin in assessed.origins for each in origin.weighed if each.since is not None]
    newest = f" The newest evidence is from {day(max(dates))}." if dates else ""
    if assessed.stale:
        return f"It is out of date.{newest}"
    if is_fall(cut(assessed.ageless), assessed.ten_thousandths):
        return f"It is getting old.{newest}"
    return ""


def _noun(thing: str, count: int) -> str:
    return thing if count == 1 else f"{thing}s"
