from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.fetching.guard import may_connect
from tests.sources.fetching.hostile import RANGES4, SPECIAL
from tests.sources.fetching.rig import PUBLIC, PUBLIC6, is_special

NEIGHBOURS6 = """
    2000:: 2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff 2001:200:: 2001:db7:ffff:ffff:ffff:ffff:ffff:ffff 2001:db9::
    2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff 2003:: 2620:4f:7fff:ffff:ffff:ffff:ffff:ffff 2620:4f:8001::
    3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff 3fff:1000:: 3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
"""


@pytest.mark.parametrize("port", [80, 443])
def test_special_address_is_never_allowed(port: int) -> None:
    assert [literal for literal in SPECIAL if may_connect(literal, port)] == []


def test_neighbours_of_every_ipv4_range_are_judged_for_themselves() -> None:
    for text in RANGES4:
        network = ipaddress.IPv4Network(text)
        for number in (int(network[0]) - 1, int(network[-1]) + 1):
            if 0 <= number < 2**32:
                literal = str(ipaddress.IPv4Address(number))
                assert may_connect(literal, 80) == (not is_special(literal)), literal


@pytest.mark.parametrize("literal", [PUBLIC, PUBLIC6, "1.1.1.1", "8.8.8.8", "2a00:1450::1", *NEIGHBOURS6.split()])
def test_public_address_is_allowed_at_the_ports_of_the_web_alone(literal: str) -> None:
    assert [port for port in range(65536) if may_connect(literal, port)] == [80, 443]
    assert [port for port in (0, 22, 80, 443, 8000) if may_connect(literal, port, allow_loopback=True)] == [80, 443]


@given(st.ip_addresses())
def test_guard_agrees_with_the_registry_counted_otherwise(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    assert may_connect(str(ip), 443) == (not is_special(str(ip)))


@pytest.mark.parametrize(
    ("literal", "allowed"),
    [
        *(("127.0.0.1", True), ("127.255.255.255", True), ("::1", True), ("0:0:0:0:0:0:0:1", True)),
        *(("0.0.0.0", False), ("::", False), ("::ffff:127.0.0.1", False), ("10.0.0.1", False), ("128.0.0.0", False)),
        *(("::1%lo", False), ("fe80::1%lo", False), ("169.254.169.254", False), ("::127.0.0.1", False)),
    ],
)
def test_loopback_is_this_machine_and_no_other(literal: str, allowed: bool) -> None:
    assert may_connect(literal, 8000, allow_loopback=True) == allowed
    assert not may_connect(literal, 0, allow_loopback=True)
    assert not may_connect(literal, 8000)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "localhost",
        "127.1",
        "0x7f.1",
        "1.2.3",
        "1.2.3.04",
        "1.2.3.4 ",
        "1.2.3.4/32",
        "[::1]",
        "2000::1%1",
        "１.1.1.1",
    ],
)
def test_what_is_no_plain_number_is_not_allowed(text: str) -> None:
    assert not may_connect(text, 80)
    assert not may_connect(text, 80, allow_loopback=True)
