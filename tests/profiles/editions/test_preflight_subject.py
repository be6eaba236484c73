from __future__ import annotations

from dataclasses import replace

import pytest

from profiles.editions.preflight_subject import subject
from tests.profiles.editions.good_profiles import good_profiles

GOOD = good_profiles()[0]

NO_NAMES = [
    "",
    "Why Cogent matters",
    "How the northern link was lost",
    "What happened at DE-CIX last night",
    "should we peer at AMS-IX",
    "The case for a second cable",
    "Is IX.br growing?",
    "Peering at last!",
    "Cogent cut the link.",
    "The exchange lost two members today.",
    "Cogent: what the numbers say",
    "DE-CIX — the exchange that grew too fast",
    "Network infrastructure operators in Europe and what they mean for the market",
    "日本の網はなぜ止まったのか？",
]
NAMES = [
    "IX.br",
    "AMS-IX",
    "DE-CIX",
    "1&1 Versatel",
    "Cogent",
    "Yahoo!",
    "Fastly, Inc.",
    "Cable & Wireless Co., Ltd.",
    "Global Voice Group S.A.",
    "Telekom Slovenije d.d.",
    "A1 Hrvatska d.o.o.",
    "WHO",
    "Where Group",
    "The Case",
    "Whyte Telecom Ltd",
    "AMS-IX: Amsterdam Internet Exchange",
    "DE-CIX – Deutscher Commercial Internet Exchange",
    "Rogers outage — 8 July 2022",
    "Facebook outage of 4 October 2021",
    "Body of European Regulators for Electronic Communications (BEREC)",
    "Ростелеком",
    "شركة الاتصالات السعودية",
    "株式会社インターネットイニシアティブ",
]


@pytest.mark.parametrize("name", NO_NAMES)
def test_what_is_no_name_is_refused(name: str) -> None:
    found = list(subject(replace(GOOD, name=name)))
    assert [problem.rule for problem in found] == ["subject-no-organisation"]
    assert found[0].words.endswith("is a statement.")


@pytest.mark.parametrize("name", NAMES)
def test_names_of_organisations_and_incidents_are_not_refused(name: str) -> None:
    assert list(subject(replace(GOOD, name=name))) == []


@pytest.mark.parametrize(
    "base",
    [
        "Latin America",  # the label of its own region
        " latin  america ",
        "Europe",
        "EMEA",
        "Global",
        "Europe and Middle East",
        "Europe, Asia",
        "Europe / Latin America",
        "London and Amsterdam",
        "Fiji and Trinidad and Tobago",
    ],
)
def test_a_base_that_is_no_one_place_is_refused(base: str) -> None:
    assert [problem.rule for problem in subject(replace(GOOD, base=base))] == ["base-no-place"]


@pytest.mark.parametrize(
    "base",
    [
        "",
        "Quayside",
        "Washington, D.C.",
        "San Francisco, California",
        "Virginia, United States",
        "Sweden",
        "Port of Spain, Trinidad and Tobago",
        "Sarajevo, Bosnia and Herzegovina",
        "St. John's, Newfoundland and Labrador",
        "Sandy, Utah",
        "Asiago",
        "東京",
    ],
)
def test_one_place_is_not_refused(base: str) -> None:
    assert list(subject(replace(GOOD, base=base))) == []
