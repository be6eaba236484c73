"""Which server takes our mails, read from one address."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

HOW = (
    "Give the mail server, such as smtp://name:password@mail.example.org:587 (STARTTLS), "
    "smtps://name:password@mail.example.org (TLS from the start), or smtp+plain://localhost:25 (no TLS: a server "
    "on this machine or in this network)."
)
_PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}


@dataclass(frozen=True)
class MailServer:
    host: str
    port: int
    user: str
    password: str
    starttls: bool
    tls: bool


def mail_server(address: str) -> MailServer:
    """Read `address`: smtp (STARTTLS demanded), smtps or smtp+plain, name and password quoted as in any URL.

    Without a port: 587, 465, 25. Raises ValueError with a sentence that says what to give.
    """
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError as error:
        raise ValueError(f"The mail server's address cannot be read ({error}). {HOW}") from error
    if parts.scheme not in _PORTS or not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError(f"The mail server's address cannot be read. {HOW}")
    return MailServer(
        host=parts.hostname,
        port=port or _PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=parts.scheme == "smtp",
        tls=parts.scheme == "smtps",
    )
