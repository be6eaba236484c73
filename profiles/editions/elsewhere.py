"""Which sentences stand in other public profiles too, by marks that publishing writes (.sentences)."""

from __future__ import annotations

from django.db.models import Count

from profiles.editions.problem import Problem
from profiles.editions.sentences import marks_of
from profiles.editions.words import Words
from profiles.models import PublishedProfile, PublishedSentence

# In how many other profiles a sentence may stand: twice happens between sisters of one group, three times is a form.
OTHERS_ALLOWED = 2


def note_sentences(listing: PublishedProfile, words: Words) -> None:
    """Make the marks of the public profile those of `words`. Where nothing changed, nothing is written."""
    marks = marks_of(words).keys()
    known = set(listing.sentences.values_list("mark", flat=True))
    if over := known - marks:
        listing.sentences.filter(mark__in=over).delete()
    PublishedSentence.objects.bulk_create(
        [PublishedSentence(listing=listing, mark=mark) for mark in sorted(marks - known)]
    )


def said_elsewhere(words: Words, *, profile: int) -> tuple[Problem, ...]:
    """Return the sentences that stand in too many public profiles other than `profile` (key). One query."""
    marks = marks_of(words)
    found = dict(
        PublishedSentence.objects.filter(mark__in=list(marks))
        .exclude(listing=profile)
        .values_list("mark")
        .annotate(others=Count("id"))
        .filter(others__gt=OTHERS_ALLOWED)
    )
    return tuple(
        Problem(
            "boilerplate-elsewhere",
            f"The same sentence stands in {found[mark]} other profiles: “{sentence[:90]}”. "
            "Say what is true of this one alone, or leave it out.",
        )
        for mark, sentence in marks.items()
        if mark in found
    )
