from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.fetching.addresses import Address, follow, parse
from sources.fetching.outcomes import Refusal, Refused, Stop

BASE = Address("https", "example.com", 443, "/a/b?c")
GOOD = [
    ("http://example.com", "http://example.com/"),
    ("HTTP://EXAMPLE.com:80/", "http://example.com/"),
    ("https://example.com:443/a", "https://example.com/a"),
    ("https://example.com:80/a", "https://example.com:80/a"),
    ("http://example.com:/", "http://example.com/"),
    ("http://example.com./", "http://example.com/"),
    ("http://example.com?q=1#part", "http://example.com/?q=1"),
    ("http://example.com/?", "http://example.com/"),
    ("http://example.com/a%20b/%2F?x=%zz&y=[1]", "http://example.com/a%20b/%2F?x=%zz&y=[1]"),
    ('http://example.com/ü"<>?ü|', "http://example.com/%C3%BC%22%3C%3E?%C3%BC%7C"),
    ("http://example.com/a/./b/../c//d/.", "http://example.com/a/c//d/"),
    ("http://example.com/../../%2e%2E/a/..", "http://example.com/"),
    ("http://bücher.example.com/", "http://xn--bcher-kva.example.com/"),
    ("http://straße.de/", "http://xn--strae-oqa.de/"),
    ("http://ＥＸＡＭＰＬＥ。ｃｏｍ/", "http://example.com/"),
    ("http://пример.рф/", "http://xn--e1afmkfd.xn--p1ai/"),
    ("http://a_b.example.com/", "http://a_b.example.com/"),
    ("http://93.184.216.34/", "http://93.184.216.34/"),
    ("http://９３。184．216｡３４/", "http://93.184.216.34/"),
    ("http://[2606:2800:0220:0001:0::1]:443/", "http://[2606:2800:220:1::1]:443/"),
    ("http://1.2.3.4.example.com/", "http://1.2.3.4.example.com/"),
    ("http://example.com#@127.0.0.1:22/", "http://example.com/"),
    ("http://example.com/@127.0.0.1", "http://example.com/@127.0.0.1"),
]


@pytest.mark.parametrize(("text", "form"), GOOD)
def test_address_has_one_form(text: str, form: str) -> None:
    assert str(parse(text)) == form
    assert parse(form) == parse(text)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("http://example.com/ a", "The address contains white space, a backslash or a control character."),
        ("http://example.com\\@10.0.0.1", "The address contains white space, a backslash or a control character."),
        ("example.com", "This is no complete address; it has to begin with http:// or https://."),
        ("ftp://example.com/", "Only http and https addresses are fetched."),
        ("http://a@example.com/", "The address contains a user name or password."),
        ("http:///a", "The address names no host, or not in a way that can be read."),
        ("http://example.com:22/", "Only ports 80 and 443 are fetched."),
        ("http://0x7f.0.0.1/", "The address writes an IP address in an unusual form."),
        ("http://[::1%25lo]/", "The part in brackets is no IPv6 address."),
        ("http://exa%6dple.com/", "The host name cannot be read."),
        ("http://printer.local/", "The name does not belong to the public internet."),
        ("http://example.com/" + "a" * 5000, "The address is longer than 4096 characters."),
    ],
)
def test_refusal_says_why(text: str, sentence: str) -> None:
    with pytest.raises(Stop) as stop:
        parse(text)
    assert stop.value.outcome == Refused(Refusal.ADDRESS, sentence)


def test_number_that_is_not_public_is_refused_as_special() -> None:
    with pytest.raises(Stop) as stop:
        parse("http://10.0.0.1/")
    assert stop.value.outcome == Refused(Refusal.SPECIAL, "It leads to an address that is not on the public internet.")


@pytest.mark.parametrize(
    "text", ["http://localhost:8000/", "http://127.0.0.1:1/", "http://[::1]:65535/", "http://pressroom.localhost:81/"]
)
def test_this_machine_is_let_through_where_allowed(text: str) -> None:
    assert str(parse(text, allow_loopback=True)) == text
    with pytest.raises(Stop):
        parse(text)


@pytest.mark.parametrize(
    "text", ["http://10.0.0.1:8000/", "http://[::ffff:127.0.0.1]/", "http://127.1/", "http://8.8.8.8:81/"]
)
def test_nothing_else_is_let_through_with_it(text: str) -> None:
    with pytest.raises(Stop):
        parse(text, allow_loopback=True)


@pytest.mark.parametrize(
    ("location", "form"),
    [
        ("/x", "https://example.com/x"),
        ("x", "https://example.com/a/x"),
        ("../../../x", "https://example.com/x"),
        ("?d", "https://example.com/a/b?d"),
        ("#e", "https://example.com/a/b?c"),
        ("//other.example.org/x", "https://other.example.org/x"),
        ("http://other.example.org", "http://other.example.org/"),
        ("/ü", "https://example.com/%C3%BC"),
    ],
)
def test_reference_is_followed(location: str, form: str) -> None:
    assert str(follow(BASE, location)) == form


@pytest.mark.parametrize(
    "location",
    [
        *(
            "//127.0.0.1/",
            "http:x",
            "https:/x",
            "https:///x",
            "javascript:alert(1)",
            "data:,x",
            "//u@example.com/",
            "a b",
        ),
        *("/\\10.0.0.1/", "\\\\10.0.0.1\\", "//[::1]/", "//[", "//example.com:22/", "/" + "a" * 5000, "//0x7f.1/"),
    ],
)
def test_reference_goes_through_the_same_gate(location: str) -> None:
    with pytest.raises(Stop):
        follow(BASE, location)


@given(st.text(max_size=80) | st.text(max_size=40).map("http://".__add__), st.booleans())
def test_any_text_is_refused_or_has_a_form_that_stays(text: str, allow_loopback: bool) -> None:
    try:
        address = parse(text, allow_loopback=allow_loopback)
    except Stop:
        return
    assert str(address).isascii()
    assert parse(str(address), allow_loopback=allow_loopback) == address
