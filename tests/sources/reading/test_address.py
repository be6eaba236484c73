from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.reading.address import address_key, registrable_domain

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


@given(st.text(max_size=80))
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
