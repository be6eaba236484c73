"""Contradictions by direct sources that an editor has taken in and not yet published.

Only a document that we hold, that is the original itself and whose publisher is of grade A or B lowers a published
score at once. Everything else waits for an editor: nobody can demote a statement by posting nonsense.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from profiles.editions.disputes import Dispute
from profiles.editions.notes import stance_of
from profiles.editions.snapshot import words_of
from profiles.editions.words import ClaimWords, Words
from profiles.models import Citation, Profile
from sources.models import Publisher

GRADES = ("A", "B")


def direct_since(profiles: Iterable[int]) -> dict[int, frozenset[str]]:
    """Which citations (public ids) in the working files of these profiles (keys) could contradict, in one query."""
    found: dict[int, set[str]] = {}
    rows = (
        Citation.objects.filter(claim__profile__in=list(profiles), directness="primary", attached=True)
        .filter(own_interest=False, set_aside_at=None, document__publisher__grade__in=GRADES)
        .values_list("claim__profile", "public_id")
    )
    for profile, citation in rows:
        found.setdefault(profile, set()).add(citation)
    return {profile: frozenset(citations) for profile, citations in found.items()}


def contradictions(*, profile: Profile, words: Words, direct: frozenset[str]) -> tuple[Dispute, ...]:
    """Return what contradicts the published `words` in the working file of `profile` and is not among them yet.

    `direct` are the citations of the working file that could (direct_since). Most looks end where all of them are
    published, without a query.
    """
    if direct <= {citation.id for claim in words.claims for citation in claim.citations}:
        return ()
    draft = words_of(profile)
    documents = {document.id: document for document in draft.documents}
    publishers = {publisher.id: publisher for publisher in draft.publishers}
    reliable = set(
        Publisher.objects.filter(public_id__in=publishers, grade__in=GRADES).values_list("public_id", flat=True)
    )
    published = {claim.id: claim for claim in words.claims}
    found = []
    for claim in draft.claims:
        public = published.get(claim.id)
        if public is None:
            continue
        cited = {citation.document for citation in public.citations}
        said = {value.key: value.text for value in claim.values}
        for citation in claim.citations:
            document = documents[citation.document]
            if (
                citation.document not in cited
                and citation.attached
                and citation.directness == "primary"
                and not citation.is_set_aside
                and not citation.own_interest
                and document.publisher in reliable
                and citation.value
                and _against(said[citation.value], claim, public)
            ):
                speaker = publishers[document.publisher]
                found.append(Dispute(claim.id, said[citation.value], citation, document, speaker))
    return tuple(found)


def _against(said: str, draft: ClaimWords, public: ClaimWords) -> bool:
    """Whether a value contradicts the published one; values are told by their text, keys may have moved."""
    texts = {value.key: value.text for value in public.values}
    if said == texts.get(public.published):
        return False
    keys = {value.text: value.key for value in draft.values}
    ours = keys.get(texts.get(public.published, ""))
    if ours is None:
        return False  # its words were changed in the working file: whether this is against it, an editor says
    citation = next(one for one in draft.citations if one.value == keys[said])
    return stance_of(citation, replace(draft, published=ours))[0] == "disputes"
