"""The words of invented profiles: a vocabulary as uneven as a language is, names, places and AS numbers. Pure.

Few words are said everywhere and most hardly ever (Zipf), because that is what makes searches easy or hard.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from itertools import accumulate, product
from random import Random

MANY = 24_000  # words
SPOKEN = 1 << 19
FIRST_PRIVATE_AS, LAST_PRIVATE_AS = 4_200_000_000, 4_294_967_294  # nobody's: kept for private use (RFC 6996)

# Said most, in this order.
_COMMON = """
the of and in to a its that for network on is with by as exchange cable it routes from are at harbour traffic members
which operator have north two be or registry south carries between has ring capacity since power was station
links coast new carriers served after region site other first racks office report year water peers three when more
island control prefixes under repair backup before who open record name east west price customers valley border line
cloud market room data fibre landing address root resolver winter service supplier contract second switch light
ships storm bridge council member rules audit hours engineers ports session key notice plan owners shares voted
"""
_COMMONEST = tuple(_COMMON.split())
_STARTS = tuple("b br c ch d dr f fl g gr h j k kl l m n p pr qu r s sk st t tr v w z".split())  # noqa: SIM905
_MIDDLES = tuple("a e i o u ai ei ou ar er ir or ur al el il ol an en in on".split())  # noqa: SIM905
_ENDS = tuple("ba da den dor fa gan ka la len lo ma mer mi na nor ra ren ri sa sel ta ten tor va vik wen xa".split())  # noqa: SIM905
_KINDS = {
    "company": ("Networks", "Telecom", "Carrier", "Hosting", "Fibre", "Cloud", "Systems", "Connect"),
    "registry": ("Registry", "Numbers", "Names", "Allocation"),
    "exchange": ("Exchange", "IX", "Peering", "Interconnect"),
    "regulator": ("Authority", "Commission", "Office", "Regulator"),
    "standards-body": ("Forum", "Task-Force", "Institute", "Alliance"),
    "incident": ("Outage", "Cut", "Leak", "Incident"),
}
_LEGAL = ("Ltd", "GmbH", "AB", "SA", "Oy", "Inc", "Coop", "Trust")
# Parts of names in other scripts, joined as each script does.
_OTHER_SCRIPTS = (
    ("", ("東", "北", "海", "光", "星", "水", "山", "港", "新", "明"), ("通信", "電網", "回線", "交換局", "機構")),
    (" ", ("Северная", "Тихая", "Новая", "Дальняя", "Верхняя", "Синяя"), ("Сеть", "Связь", "Линия", "Станция")),
    (" ", ("شبكة", "مركز", "محطة", "كابل"), ("البحر", "الشرق", "النور", "الميناء", "الشمال")),
    (" ", ("Νέα", "Βόρεια", "Παλαιά", "Μικρή"), ("Γραμμή", "Σύνδεση", "Θάλασσα", "Πύλη")),
    ("", ("한빛", "새길", "푸른", "동해", "큰물", "별빛"), ("통신", "전산망", "교환소", "회선")),
)


@functools.cache
def words() -> tuple[str, ...]:
    """MANY different words, the most common first. The same in every process and release of this file."""
    syllables = list(product(_STARTS, _MIDDLES, _ENDS))
    syllables += [
        (one, f"{two}{three}", four) for one, two, three, four in product(_STARTS[:20], _MIDDLES[:5], "lmnrst", _ENDS)
    ]
    invented = ["".join(parts) for parts in syllables]
    Random("vocabulary").shuffle(invented)  # noqa: S311 - no secrets
    found = tuple(dict.fromkeys([*_COMMONEST, *invented]))[:MANY]
    assert len(found) == MANY
    return found


@functools.cache
def _weights() -> tuple[float, ...]:
    return tuple(accumulate(1 / (rank + 3) for rank in range(MANY)))


def some(dice: Random, many: int) -> Sequence[str]:
    """That many words as they fall in running text."""
    return dice.choices(words(), cum_weights=_weights(), k=many)


@functools.cache
def speech() -> tuple[str, ...]:
    """A long run of words: what is said is cut from it, which costs less than drawing each word."""
    return tuple(some(Random("speech"), SPOKEN))  # noqa: S311 - no secrets


def sentence(said: Sequence[str]) -> str:
    """These words as one sentence."""
    text = " ".join(said)
    return f"{text[0].upper()}{text[1:]}."


def place(dice: Random) -> str:
    """A place that there is not: any word but the common ones, all as likely."""
    return words()[dice.randrange(len(_COMMONEST), MANY)].capitalize()


def name(dice: Random, category: str) -> str:
    """A name for an organisation of this category; one in forty is in another script."""
    if dice.random() < 0.025:
        between, first, last = dice.choice(_OTHER_SCRIPTS)
        return between.join((dice.choice(first), dice.choice(last))) + f" {dice.randrange(1, 1000)}"
    parts = [place(dice), dice.choice(_KINDS[category])]
    if dice.random() < 0.4:
        parts.insert(1, some(dice, 1)[0].capitalize())
    if category == "company" and dice.random() < 0.5:
        parts.append(dice.choice(_LEGAL))
    return " ".join(parts)


def as_number(number: int) -> str:
    """The AS number of the profile with this number; different ones have different ones."""
    return f"AS{FIRST_PRIVATE_AS + number * 7919 % (LAST_PRIVATE_AS - FIRST_PRIVATE_AS)}"
