"""manage.py measure_confidence: the figures as an operator sees them."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.profiles.evidence.truth.invented import HUNDRED_THOUSAND, Recipe, invented

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "truth"


def folder_of(tables: dict[str, bytes], folder: Path) -> Path:
    for name, data in tables.items():
        (folder / name).write_bytes(data)
    return folder


def measured(folder: Path, *options: str) -> dict[str, str]:
    out = StringIO()
    call_command("measure_confidence", str(folder), *options, stdout=out)
    return dict(line.split(" ") for line in out.getvalue().splitlines())


def test_figures_of_an_invented_set(tmp_path: Path) -> None:
    folder = folder_of(invented(Recipe(sources=9, questions=50)), tmp_path)
    out = StringIO()
    call_command("measure_confidence", str(folder), stdout=out)
    share = r"[01]\.\d{3}"
    assert re.fullmatch(
        rf"accuracy {share}\nbrier {share}\nece {share}\nwrong_above_90 {share}\nabove_90 \d+\nmeasured 50\n"
        r"objects 50\nclaims 450\nsources 9\nmethod origin\nseconds \d+\.\d\n",
        out.getvalue(),
    )


def test_hundred_thousand_claims_with_copiers_among_their_sources(tmp_path: Path) -> None:
    """Nothing that is believed much is wrong. What it costs is measured by `make bench-confidence`."""
    found = measured(folder_of(invented(HUNDRED_THOUSAND), tmp_path))
    assert int(found["claims"]) > 100_000
    assert (found["sources"], found["wrong_above_90"]) == ("38", "0.000")
    assert float(found["accuracy"]) > 0.99


@pytest.mark.parametrize(
    "method", ["vote", "truthfinder", "origin-unlimited", "origin-either-way", "origin-independent"]
)
def test_other_methods_by_name(tmp_path: Path, method: str) -> None:
    folder = folder_of(invented(Recipe(sources=5, questions=20)), tmp_path)
    assert measured(folder, "--method", method)["method"] == method


def test_unknown_method_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="invalid choice: 'magic'"):
        measured(tmp_path, "--method", "magic")


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ({}, "claims.tsv is missing."),
        (invented(Recipe()) | {"truth.tsv": b""}, "truth.tsv: the first line names no column"),
        (invented(Recipe()) | {"claims.tsv": b"source\n\xff"}, "claims.tsv: the first line names no column"),
        (
            invented(Recipe()) | {"truth.tsv": b"object\tattribute\tvalue\nnobody\tstate\tx\n"},
            "None of the objects with a known truth has a claim, so nothing can be measured.",
        ),
    ],
)
def test_bad_folder_is_refused_with_its_fault(tmp_path: Path, tables: dict[str, bytes], said: str) -> None:
    with pytest.raises(CommandError) as refused:
        measured(folder_of(tables, tmp_path))
    assert str(refused.value).startswith(f"{tmp_path}: {said}")


def test_no_folder_and_no_file_are_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is no folder"):
        measured(tmp_path / "nowhere")
    (tmp_path / "claims.tsv").mkdir()
    with pytest.raises(CommandError, match="Is a directory"):
        measured(tmp_path)


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/data/truth is not here")
@pytest.mark.parametrize(
    ("name", "method", "accuracy", "brier", "wrong"),
    [
        ("book", "origin", 0.880, 0.096, 0.02),
        ("heritages", "origin", 0.827, 0.119, 0.02),
        ("book", "origin-unlimited", 0.880, 0.096, 0.03),
        ("heritages", "origin-unlimited", 0.827, 0.119, 0.03),
    ],
)
def test_known_sets_are_answered_as_well_as_promised(
    name: str, method: str, accuracy: float, brier: float, wrong: float
) -> None:
    found = measured(SHARED / name, "--method", method)
    assert float(found["accuracy"]) >= accuracy
    assert float(found["brier"]) <= brier
    assert float(found["wrong_above_90"]) <= wrong


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/data/truth is not here")
@pytest.mark.parametrize(
    ("name", "method", "accuracy", "brier"),
    [
        ("book", "vote", "0.700", "0.151"),
        ("heritages", "vote", "0.702", "0.171"),
        ("book", "truthfinder", "0.680", "0.315"),
        ("heritages", "truthfinder", "0.707", "0.226"),
    ],
)
def test_methods_to_compare_with_give_their_published_figures(
    name: str, method: str, accuracy: str, brier: str
) -> None:
    found = measured(SHARED / name, "--method", method)
    assert (found["accuracy"], found["brier"]) == (accuracy, brier)
