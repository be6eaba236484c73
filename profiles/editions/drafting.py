"""A working file looked at as publishing would: its words, its score, what stands in the way, what it would lift."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cached_property

from django.db.models import Exists, OuterRef

from profiles.editions.assessing import assess
from profiles.editions.canonical import digest
from profiles.editions.contradicting import GRADES
from profiles.editions.elsewhere import said_elsewhere
from profiles.editions.lowest import note_low
from profiles.editions.parameter_sets import chosen
from profiles.editions.preflight import preflight
from profiles.editions.problem import Problem
from profiles.editions.rising import into_the_top
from profiles.editions.snapshot import words_of
from profiles.editions.standing import found_in, losses, standings
from profiles.editions.words import Words
from profiles.models import Assessment, Citation, Profile, Verdict
from sources.models import Document


@dataclass(frozen=True)
class Draft:
    """What would be published now: words, score in ten-thousandths, the result behind it, what stands in the way."""

    words: Words
    score: int | None
    result: dict
    problems: tuple[Problem, ...]
    revision: int
    lifted: tuple[str, ...]  # what would rise into the highest band
    profile: int  # primary key
    shown: tuple[int, ...]  # edition and assessment that readers see now

    @cached_property
    def digest(self) -> str:
        """Of the words, what they would lift and the numbers shown now: what a second person approves."""
        words, shown = asdict(self.words), list(self.shown)
        return digest({"revision": self.revision, "words": words, "lifted": self.lifted, "shown": shown})


def draft_of(profile: Profile, *, now: datetime) -> Draft:
    """Look at a working file as publishing would. Reads only."""
    return draft_of_words(profile, words_of(profile), now=now)


def draft_of_words(profile: Profile, words: Words, *, now: datetime, again: bool = False) -> Draft:
    """Look at words as publishing them as the next edition of `profile` would. Reads only.

    `again` says that they are an older edition's, which nobody can change: the days of its outlook are let stand.
    """
    today = now.astimezone(UTC).date()
    known = standings(words, today)
    score, result = assess(words, known, today, chosen(now), losses(words, found_in(words), today))
    shown = (
        Assessment.objects.filter(edition=profile.current_edition_id)
        .select_related("edition")
        .order_by("-number")
        .first()
    )
    note_low(result, shown.result if shown else None)
    problems = preflight(
        words,
        score,
        is_first=profile.current_edition_id is None,
        today=None if again else today,
        reliable={publisher for publisher, standing in known.items() if standing.grade in GRADES},
        settled=_settled(profile),
    )
    lifted = into_the_top(words, shown.result if shown else None, result)
    return Draft(
        words,
        score,
        result,
        (*problems, *said_elsewhere(words, profile=profile.pk), *_no_evidence(words)),
        profile.revision,
        lifted,
        profile.pk,
        (shown.edition.number, shown.number) if shown else (),
    )


def _settled(profile: Profile) -> set[str]:
    """The citations (public ids) of the working file that were there when the verdict on their statement was given."""
    verdicts = Verdict.objects.filter(
        profile=profile, claim=OuterRef("claim__public_id"), superseded_by=None, at__gte=OuterRef("made_at")
    )
    found = Citation.objects.filter(Exists(verdicts), claim__profile=profile)
    return set(found.values_list("public_id", flat=True))


def _no_evidence(words: Words) -> Iterator[Problem]:
    """Documents that are cited and have been ruled to be no evidence since."""
    cited = {citation.document for claim in words.claims for citation in claim.citations if not citation.is_set_aside}
    cited |= {citation.document for value in words.facets for citation in value.citations}
    for document in Document.objects.filter(public_id__in=cited, is_evidence=False).order_by("id"):
        yield Problem(
            "no-evidence",
            f"“{document.title}” is cited and is no evidence: {document.no_evidence_reason} Set it aside.",
            document.public_id,
        )
