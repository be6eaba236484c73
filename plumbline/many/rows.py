"""One written profile as the rows of every table that public pages read, sealed and filed as publishing does it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.db.models import Model

from plumbline.many.writing import Written
from profiles.editions.indexing import NOT_ASSESSED, card_of, labels_of
from profiles.editions.names import names_of, starts_of
from profiles.editions.sealing import seal
from profiles.editions.sentences import marks_of
from profiles.editions.words import SCHEMA
from profiles.evidence.confidence.bands import read
from profiles.models import (
    Address,
    Assessment,
    Edition,
    EditionKind,
    Profile,
    ProfileState,
    PublishedMatter,
    PublishedName,
    PublishedProfile,
    PublishedSentence,
    PublishedSource,
)
from profiles.naming import fold, search_words

BY = "program:make_profiles"
FELL = "A source is no longer evidence"
_FIRST_LOOK = datetime(2027, 1, 1, tzinfo=UTC)
_LOOKED_AT_OVER = 365 * 24 * 60  # minutes: when its age is looked at is spread, so that no worker gets all at once

# The columns that are written; the others have the database's defaults. What others point to comes first.
COLUMNS: Mapping[type[Model], tuple[str, ...]] = {
    Profile: (
        "id", "public_id", "slug", "name", "summary", "base", "inclusion_reason", "byline", "reviewer", "disclosure",
        "is_invented", "state", "current_edition_id", "revision", "made_at", "changed_at", "changed_by",
    ),
    Edition: (
        "id", "profile_id", "number", "kind", "schema", "manifest", "body", "digest", "previous_digest",
        "published_at", "published_by", "approved_by", "note",
    ),
    Assessment: ("id", "edition_id", "number", "assessed_at", "method", "cause", "score", "result"),
    Address: ("slug", "profile_id", "since"),
    PublishedProfile: (
        "profile_id", "slug", "edition_id", "assessment_id", "name", "name_folded", "summary", "band", "score",
        "changed_at", "card", "text", "terms", "names", "lead", "search", "look_again_at",
    ),
    PublishedName: ("listing_id", "start", "name", "is_whole"),
    PublishedSource: ("listing_id", "document", "publisher"),
    PublishedSentence: ("listing_id", "mark"),
    PublishedMatter: ("listing_id", "claim", "kind", "since"),
}  # fmt: skip


@dataclass
class Rows:
    """The rows of a batch by table, and the words of its names."""

    of: dict[type[Model], list[Sequence[Any]]] = field(default_factory=lambda: {model: [] for model in COLUMNS})
    said: set[str] = field(default_factory=set)

    def add(self, written: Written, *, profile: int, edition: int, assessments: Sequence[int]) -> None:
        """Add a profile with these keys; one assessment for each account of its shape."""
        words, at = written.words, written.published_at
        sealed = seal(
            words,
            schema=SCHEMA,
            number=1,
            previous="",
            published_at=at.isoformat(),
            changes=None,
            salts=written.dice.randbytes,
        )
        self.of[Profile].append(
            (
                profile,
                words.profile,
                words.slug,
                words.name,
                words.summary,
                words.base,
                words.inclusion_reason,
                words.byline,
                words.reviewer,
                words.disclosure,
                True,
                ProfileState.PUBLISHED.value,
                edition,
                1,
                at,
                at,
                BY,
            )
        )
        self.of[Edition].append(
            (
                edition,
                profile,
                1,
                EditionKind.FIRST.value,
                SCHEMA,
                _json(sealed.manifest),
                _json(sealed.body),
                sealed.digest,
                "",
                at,
                BY,
                "",
                "",
            )
        )
        self.of[Address].append((words.slug, profile, at))
        last = self._assess(written, profile, edition, assessments)
        self._list(written, profile, edition, last)

    def _assess(self, written: Written, profile: int, edition: int, keys: Sequence[int]) -> Assessment:
        known = set()
        for number, (key, account) in enumerate(zip(keys, written.judged.accounts, strict=True), start=1):
            at, cause = written.published_at, "Published"
            if number > 1 and (fell_on := written.judged.shape.fell_on):
                at, cause = datetime.combine(fell_on, time(12), UTC), FELL
            result = account.result
            self.of[Assessment].append(
                (key, edition, number, at, result["method"], cause, account.score, account.filled(written.given))
            )
            for matter in account.matters:
                if matter not in known and matter in written.judged.accounts[-1].matters:
                    slot, kind = matter
                    self.of[PublishedMatter].append((profile, written.given[slot], kind, at))
                    known.add(matter)
        return Assessment(
            id=key, number=number, assessed_at=at, cause=cause, score=account.score, result=account.result
        )

    def _list(self, written: Written, profile: int, edition: int, last: Assessment) -> None:
        words = written.words
        reading = read(last.score)
        names = names_of(words)
        named = search_words(" ".join(names))
        first = Edition(number=1, kind=EditionKind.FIRST.value, published_at=written.published_at)
        self.of[PublishedProfile].append(
            (
                profile,
                words.slug,
                edition,
                last.pk,
                words.name,
                fold(words.name),
                words.summary,
                reading.band.name if reading else NOT_ASSESSED,
                last.score,
                last.assessed_at,
                _json(card_of(words, first, last)),
                written.text,
                sorted(labels_of(words, reading)),
                *tsvectors(named, _spoken(words.summary), _spoken(written.text)),
                _FIRST_LOOK + timedelta(minutes=profile * 7919 % _LOOKED_AT_OVER),
            )
        )
        starts = starts_of(names)
        self.of[PublishedName] += [(profile, start, name, whole) for start, (name, whole) in starts.items()]
        self.said |= {word for start in starts for word in start.split()}
        self.of[PublishedSource] += [(profile, one.id, one.publisher) for one in words.documents]
        self.of[PublishedSentence] += [(profile, mark) for mark in marks_of(words)]


def tsvectors(*said: Sequence[str]) -> list[str]:
    """What PostgreSQL's to_tsvector('simple', ...) makes of the first, of the first two, ... of some texts of folded
    words, each as its text form."""
    places: dict[str, str] = {}
    found: list[str] = []
    before = 0
    for words in said:
        for place, word in enumerate(words, start=before + 1):
            places[word] = f"{places[word]},{place}" if word in places else f"'{word}':{place}"
        before += len(words)
        found.append(" ".join(places.values()))
    return found


def _spoken(text: str) -> list[str]:
    """The search words of what the vocabulary says: small letters and full stops only, so nothing needs folding."""
    return text.lower().replace(".", "").split()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
