"""What publishing refuses, each with its reason and a way out. Pure: words and numbers in, problems out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date

from profiles.editions.markup import TooLong, inline, refuse
from profiles.editions.notes import stance_of
from profiles.editions.preflight_evidence import contradicted, quotes
from profiles.editions.preflight_outlook import outlook
from profiles.editions.preflight_personal import personal
from profiles.editions.preflight_subject import subject
from profiles.editions.problem import Problem
from profiles.editions.sealing import texts_of
from profiles.editions.sentences import said_in
from profiles.editions.words import ClaimWords, Words

# The parts of a page that say the same thing to every reader and may repeat a name, but not a sentence.
REPEATS_ALLOWED = 1
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def preflight(
    words: Words,
    score: int | None,
    *,
    is_first: bool,
    today: date | None,
    reliable: Collection[str] = (),
    settled: Collection[str] = (),
) -> tuple[Problem, ...]:
    """Return what stands in the way of publishing `words` with the profile score `score`; () when nothing does.

    `score` is in ten-thousandths, None where nothing was assessed. `is_first` says that the profile was never
    public: what once was public may be published at any score, since readers must see that it no longer holds.
    `today` is the day of publishing, None for the words of an older edition (.preflight_outlook). `reliable` are
    the publishers (ids) of grade A or B, `settled` the citations (ids) that a verdict has weighed.
    """
    unreadable = (*_lengths(words), *_control_signs(words))
    if unreadable:
        return unreadable  # the rules below read the texts
    problems = [*_claims(words), *_marks(words), *_mandatory(words), *_facets(words), *_sections(words)]
    problems += [*_images(words), *_boilerplate(words), *subject(words), *contradicted(words, reliable, settled)]
    problems += [*outlook(words, today), *quotes(words), *personal(words)]
    if not problems and is_first and score is not None and score < 1000:
        problems.append(
            Problem("too-weak", "The score is below 0.10: that is not enough for a first publication. Find evidence.")
        )
    return tuple(problems)


def _claims(words: Words) -> Iterator[Problem]:
    if not words.claims:
        yield Problem("no-claims", "There is nothing to publish: the profile makes no statement. Add one and cite it.")
    for claim in words.claims:
        if not claim.published:
            yield Problem("no-value", f"“{claim.statement}” has no published value. Choose one.", claim.key)
        elif claim.is_key and not _supported(claim):
            yield Problem(
                "key-claim-unsupported",
                f"The key statement “{claim.statement}” cites nothing that supports it. Cite a document, "
                "or do not call it key.",
                claim.key,
            )
        elif not claim.citations:
            yield Problem("claim-uncited", f"“{claim.statement}” cites nothing. Cite a document.", claim.key)
    if words.claims and not any(claim.is_key for claim in words.claims):
        yield Problem("no-key-claim", "No statement is key, so nothing carries the profile. Mark at least one.")


def _supported(claim: ClaimWords) -> bool:
    return any(stance_of(one, claim)[0] == "supports" and not one.is_set_aside for one in claim.citations)


def _marks(words: Words) -> Iterator[Problem]:
    keys = {claim.key for claim in words.claims}
    texts = [("inclusion reason", words.inclusion_reason)]
    texts += [(section.heading or section.place, section.body) for section in words.sections]
    texts += [(f"reason for “{value.label}”", value.reason) for value in words.facets]
    for where, text in texts:
        for mark in re.findall(r"\[\^([^\]]*)\]", text):
            if mark not in keys:
                yield Problem("unknown-mark", f"The {where} cites [^{mark}], and there is no such statement.", mark)


def _mandatory(words: Words) -> Iterator[Problem]:
    if not words.summary.strip():
        yield Problem("no-summary", "The summary is empty. Say in a sentence what this organisation is.")
    if not words.inclusion_reason.strip():
        yield Problem("no-inclusion-reason", "The reason for inclusion is empty. Say why it is profiled, and cite it.")
    elif words.claims and not inline(words.inclusion_reason).marks:
        yield Problem(
            "inclusion-uncited",
            "The reason for inclusion cites no statement. Add one with [^its-key].",
        )
    if not words.byline.strip():
        yield Problem("no-byline", "Nobody signs the profile. Fill in the byline.")
    for facet, name in (("category", "category"), ("signal-focus", "signal focus"), ("region", "region")):
        if not any(value.facet == facet for value in words.facets):
            yield Problem("facet-missing", f"The profile has no {name}. Choose one, with a reason.", facet)


def _facets(words: Words) -> Iterator[Problem]:
    for value in words.facets:
        if not value.reason.strip():
            yield Problem(
                "facet-without-reason",
                f"“{value.label}” has no reason. Say why the profile is filed there.",
                value.facet,
            )


def _sections(words: Words) -> Iterator[Problem]:
    for section in words.sections:
        if section.kind == "analysis" and not section.author.strip():
            yield Problem("analysis-unsigned", "An analysis is somebody's reading. Say whose: fill in the author.")


def _images(words: Words) -> Iterator[Problem]:
    for image in words.images:
        if not image.provenance.strip():
            yield Problem("image-without-provenance", f"Say where the picture “{image.caption}” comes from.")


def _boilerplate(words: Words) -> Iterator[Problem]:
    """A sentence that stands in several places says nothing in any of them."""
    counts = Counter(sentence for said in said_in(words) for sentence in said)
    for sentence, count in counts.items():
        if count > REPEATS_ALLOWED:
            yield Problem(
                "boilerplate", f"The same sentence stands in {count} places: “{sentence[:90]}”. Say each thing once."
            )


def _lengths(words: Words) -> Iterator[Problem]:
    texts = [("reason for inclusion", words.inclusion_reason)]
    texts += [(f"section “{section.heading or section.place}”", section.body) for section in words.sections]
    texts += [(f"reason for “{value.label}”", value.reason) for value in words.facets]
    for where, text in texts:
        try:
            refuse(text)
        except TooLong as error:
            yield Problem("too-long", f"The {where} cannot be read. {error}")


def _control_signs(words: Words) -> Iterator[Problem]:
    """Signs that nobody typed, and that feeds and other programs choke on."""
    for text in texts_of(words):
        found = _CONTROL.search(text)
        if found:
            yield Problem(
                "control-sign",
                f"A text holds the invisible sign U+{ord(found.group()):04X}: “{text[:60]}”. Type it anew.",
            )
