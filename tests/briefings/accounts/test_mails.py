"""A mail server that refuses loses nothing, and the page says what happened."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from records.models import User
from tests.briefings.accounts.people import EMAIL, PASSWORD, is_in, log_in, mailed_code, reader

pytestmark = pytest.mark.django_db

SIGN_UP = {"email": EMAIL, "password1": PASSWORD, "next": "/methodology/"}


class Refusing(socketserver.StreamRequestHandler):
    """Speaks SMTP as far as the recipient, whom it refuses."""

    def handle(self) -> None:
        self.wfile.write(b"220 refuses everybody\r\n")
        for line in self.rfile:
            verb = line[:4].upper()
            self.wfile.write({b"RCPT": b"550 not you\r\n", b"QUIT": b"221 bye\r\n"}.get(verb, b"250 yes\r\n"))
            if verb == b"QUIT":
                return


@pytest.fixture
def _refused(settings: Any) -> Iterator[None]:
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Refusing)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
    yield
    server.shutdown()
    server.server_close()


@pytest.fixture
def _nobody_listens(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1


@pytest.mark.parametrize("away", ["_refused", "_nobody_listens"])
def test_account_is_kept_when_the_mail_is_refused_and_the_code_comes_later(
    request: pytest.FixtureRequest, settings: Any, away: str
) -> None:
    request.getfixturevalue(away)
    visitor = Client()
    page = visitor.post("/account/signup/", SIGN_UP, follow=True)
    assert (page.status_code, page.redirect_chain) == (200, [("/account/confirm-email/", 302)])
    assert "The mail could not be sent just now: our mail server did not take it." in page.content.decode()
    assert "We have sent a mail" not in page.content.decode()
    assert "Send a new code" in page.content.decode()
    assert list(User.objects.values_list("email", flat=True)) == [EMAIL]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    cache.clear()  # the pause between two mails to one address
    again = visitor.post("/account/confirm-email/", {"action": "resend"}, follow=True)
    assert "We have sent a mail to reader@home.test." in again.content.decode()
    done = visitor.post("/account/confirm-email/", {"code": mailed_code()})
    assert done.headers["Location"] == "/methodology/"


@pytest.mark.usefixtures("_refused")
def test_refused_mail_tells_nobody_who_has_an_account() -> None:
    reader("known@home.test")
    pages = []
    for email in ("known@home.test", "other@home.test"):
        client = Client()
        pages.append(client.post("/account/signup/", {**SIGN_UP, "email": email}, follow=True).content.decode())
        pages[-1] += client.post("/account/password/reset/", {"email": email}, follow=True).content.decode()
        cache.clear()
        pages[-1] += client.post("/account/confirm-email/", {"action": "resend"}, follow=True).content.decode()
    assert [page.count("The mail could not be sent just now") for page in pages] == [3, 3]


@pytest.mark.usefixtures("_refused")
def test_news_of_a_change_that_cannot_be_sent_stops_no_change() -> None:
    reader()
    client = Client()
    log_in(client)
    new = {"oldpassword": PASSWORD, "password1": "gravel over lanterns", "password2": "gravel over lanterns"}
    page = client.post("/account/password/change/", new, follow=True).content.decode()
    assert "Your password is changed." in page
    assert "could not be sent" not in page
    assert is_in(client)


def test_mail_is_plain_text_first_and_the_same_as_html() -> None:
    Client().post("/account/signup/", SIGN_UP)
    (sent,) = mail.outbox
    ((html, kind),) = sent.alternatives
    assert (kind, sent.extra_headers) == ("text/html", {"Auto-Submitted": "auto-generated"})
    for words in (sent.body, html):
        assert mailed_code() in words
        assert "http://testserver/account/login/" in words


def test_mail_in_the_demonstration_is_a_file_that_one_can_read(settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = "plumbline.mail_folder.FolderBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mails"
    reader("o'hara@home.test")
    for _ in range(2):
        Client().post("/account/password/reset/", {"email": "o'hara@home.test"})
    files = sorted((tmp_path / "mails").glob("*.eml"))
    assert len(files) == 2
    found = message_from_bytes(files[0].read_bytes(), policy=policy.default)
    assert (found["To"], found["From"]) == ("o'hara@home.test", "Plumbline <plumbline@demo.example>")
    text = found.get_body(("plain",))
    assert text is not None
    assert "somebody typed o'hara@home.test on our site" in text.get_content()
    assert "http://testserver/account/password/reset/" in files[0].read_text()
