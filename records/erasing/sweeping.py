"""Takes texts out of every table that has a rule, in batches; after a crash a second sweep finds the rest."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import Model, Q, QuerySet, TextField
from django.db.models.functions import Cast

from records.erasing.forms import as_in_json
from records.erasing.orders import REMOVED
from records.erasing.rules import Rule
from records.erasing.whole import is_address, pattern_of, pattern_of_any

TOGETHER = 20  # texts that are asked for in one query
BATCH = 200  # rows of a transaction
Finder = Callable[[str], object]


@contextmanager
def erasing(order: str) -> Iterator[None]:
    """A transaction in which tables that are written once let words be emptied (records.immutable), and only that."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('plumbline.erasing', %s, true)", [order])
        yield
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('plumbline.erasing', '', true)")


def sweep(rules: Iterable[Rule], texts: Sequence[str], *, order: str) -> Counter[str]:
    """Take `texts` out of every table of `rules`; return how many rows had them, by table in words. Repeatable."""
    went: Counter[str] = Counter()
    gone = pattern_of_any(texts)
    for rule in rules:
        for model, keys in _holding(rule, texts):
            with erasing(order):
                rows = model._base_manager.select_for_update().filter(pk__in=keys).order_by("pk")
                for row in rows:
                    went[_table(model)] += _erase(row, rule, gone)
    return +went


def standing(rules: Iterable[Rule], texts: Sequence[str]) -> Counter[str]:
    """How many rows still have one of `texts`, by table in words. Writes nothing."""
    found: Counter[str] = Counter()
    for rule in rules:
        for model, keys in _holding(rule, texts):
            found[_table(model)] += len(keys)
    return found


def spellings(rules: Iterable[Rule], texts: Sequence[str]) -> tuple[str, ...]:
    """The texts as they stand in the tables of `rules`, in whatever letter case; each spelling once. Writes nothing."""
    known = [text for text in dict.fromkeys(texts) if text]
    if not known:
        return ()
    pattern = pattern_of_any(known, any_case=True)
    found: dict[str, None] = {}
    for rule in rules:
        names = [f"{name}_as_text" for name in (*rule.cut, *rule.whole, *rule.leaves, *rule.dropped, *rule.own)]
        if not names:
            continue
        rows = rule.model._base_manager.annotate(**{name: Cast(name[:-8], TextField()) for name in names})
        # Of letters beyond ASCII the database may know no other case: it is asked for both.
        asked = {one for text in known for one in (text, text.lower(), text.upper())}
        holds = Q(pk__in=[])
        for name in names:
            for one in sorted(asked):
                holds |= Q(**{f"{name}__icontains": one})
        for row in rows.filter(holds).order_by("pk").values_list(*names).iterator(chunk_size=2_000):
            found.update(dict.fromkeys(one for text in row if text for one in pattern.findall(text)))
    return tuple(found)


def _holding(rule: Rule, texts: Sequence[str]) -> Iterator[tuple[type[Model], Sequence[Any]]]:
    """Keys of the rows that have one of the texts, batch by batch. A row may come twice."""
    searched = (*rule.cut, *rule.whole, *rule.dropped)
    if not (searched or rule.leaves):
        return
    for some in batched(texts, TOGETHER):
        rows: QuerySet[Any] = rule.model._base_manager.all()
        rows = rows.annotate(**{f"{name}_as_text": Cast(name, TextField()) for name in rule.leaves})
        asked = Q(pk__in=[])
        for text in some:
            for name in searched:
                asked |= _holds(name, text)
            for name in rule.leaves:
                asked |= _holds(f"{name}_as_text", as_in_json(text))
        keys = rows.filter(asked).order_by("pk").values_list("pk", flat=True)
        for batch in batched(keys.iterator(chunk_size=2_000), BATCH):
            yield rule.model, batch


def _holds(name: str, text: str) -> Q:
    # Where it stands at all is found soon; whether as a whole address is asked of those alone.
    held = Q(**{f"{name}__contains": text})
    return held & Q(**{f"{name}__regex": pattern_of(text)}) if is_address(text) else held


def batched(items: Iterable[Any], size: int) -> Iterator[tuple[Any, ...]]:
    """The items in tuples of up to `size`, as itertools.batched of later Pythons."""
    left = iter(items)
    while batch := tuple(islice(left, size)):
        yield batch


def _erase(row: Model, rule: Rule, gone: re.Pattern[str]) -> int:
    if any(gone.search(getattr(row, name) or "") for name in rule.dropped):
        type(row)._base_manager.filter(pk=row.pk).delete()
        return 1
    changed: dict[str, Any] = {}
    for name in rule.cut:
        if gone.search(before := getattr(row, name) or ""):
            limit = row._meta.get_field(name).max_length  # type: ignore[union-attr]
            changed[name] = gone.sub(REMOVED, before)[:limit]
    for name in rule.whole:
        if gone.search(getattr(row, name) or ""):
            changed[name] = REMOVED
    for name in rule.leaves:
        before = getattr(row, name)
        if (after := emptied(before, gone.search)) != before:
            changed[name] = after
    if changed:
        type(row)._base_manager.filter(pk=row.pk).update(**changed)
    return bool(changed)


def emptied(value: Any, has: Finder, spared: Collection[str] = ()) -> Any:
    """The JSON value with each text in it of which `has` is true replaced whole; fields named in `spared` stay."""
    if isinstance(value, str):
        return REMOVED if has(value) else value
    if isinstance(value, list):
        return [emptied(item, has, spared) for item in value]
    if isinstance(value, dict):
        return {name: item if name in spared else emptied(item, has, spared) for name, item in value.items()}
    return value


def _table(model: type[Model]) -> str:
    return str(model._meta.verbose_name_plural)
