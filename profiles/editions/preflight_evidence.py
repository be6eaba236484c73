"""What the citations of a profile must not do: leave a key statement contradicted, or copy a document out. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator

from profiles.editions.notes import stance_of
from profiles.editions.problem import Problem
from profiles.editions.words import CitationWords, ClaimWords, Words

# A quote shows what a statement rests on, and that takes a sentence or two; what is longer is the document's own
# work, whose readers should go there. 150 words in all is about a paragraph and a half of one article.
LONGEST_QUOTE = 60
MOST_OF_A_DOCUMENT = 150
# Scripts that put no space between words: two signs are about one word.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


def contradicted(words: Words, reliable: Collection[str], settled: Collection[str] = ()) -> Iterator[Problem]:
    """Yield the key statements that a direct source says otherwise.

    `reliable` are the publishers (ids) of grade A or B. A direct source is what lowers a published score at once
    (contradicting.py): attached, primary, of a reliable publisher that does not speak in its own interest.
    `settled` are the citations (ids) that a verdict has weighed: what it says stands on the page.
    """
    publishers = {document.id: document.publisher for document in words.documents}
    for claim in words.claims:
        against = [
            citation
            for citation in claim.citations
            if claim.is_key
            and citation.id not in settled
            and publishers.get(citation.document, "") in reliable
            and _disputes(citation, claim)
        ]
        if against:
            said = stance_of(against[0], claim)[1]
            yield Problem(
                "key-claim-contradicted",
                f"A direct source contradicts the key statement “{claim.statement}”: it says “{said}”. Settle it by "
                "a verdict or by setting one side aside with a reason, or do not call the statement key until then.",
                claim.key,
            )


def _disputes(citation: CitationWords, claim: ClaimWords) -> bool:
    return (
        citation.attached
        and citation.directness == "primary"
        and not citation.own_interest
        and not citation.is_set_aside
        and bool(claim.published)
        and stance_of(citation, claim)[0] == "disputes"
    )


def quotes(words: Words) -> Iterator[Problem]:
    """Yield the quotes that are too long, and the documents of which too much is quoted in all.

    Words of a document that several citations quote count once.
    """
    titles = {document.id: document.title for document in words.documents}
    quoted: dict[str, set[str]] = defaultdict(set)
    cited = [citation for claim in words.claims for citation in claim.citations]
    cited += [citation for value in words.facets for citation in value.citations]
    for citation in cited:
        quoted[citation.document].add(" ".join(citation.quote.split()))
    for document, texts in quoted.items():
        counts = {text: _count(text) for text in sorted(texts)}
        for text, count in counts.items():
            if count > LONGEST_QUOTE:
                yield Problem(
                    "quote-too-long",
                    f"The quote “{text[:60]}…” has {count} words; {LONGEST_QUOTE} are the most. Quote the sentence "
                    "that the statement rests on.",
                    document,
                )
        whole = sum(counts.values())
        if whole > MOST_OF_A_DOCUMENT:
            yield Problem(
                "quoted-too-much",
                f"{whole} words of “{titles.get(document, document)}” are quoted in all; {MOST_OF_A_DOCUMENT} are the "
                "most. Shorten the quotes, or cite without one.",
                document,
            )


def _count(text: str) -> int:
    """The number of words; where a script puts no space between them, two signs are one."""
    unspaced = len(_UNSPACED.findall(text))
    return len(_UNSPACED.sub(" ", text).split()) + (unspaced + 1) // 2
