from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plumbline.mail import MailServer, mail_server


@pytest.mark.parametrize(
    ("address", "server"),
    [
        ("smtp://mail.example.org", MailServer("mail.example.org", 587, "", "", True, False)),
        (
            "smtp://ann:p%40s%2Fs@mail.example.org:2525",
            MailServer("mail.example.org", 2525, "ann", "p@s/s", True, False),
        ),
        (
            "smtps://ann%40example.org:x@mail.example.org",
            MailServer("mail.example.org", 465, "ann@example.org", "x", False, True),
        ),
        ("smtp+plain://localhost", MailServer("localhost", 25, "", "", False, False)),
        (" smtp+plain://[::1]:25/\n", MailServer("::1", 25, "", "", False, False)),
    ],
)
def test_address_of_a_mail_server_is_read(address: str, server: MailServer) -> None:
    assert mail_server(address) == server


@pytest.mark.parametrize(
    "address",
    [
        "",
        "mail.example.org",
        "http://mail.example.org",
        "smtp://",
        "smtp://mail:port",
        "smtp://mail/x",
        "smtp://a?tls=no",
    ],
)
def test_address_that_names_no_mail_server_is_refused_with_an_example(address: str) -> None:
    with pytest.raises(ValueError, match=r"such as smtp://name:password@mail\.example\.org:587"):
        mail_server(address)


@given(st.text())
def test_any_text_is_a_server_or_refused(address: str) -> None:
    try:
        found = mail_server(address)
    except ValueError:
        return
    assert found.host
    assert 0 < found.port < 65536
