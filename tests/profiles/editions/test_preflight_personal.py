from __future__ import annotations

import ipaddress
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.editions.preflight_personal import ROLES, personal, private_details
from profiles.editions.words import AliasWords
from tests.profiles.editions.good_profiles import good_profiles

GOOD = good_profiles()[0]
MAIL, PHONE, BORN = "somebody's mail address", "a telephone number", "when or where somebody was born"
AGE, LIVES, FAMILY, NUMBER = "somebody's age", "where somebody lives", "somebody's family", "a personal number"

PRIVATE = [
    ("Write to jane.roe@harbour.example.", MAIL),
    ("Write to j.roe [at] harbour.example.", MAIL),
    ("Ask roe2@mail.harbour.example for it.", MAIL),
    ("Her number is +31 20 555 0100.", PHONE),
    ("Reach him on +442079460958", PHONE),
    ("Reach him on 020 7946 0958.", PHONE),
    ("The desk answers (212) 555-0100 at night.", PHONE),
    ("The desk answers 212-555-0100 at night.", PHONE),
    ("Tel.: 5550100", PHONE),
    ("Anna Berg was born in Bergen.", BORN),
    ("Dr Berg was born on 3 March 1970.", BORN),
    ("She was born in 1970 to a fisher.", BORN),
    ("Anna Berg (born 1970) leads it.", BORN),
    ("Its chair, born on 3 March 1970, resigned.", BORN),
    ("Anna Berg, aged 56, leads it.", AGE),
    ("An engineer aged 31 cut the cable.", AGE),
    ("The 54-year-old founder sold it.", AGE),
    ("Anna Berg is aged 56.", AGE),
    ("Anna Berg lives at 12 Quay Street.", LIVES),
    ("He lives in Bergen.", LIVES),
    ("It was found at her home.", LIVES),
    ("His wife holds the shares.", FAMILY),
    ("The shares went to her husband.", FAMILY),
    ("The shares went to their two children.", FAMILY),
    ("His brother keeps the books.", FAMILY),
    ("Passport number: X1234567", NUMBER),
    ("His file says 078-05-1120 on top.", NUMBER),
    ("CPF 123.456.789-09", NUMBER),
    ("National insurance number QQ 12 34 56 C", NUMBER),
]
PUBLIC = [
    "Write to press@harbour.example or noc@harbour.example.",
    "Peering: peering-eu@harbour.example, security.team@harbour.example, abuse2@harbour.example",
    "git clone git@code.example:ix/route-server.git",
    "AS13335, AS4200000000 and AS1200 peer there.",
    "On 2026-03-03 at 15:39 UTC, until 04:43 on 8 July 2022.",
    "From 2024-11-20 2025-11-20 it was shut; on 20.11.2024 and 11/20/2024 it was not.",
    "It announces 104.16.0.0/13, 2001:db8::/32 and 192.168.100.200-20.",
    "Its resolver answers at 1.1.1.1 and 208.67.222.222, port 443 and 8443.",
    "It costs $1,200,000.50, EUR 400 000, £17.5 million, ₹12,34,56,789 or 9,450,000,000 kronor.",
    "Traffic rose by +12 000 000 000 packets, +120% and +1000000.",
    "Company number 01234567, register 100-200-300, invoice 2024-0001-7.",
    "Community 65000:0100, ticket 20241120-001, RFC 9000, ISO 27001-2022.",
    "Phone calls failed: 911 and 112 were down; mobile 5G too.",
    "See https://people.example/jane@firm.example?phone=+442079460958 for it.",
    "IX.br was born in 2004 and DE-CIX in 1995.",
    "The London Internet Exchange was born in 1994.",
    "The idea was born in a canteen.",
    "Cables aged 25 years, batteries aged 10 and over, a 25-year-old cable.",
    "The route lives in the table of each peer; the zone lives at two hosts.",
    "Home networks, a home address in Mobile IP, the Home Office.",
    "Parent companies and their subsidiaries; a family of exchanges.",
    "Passport control has no number; social security numbers were leaked by others.",
    "Anna Berg has led the exchange since 2019.",
    "Seit 1996 in Köln; с 1997 года; 1992年12月に設立された。",
]


@pytest.mark.parametrize(("text", "what"), PRIVATE)
def test_private_details_are_found(text: str, what: str) -> None:
    assert {told for told, _ in private_details(text)} == {what}


@pytest.mark.parametrize("text", PUBLIC)
def test_what_is_nobodys_secret_is_not_refused(text: str) -> None:
    assert list(private_details(text)) == []


def test_an_organisation_of_two_names_may_be_born_and_live_somewhere() -> None:
    text = "Hurricane Electric was born in a garage. Hurricane Electric lives in Fremont."
    assert [what for what, _ in private_details(text)] == [BORN, LIVES]
    assert list(private_details(text, {"hurricane electric"})) == []


def test_every_text_of_a_profile_is_read_and_each_detail_told_once() -> None:
    facet = replace(GOOD.facets[0], reason="Ask jane@harbour.example.")
    citation = replace(GOOD.claims[0].citations[0], quote="Ask jane@harbour.example. Anna Berg, aged 56, knows.")
    claim = replace(GOOD.claims[0], citations=(citation,))
    words = replace(GOOD, facets=(facet, *GOOD.facets[1:]), claims=(claim,), disclosure="Tel.: 020 7946 0958")
    found = list(personal(words))
    assert [problem.rule for problem in found] == ["personal-data"] * 3
    assert {problem.words.split("”")[0] for problem in found} == {
        "“jane@harbour.example",
        "“020 7946 0958",
        "“aged 56",
    }


def test_names_that_a_profile_knows_are_no_people() -> None:
    words = replace(GOOD, summary="Harbour Links was born in 1994.", aliases=(AliasWords("Harbour Links", "brand"),))
    assert list(personal(words)) == []
    assert [problem.rule for problem in personal(replace(words, aliases=()))] == ["personal-data"]


@given(
    st.lists(
        st.one_of(
            st.integers(1, 2**32 - 1).map("AS{}".format),
            st.integers(0, 65535).map("port {}".format),
            st.dates(date(1980, 1, 1), date(2099, 1, 1)).map(date.isoformat),
            st.integers(0, 2**32 - 1).map(lambda one: str(ipaddress.IPv4Address(one))),
            st.integers(0, 2**128 - 1).map(lambda one: f"{ipaddress.IPv6Address(one)}/64"),
            st.integers(0, 10**12).map("EUR {:,}".format),
            st.sampled_from(sorted(ROLES)).map("{}@harbour.example".format),
        ),
        max_size=8,
    )
)
def test_numbers_of_the_trade_are_no_private_details(parts: list[str]) -> None:
    assert list(private_details("It says " + ", ".join(parts) + ".")) == []


@given(st.text(max_size=400))
def test_any_text_can_be_read(text: str) -> None:
    assert all(found for _, found in private_details(text))


@pytest.mark.parametrize("piece", ["a", "A", "+1 ", "0", "A-", "Ab ", "a@", "12-", "a.", "(", "their a "])
def test_a_long_text_made_to_stall_is_read_all_the_same(piece: str) -> None:
    assert len(list(private_details(piece * (200_000 // len(piece))))) >= 0
