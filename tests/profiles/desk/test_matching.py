from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.desk.matching import AliasEntry, Match, Matcher

QUAY = AliasEntry("quay", "Quay Exchange", "legal")
MATCHER = Matcher(
    [
        QUAY,
        AliasEntry("quay", "Quay", "short", needs_context=True),
        AliasEntry("ap", "AP", "short"),
        AliasEntry("lumen", "Lumen", "brand", shadowed_by=("Lumen Bioscience",)),
        AliasEntry("sao", "São Link", "brand"),
        AliasEntry("old", "Old Name", "former", valid_to=date(2020, 9, 1)),
        AliasEntry("case", "TIM", "brand", case_sensitive=True),
    ]
)


@pytest.mark.parametrize(
    ("title", "text", "profiles"),
    [
        ("Quay Exchange is back", "It works again.", ["quay"]),
        ("", "The SAP server and a NAP are down.", []),
        ("", "The AP server is down.", ["ap"]),
        ("", "Lumen Bioscience grows algae.", []),
        ("", "Lumen Bioscience bought fibre from Lumen.", ["lumen"]),
        ("", "SAO LINK and sáo link", ["sao"]),
        ("", "The quay was wet. Quay too.", []),
        ("", "Quay Exchange was down. Quay did not answer.", ["quay"]),
        ("", "Ask Tim, not TIM.", ["case"]),
        ("", "Tim and tim.", []),
        ("", "", []),
    ],
)
def test_match(title: str, text: str, profiles: list[str]) -> None:
    assert [match.profile for match in MATCHER.match(title=title, text=text)] == profiles


@pytest.mark.parametrize(("on", "profiles"), [(date(2020, 9, 1), ["old"]), (date(2020, 9, 2), []), (None, ["old"])])
def test_alias_counts_while_it_was_in_use(on: date | None, profiles: list[str]) -> None:
    assert [match.profile for match in MATCHER.match(title="", text="Old Name spoke.", on=on)] == profiles


def test_role_and_reasons() -> None:
    late = "One sentence. Another sentence. " + "Filler. " * 5
    assert MATCHER.match(title="Quay Exchange is back", text="Fine.") == (
        Match("quay", "subject", 1, ("“Quay Exchange” stands in the title.", "Named 1 time.")),
    )
    assert MATCHER.match(title="News", text=late + "Quay Exchange.") == (
        Match("quay", "passing", 1, ("Named 1 time.",)),
    )
    assert MATCHER.match(title="News", text=late + "Quay Exchange. " * 3) == (
        Match("quay", "subject", 3, ("Named 3 times.",)),
    )


def test_without_aliases_nothing_matches() -> None:
    assert Matcher([]).match(title="Quay Exchange", text="Quay Exchange") == ()


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    for match in MATCHER.match(title=text, text=text):
        assert match.mentions >= 1


@given(st.text(max_size=60), st.text(max_size=60))
def test_alias_is_found_wherever_it_stands(before: str, after: str) -> None:
    text = f"{before} — Quay Exchange — {after}"
    assert "quay" in [match.profile for match in MATCHER.match(title="", text=text)]
