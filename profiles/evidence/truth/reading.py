"""Reads a truth-discovery set: three tables as tab-separated text, each with a line that names its columns."""

from collections.abc import Iterator, Mapping, Sequence

from .sets import Question, TruthSet

TABLES = ("claims.tsv", "truth.tsv", "rel.tsv")
CLAIMS = ("source", "object", "attribute", "value")
TRUTH = ("object", "attribute", "value")
COMPATIBLE = ("object", "attribute", "general", "specific")
MOST_BYTES = 500_000_000
MOST_IN_A_LINE = 20_000
"""Bytes. A line beyond it is no claim but an accident or an attack."""
_SHOWN = 60

Key = tuple[str, str]
Row = tuple[str, ...]


class BadSet(ValueError):
    """A set that cannot be read; the text names the table, the line and the fault."""


def read_set(tables: Mapping[str, bytes]) -> TruthSet:
    """A set from the bytes of its tables: `claims.tsv`, `truth.tsv` and, where there is one, `rel.tsv`.

    claims.tsv  source, object, attribute, value (others, say a timestamp, are left alone)
    truth.tsv   object, attribute, value: at most one for each object and attribute
    rel.tsv     object, attribute, general, specific: two values that are compatible

    A claim that differs from another in its other columns alone counts once. Truth of objects without claims and
    relations of values nobody gives are left out. Raises BadSet.
    """
    for name in ("claims.tsv", "truth.tsv"):
        if name not in tables:
            raise BadSet(f"{name} is missing.")
    said = _claims(tables["claims.tsv"])
    truth = _truth(tables["truth.tsv"])
    generals = _generals(tables["rel.tsv"]) if "rel.tsv" in tables else {}

    sources: dict[str, int] = {}
    questions: list[Question] = []
    places: dict[Key, int] = {}
    claims = 0
    for key, values in said.items():
        voices = []
        for speakers in values.values():
            voices.append(tuple(sources.setdefault(speaker, len(sources)) for speaker in speakers))
            claims += len(speakers)
        order = {value: place for place, value in enumerate(values)}
        known = generals.get(key, {})
        places[key] = len(questions)
        questions.append(
            Question(
                object=key[0],
                attribute=key[1],
                values=tuple(values),
                voices=tuple(voices),
                generals=tuple(
                    tuple(sorted(order[each] for each in known.get(value, ()) if each in order)) for value in values
                ),
            )
        )
    return TruthSet(
        sources=tuple(sources),
        questions=tuple(questions),
        truth={places[key]: value for key, value in truth.items() if key in places},
        claims=claims,
    )


def _claims(data: bytes) -> dict[Key, dict[str, dict[str, None]]]:
    """For each question its values, for each value who gives it; all in the order of the table."""
    said: dict[Key, dict[str, dict[str, None]]] = {}
    for _, (source, object_, attribute, value) in _rows(
        "claims.tsv", data, CLAIMS, named=("source", "object", "value")
    ):
        said.setdefault((object_, attribute), {}).setdefault(value, {})[source] = None
    return said


def _truth(data: bytes) -> dict[Key, str]:
    found: dict[Key, str] = {}
    for number, (object_, attribute, value) in _rows("truth.tsv", data, TRUTH, named=("object", "value")):
        if (object_, attribute) in found:
            raise BadSet(f"truth.tsv, line {number}: {_short(object_)} has a truth already.")
        found[object_, attribute] = value
    return found


def _generals(data: bytes) -> dict[Key, dict[str, set[str]]]:
    """For each question, for each specific value, the values that are less specific than it."""
    found: dict[Key, dict[str, set[str]]] = {}
    rows = _rows("rel.tsv", data, COMPATIBLE, named=("object", "general", "specific"), may_be_empty=True)
    for number, (object_, attribute, general, specific) in rows:
        if general == specific:
            raise BadSet(f"rel.tsv, line {number}: a value is named as less specific than itself: {_short(general)}.")
        found.setdefault((object_, attribute), {}).setdefault(specific, set()).add(general)
    return found


def _rows(
    table: str, data: bytes, columns: Sequence[str], *, named: Sequence[str], may_be_empty: bool = False
) -> Iterator[tuple[int, Row]]:
    """The wanted columns of each line, with its number; those in `named` may not be empty."""
    lines = _lines(table, data)
    header = next(lines, (0, ""))[1].split("\t")
    missing = [column for column in columns if column not in header]
    if missing:
        raise BadSet(f"{table}: the first line names no column {', '.join(missing)}; it is {_short(header)}.")
    if len(set(header)) != len(header):
        raise BadSet(f"{table}: the first line names a column twice: {_short(header)}.")
    places = [header.index(column) for column in columns]
    needed = [header.index(column) for column in named]
    seen: dict[str, int] = {}
    for number, line in lines:
        before = seen.setdefault(line, number)
        if before != number:
            raise BadSet(f"{table}, line {number} is the same as line {before}: {_short(line)}.")
        cells = line.split("\t")
        if not max(places) < len(cells) <= len(header):
            raise BadSet(
                f"{table}, line {number} has {len(cells)} columns, the first line {len(header)}: {_short(line)}."
            )
        for place in needed:
            if not cells[place].strip():
                raise BadSet(f"{table}, line {number}: the column {header[place]} is empty: {_short(line)}.")
        yield number, tuple([cells[place] for place in places])
    if not seen and not may_be_empty:
        raise BadSet(f"{table} is empty: there is nothing below its first line.")


def _lines(table: str, data: bytes) -> Iterator[tuple[int, str]]:
    """The lines that are not blank, with their numbers from 1. Only a line feed ends a line: values may hold the
    other characters that Unicode counts as line ends."""
    if len(data) > MOST_BYTES:
        raise BadSet(f"{table} is larger than {MOST_BYTES:,} bytes.")
    start, number = 3 if data.startswith(b"\xef\xbb\xbf") else 0, 0
    while start < len(data):
        end = data.find(b"\n", start)
        end = len(data) if end < 0 else end
        number += 1
        if end - start > MOST_IN_A_LINE:
            raise BadSet(f"{table}, line {number} is longer than {MOST_IN_A_LINE:,} bytes.")
        raw = data[start:end].removesuffix(b"\r")
        start = end + 1
        try:
            line = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            raise BadSet(f"{table}, line {number} is not UTF-8 (byte {error.start + 1} of the line).") from error
        if line.strip():
            yield number, line


def _short(text: object) -> str:
    shown = repr(text)
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
