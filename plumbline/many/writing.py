"""The words of one invented profile, from its number alone. Pure: the same seed and number write the same words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from random import Random

from plumbline.many import vocabulary
from plumbline.many.evidence import Judged, Shape, judged, told
from plumbline.many.filing import LABELS, category, filed
from profiles.editions.words import AliasWords, FacetWords, KeyPointWords, SectionWords, Words
from profiles.naming import slug_of
from records.identifiers import new_identifier

SHAPES = 500
DESK = "The desk of the invented"
_LONGEST = 900  # words in the sections of one profile


@dataclass(frozen=True)
class Written:
    """`text` is what search looks in; `salts` are the dice that the edition is sealed with."""

    words: Words
    text: str
    judged: Judged
    given: tuple[str, ...]
    published_at: datetime
    dice: Random


def shapes(seed: int) -> list[Judged]:
    """The shapes of evidence that profiles of this seed have."""
    dice = Random(f"{seed} shapes")  # noqa: S311 - no secrets
    return [judged(dice) for _ in range(SHAPES)]


def slug_ending(number: int) -> str:
    """What the slug of the profile with this number ends with. No two end alike."""
    return f"-m{number}"


def write(seed: int, number: int, known: Sequence[Judged]) -> Written:
    """Profile `number` of a seed, with one of the `known` shapes of evidence."""
    dice = Random(f"{seed} {number}")  # noqa: S311 - no secrets
    found = known[dice.randrange(len(known))]
    shape = found.shape
    about = category(dice)
    name = vocabulary.name(dice, about)
    said = _Speech(dice)
    given = _given(dice, shape, said)
    claims, documents, publishers = told(shape, given)
    summary = said.sentence(12, 22)[:400]
    inclusion = said.sentence(8, 16)
    points = tuple(KeyPointWords(said.sentence(6, 12), claim.id) for claim in claims[: dice.randrange(1, 4)])
    sections = _sections(dice, said, [claim.key for claim in claims])
    base = vocabulary.place(dice)
    terms = filed(dice, about)
    aliases = [AliasWords(vocabulary.as_number(number), "asn")] if about == "company" else []
    if dice.random() < 0.2:
        aliases.append(AliasWords(vocabulary.name(dice, about), "former"))
    words = Words(
        profile=new_identifier("profile", dice.randbytes),
        slug=(slug_of(name)[:60].strip("-") or "profile") + slug_ending(number),
        name=name,
        summary=summary,
        base=base,
        inclusion_reason=f"{inclusion}[^s1]",
        byline=DESK,
        reviewer="",
        disclosure="",
        is_invented=True,
        aliases=tuple(sorted(aliases, key=lambda one: (one.kind, one.text))),
        facets=tuple(FacetWords(*term, LABELS[term], said.sentence(7, 12), ()) for term in terms),
        key_points=points,
        sections=tuple(section for section, _ in sections),
        claims=claims,
        documents=documents,
        publishers=publishers,
        outlook=(),
        dependencies=(),
        images=(),
        also_read=(),
    )
    # What search reads, in the order of profiles.editions.indexing, without the marks.
    texts = [*(claim.statement for claim in claims), *(point.text for point in points)]
    texts += [*(plain for _, plain in sections), inclusion, base]
    at = datetime.combine(shape.published_on, time(), UTC) + timedelta(seconds=dice.randrange(80_000))
    return Written(words, " ".join(texts), found, given, at, dice)


class _Speech:
    def __init__(self, dice: Random) -> None:
        self._random = dice.random
        self._run = vocabulary.speech()

    def words(self, many: int) -> Sequence[str]:
        start = int(self._random() * (vocabulary.SPOKEN - many))
        return self._run[start : start + many]

    def sentence(self, shortest: int, longest: int) -> str:
        return vocabulary.sentence(self.words(shortest + int(self._random() * (longest - shortest + 1))))


def _given(dice: Random, shape: Shape, said: _Speech) -> tuple[str, ...]:
    """What fills the blanks of a shape, in the order of `evidence.told`."""
    cited = sum(len(one.cited) for one in shape.stated)
    ids: list[str] = []
    for kind, many in (("document", len(shape.papers)), ("claim", len(shape.stated)), ("citation", cited)):
        ids += sorted(new_identifier(kind, dice.randbytes) for _ in range(many))
    texts = [" ".join(said.words(5)).capitalize() for _ in shape.papers]
    for one in shape.stated:
        texts += [said.sentence(8, 16), " ".join(said.words(2))]
        # Values of a statement differ, whatever the dice say.
        texts += [f"{said.words(1)[0]} {place}" for place in range(1, one.values + 1)]
        texts += [said.sentence(6, 12) for _ in one.cited]
    return (*ids, *texts)


def _sections(dice: Random, said: _Speech, keys: Sequence[str]) -> list[tuple[SectionWords, str]]:
    """The sections, each with its words as search reads them."""
    left = min(_LONGEST, int(dice.lognormvariate(5.05, 0.55)))
    places = [("does", "account", "")]
    if left > 60:
        places.append(("happened", "account", ""))
    if left > 90:
        places.append(("matters", "analysis", DESK))
    found = []
    for place, kind, author in places:
        paragraphs, plain = [], []
        spoken = max(1, left // len(places) // 12)
        while spoken > 0:
            sentences = [said.sentence(8, 16) for _ in range(min(spoken, 4))]
            spoken -= 4
            plain += sentences
            mark = f"[^{dice.choice(keys)}]" if kind == "account" else ""
            paragraphs.append(" ".join(sentences) + mark)
        found.append((SectionWords(place, kind, "", "\n\n".join(paragraphs), author), " ".join(plain)))
    return found
