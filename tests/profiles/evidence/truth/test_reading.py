"""A set is read whole or refused with the table, the line and the fault."""

import contextlib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.evidence.truth import reading
from profiles.evidence.truth.reading import BadSet, read_set
from profiles.evidence.truth.sets import Question, TruthSet

CLAIMS = "source\tobject\tattribute\tvalue\ttimestamp\n"
TRUTH = "object\tattribute\tvalue\n"
REL = "object\tattribute\tgeneral\tspecific\n"
SAID = CLAIMS + "atlas\tPier\tplace\tHarbour\t2026\nkiosk\tPier\tplace\tHarbour Nord\t\n"
TRUE = TRUTH + "Pier\tplace\tHarbour Nord\n"


def tables(claims: str | bytes = SAID, truth: str | bytes = TRUE, rel: str | None = None) -> dict[str, bytes]:
    found = {"claims.tsv": claims, "truth.tsv": truth} | ({} if rel is None else {"rel.tsv": rel})
    return {name: text if isinstance(text, bytes) else text.encode() for name, text in found.items()}


def test_set_with_compatible_values() -> None:
    rel = REL + "Pier\tplace\tHarbour\tHarbour Nord\nPier\tplace\tHarbour\tnobody says\nQuay\tplace\ta\tb\n"
    assert read_set(tables(rel=rel)) == TruthSet(
        sources=("atlas", "kiosk"),
        questions=(Question("Pier", "place", ("Harbour", "Harbour Nord"), ((0,), (1,)), ((), (0,))),),
        truth={0: "Harbour Nord"},
        claims=2,
    )


@pytest.mark.parametrize(
    ("claims", "truth"),
    [
        ("\ufeff" + SAID, "\ufeff" + TRUE),
        (SAID.replace("\n", "\r\n"), TRUE.replace("\n", "\r\n")),
        (SAID.removesuffix("\n"), TRUE.removesuffix("\n")),
        (SAID + "\n\n", TRUE + " \n"),
        # the same claim at another time counts once; a timestamp may be left out altogether
        (SAID + "atlas\tPier\tplace\tHarbour\t2027\n", TRUE + "Quay\tplace\tnobody asks\n"),
        (SAID + "atlas\tPier\tplace\tHarbour\n", TRUE),
        ("value\tattribute\tobject\tsource\nHarbour\tplace\tPier\tatlas\nHarbour Nord\tplace\tPier\tkiosk\n", TRUE),
    ],
)
def test_same_set_in_another_dress(claims: str, truth: str) -> None:
    assert read_set(tables(claims, truth)) == read_set(tables())


def test_only_a_line_feed_ends_a_line() -> None:
    odd = "Har\u2028bour\x0b\x85x"
    found = read_set(tables(CLAIMS + f"atlas\tPier\tplace\t{odd}\t\n"))
    assert found.questions[0].values == (odd,)


@pytest.mark.parametrize(
    ("given_tables", "said"),
    [
        ({"truth.tsv": TRUE.encode()}, "claims.tsv is missing."),
        ({"claims.tsv": SAID.encode()}, "truth.tsv is missing."),
        (tables(b""), "claims.tsv: the first line names no column source, object, attribute, value; it is ['']."),
        (tables(truth="object\tvalue\nPier\tx\n"), "truth.tsv: the first line names no column attribute; it is"),
        (tables("source\tobject\tattribute\tvalue\tvalue\n"), "claims.tsv: the first line names a column twice"),
        (tables(CLAIMS), "claims.tsv is empty: there is nothing below its first line."),
        (tables(truth=TRUTH + "\n"), "truth.tsv is empty"),
        (tables(SAID + "atlas\tPier\tplace\tHarbour\t2026\n"), "claims.tsv, line 4 is the same as line 2: 'atlas"),
        (tables(truth=TRUE + "Pier\tplace\tHarbour Nord\n"), "truth.tsv, line 3 is the same as line 2"),
        (tables(truth=TRUE + "Pier\tplace\tHarbour\n"), "truth.tsv, line 3: 'Pier' has a truth already."),
        (tables(SAID + "atlas\tPier\n"), "claims.tsv, line 4 has 2 columns, the first line 5"),
        (tables(SAID + "a\tb\tc\td\te\tf\n"), "claims.tsv, line 4 has 6 columns, the first line 5"),
        (tables(SAID + "\tPier\tplace\tHarbour\t\n"), "claims.tsv, line 4: the column source is empty"),
        (tables(SAID + "atlas\tPier\tplace\t \t\n"), "claims.tsv, line 4: the column value is empty"),
        (tables(SAID.encode() + b"atlas\tP\xff\n"), "claims.tsv, line 4 is not UTF-8 (byte 8 of the line)."),
        (tables(SAID + "x" * 20_001), "claims.tsv, line 4 is longer than 20,000 bytes."),
        (
            tables(rel=REL + "Pier\tplace\ta\ta\n"),
            "rel.tsv, line 2: a value is named as less specific than itself: 'a'",
        ),
        (tables(rel="general\tspecific\n"), "rel.tsv: the first line names no column object, attribute"),
    ],
)
def test_bad_set_is_refused_with_its_fault(given_tables: dict[str, bytes], said: str) -> None:
    with pytest.raises(BadSet) as refused:
        read_set(given_tables)
    assert str(refused.value).startswith(said)
    assert len(str(refused.value)) < 250


def test_table_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_BYTES", 50)
    with pytest.raises(BadSet, match=r"claims\.tsv is larger than 50 bytes"):
        read_set(tables())


@given(st.binary(max_size=200), st.binary(max_size=200), st.none() | st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(claims: bytes, truth: bytes, rel: bytes | None) -> None:
    given_tables = tables(CLAIMS.encode() + claims, TRUTH.encode() + truth)
    if rel is not None:
        given_tables["rel.tsv"] = REL.encode() + rel
    found = None
    with contextlib.suppress(BadSet):
        found = read_set(given_tables)
    if found is not None:
        assert found.claims == sum(len(voices) for question in found.questions for voices in question.voices) > 0


@given(st.lists(st.tuples(*[st.sampled_from("abc")] * 3), min_size=1, unique=True), st.randoms(use_true_random=False))
def test_every_claim_is_there_in_any_order(rows: list[tuple[str, str, str]], shuffle: random.Random) -> None:
    """(source, object, value) in, the same out; a source may give two values."""
    shuffle.shuffle(rows)
    text = CLAIMS + "".join(f"{source}\t{object_}\tplace\t{value}\t\n" for source, object_, value in rows)
    found = read_set(tables(text))
    assert sorted(
        (found.sources[source], question.object, value)
        for question in found.questions
        for value, voices in zip(question.values, question.voices, strict=True)
        for source in voices
    ) == sorted(rows)
    assert found.claims == len(rows)
