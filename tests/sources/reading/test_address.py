from __future__ import annotations

from urllib.parse import urljoin

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sources.reading.address import address_key, is_ordinary, key_of_any, registrable_domain, web_address

SAME = "skerry.example/a/b?id=2"


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("https://skerry.example/a/b?id=2", SAME),
        ("http://www.skerry.example/a/b/?id=2", SAME),
        ("https://skerry.example:443/a//b/?utm_source=x&id=2&fbclid=7#top", SAME),
        ("https://amp.skerry.example/a/b/amp/?id=2", SAME),
        ("https://skerry.example/a/b/amp?id=2", SAME),
        ("https://SKERRY.example/A", "skerry.example/A"),
        ("https://skerry.example:8443/a", "skerry.example:8443/a"),
        ("https://skerry.example/", "skerry.example"),
        ("https://skerry.example/index.html", "skerry.example"),
        ("https://skerry.example/?b=2&a=1", "skerry.example?a=1&b=2"),
        ("https://skerry.example/a?17", "skerry.example/a?17="),
        ("https://skerry.example/a?17&utm_source=", "skerry.example/a?17="),
        ("https://skerry.example/a?amp", "skerry.example/a"),
        ("https://skerry.example/?q=\ud800", "skerry.example?q=%3F"),
        ("ftp://skerry.example/a", ""),
        ("javascript:alert(1)", ""),
        ("http://localhost/a", ""),
        ("http://[::1", ""),
        ("https://skerry.example:port/", ""),
        ("", ""),
    ],
)
def test_address_key(address: str, key: str) -> None:
    assert address_key(address) == key


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("b?c#d", "https://skerry.example/b?c#d"),
        (" //other.example/ ", "https://other.example/"),
        ("/a\0b\ud800", "https://skerry.example/ab"),
        ("http://[a", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
        ("/" + "a" * 1_976, "https://skerry.example/" + "a" * 1_976),
        ("/" + "a" * 1_978, ""),
    ],
)
def test_web_address(link: str, address: str) -> None:
    assert web_address(link, "https://skerry.example/a") == address


@given(st.text(max_size=80) | st.text("htps:/[]@.a?#\0\ud800", max_size=30))
def test_address_key_never_raises_and_is_its_own_key(address: str) -> None:
    key = address_key(address)
    if key:
        assert address_key(f"https://{key}") in {key, address_key(f"http://{key}")}
    assert address_key(f"https://{address}") is not None


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("news.skerry.co.uk", "skerry.co.uk"),
        ("prompttalk.co", "prompttalk.co"),
        ("localhost", ""),
        ("127.0.0.1", ""),
        ("", ""),
    ],
)
def test_registrable_domain(host: str, domain: str) -> None:
    assert registrable_domain(host) == domain


HOSTS = st.lists(
    st.sampled_from(["www", "amp", "m", "news", "skerry", "example", "EXAMPLE", "127", "0", "x-y", ""]), max_size=4
)
PORTS = st.sampled_from(["", "", ":80", ":443", ":8080", ":080", ":65535", ":65536", ":99999", ":", ":0"])
STEPS = [
    *("/", "/a", "/index", "/amp", ".amp", ".html", ".htm", ".php", "/b.c", "%41"),
    *("?id=2", "&utm_source=x", "#top", ";v"),
]
PATHS = st.lists(st.sampled_from(STEPS), max_size=5)
ADDRESSES = st.builds(
    lambda scheme, host, port, path: f"{scheme}{'.'.join(host)}{port}{''.join(path)}",
    st.sampled_from(["http://", "https://", "HTTP://", "//", ""]),
    *(HOSTS, PORTS, PATHS),
)


@given(ADDRESSES)
@example("https://www.m.example/a")
@example("https://www.example/a")
@example("https://news.example/a/amp.html")
@example("https://news.example/index.html")
@example("https://news.example/a/index.htm")
def test_ordinary_address_has_the_key_that_any_way_of_reading_gives_it(address: str) -> None:
    assert address_key(address) == key_of_any(address)


@given(ADDRESSES)
@example("https://news.example/a/../b?")
def test_ordinary_address_stays_as_it_is_when_joined(address: str) -> None:
    if is_ordinary(address):
        assert urljoin("https://other.example/x/y", address) == urljoin("", address) == address
