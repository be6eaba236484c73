"""From text to the address that is connected to: one parser, whose result is used and never parsed again."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urljoin

import idna

from sources.fetching.guard import WEB_PORTS, may_connect
from sources.fetching.outcomes import Refusal, Stop, refuse

MAX_LENGTH = 4096
_DEFAULT_PORT = {"http": 80, "https": 443}
# RFC 3986, appendix B, for addresses with a scheme and a host.
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_PARTS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#.*)?", re.S)
_AUTHORITY = re.compile(r"(\[[^\[\]]*\]|[^:\[\]]*)(?::([0-9]*))?")
_PORT = re.compile(r"[1-9][0-9]{0,4}")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_TOP = re.compile(r"[a-z][a-z0-9-]*")  # no top-level domain begins with a digit, so nobody takes it for a number
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")  # what a host ends in that the web's parsers take for an IPv4 address
_UNWANTED = re.compile(r"[\x00-\x20\x7f-\xa0\\\ud800-\udfff]|\s")
_SAFE = "!$%&'()*+,/:;=?@[]~"
# Names that mean something only inside a network or a machine (RFC 6761, 6762, 7686, 8375; ICANN's .internal).
_INSIDE = frozenset(
    {
        *("localhost", "local", "localdomain", "internal", "intranet", "corp", "home", "lan", "private"),
        *("invalid", "test", "example", "onion", "alt"),
    }
)


@dataclass(frozen=True, slots=True)
class Address:
    """An http or https address in one form.

    `host` is an ASCII name in small letters without a last dot, or an IP address without brackets; `target` is
    path and query, ASCII, beginning with "/".
    """

    scheme: str
    host: str
    port: int
    target: str

    @property
    def origin(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == _DEFAULT_PORT[self.scheme] else f":{self.port}")

    @property
    def place(self) -> str:
        """The name under which its host is paced: http and https are one, every other port is a place of its own."""
        return self.host if self.port in {80, 443} else f"{self.host}:{self.port}"

    def __str__(self) -> str:
        return self.origin + self.target


def parse(text: str, *, allow_loopback: bool = False) -> Address:
    """Return the address that `text` means, without its fragment, or raise Stop with a refusal, never anything else.

    Allowed are http and https, ports 80 and 443, names that belong to the public internet and public IP addresses
    in their ordinary form. User info, backslashes, white space, control characters, zones and IPv4 addresses in
    octal, hexadecimal, short or single-number form are refused, not guessed. `allow_loopback` lets the machine's
    own addresses, names without a dot and other ports through; the guard then judges what they resolve to.
    """
    if len(text) > MAX_LENGTH:
        raise _no(f"The address is longer than {MAX_LENGTH} characters.")
    if _UNWANTED.search(text):
        raise _no("The address contains white space, a backslash or a control character.")
    match = _PARTS.fullmatch(text)
    if match is None:
        raise _no("This is no complete address; it has to begin with http:// or https://.")
    scheme, authority, path, query = match[1].lower(), match[2] or "", match[3], match[4]
    if scheme not in _DEFAULT_PORT:
        raise _no("Only http and https addresses are fetched.")
    if "@" in authority:
        raise _no("The address contains a user name or password.")
    host_and_port = _AUTHORITY.fullmatch(authority)
    if host_and_port is None or not host_and_port[1]:
        raise _no("The address names no host, or not in a way that can be read.")
    host = _host(host_and_port[1], allow_loopback)
    port = _port(host_and_port[2], scheme, allow_loopback)
    if _is_ip(host) and not may_connect(host, port, allow_loopback=allow_loopback):
        raise not_public()
    target = _without_dots(quote(path, safe=_SAFE) or "/")
    return Address(scheme, host, port, target + ("?" + quote(query, safe=_SAFE) if query else ""))


def follow(base: Address, location: str, *, allow_loopback: bool = False) -> Address:
    """Return the address to which a page at `base` refers as `location`, judged by `parse`; raises Stop likewise."""
    if len(location) > MAX_LENGTH or _UNWANTED.search(location):
        raise _no("It contains white space, a backslash or a control character, or is too long.")
    if _SCHEME.match(location):  # complete, or nothing: "http:page" means different things to different programs
        return parse(location, allow_loopback=allow_loopback)
    try:
        joined = urljoin(str(base), location)
    except ValueError:
        raise _no("It cannot be read.") from None
    return parse(joined, allow_loopback=allow_loopback)


def not_public() -> Stop:
    """The refusal for an IP address that is not public. It does not say which: that may be a secret of the inside."""
    return refuse(Refusal.SPECIAL, "It leads to an address that is not on the public internet.")


def _no(sentence: str) -> Stop:
    return refuse(Refusal.ADDRESS, sentence)


def _port(text: str | None, scheme: str, allow_loopback: bool) -> int:
    if not text:
        return _DEFAULT_PORT[scheme]
    port = int(text) if _PORT.fullmatch(text) else 0
    if not 1 <= port <= 65535 or (port not in WEB_PORTS and not allow_loopback):
        raise _no("Only ports 80 and 443 are fetched.")
    return port


@lru_cache(maxsize=4096)  # a feed has fifty links to one host
def _host(text: str, allow_loopback: bool) -> str:
    if text.startswith("["):
        try:
            # A zone ("%eth0") chooses an interface of ours; the standard library would accept it.
            return str(ipaddress.IPv6Address(text[1:-1].replace("%", "!")))
        except ValueError:
            raise _no("The part in brackets is no IPv6 address.") from None
    name = _ascii_name(text).removesuffix(".")
    labels = name.split(".")
    if len(name) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise _no("The host name cannot be read.")
    if _NUMBER.fullmatch(labels[-1]):
        return _ipv4(name)
    if not _TOP.fullmatch(labels[-1]):
        raise _no("The host name cannot be read.")
    if not allow_loopback and (len(labels) == 1 or labels[-1] in _INSIDE or name.endswith(".home.arpa")):
        raise _no("The name does not belong to the public internet.")
    return name


def _ascii_name(text: str) -> str:
    if text.isascii():
        return text.lower()
    if len(text) > 253:  # before work that grows with the square
        raise _no("The host name cannot be read.")
    try:
        # Unicode's own mapping (UTS 46), as browsers do it: wide digits and dots become what they look like.
        return idna.encode(text, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError, ValueError, IndexError):
        raise _no("The host name cannot be read.") from None


def _ipv4(name: str) -> str:
    try:
        return str(ipaddress.IPv4Address(name))
    except ValueError:
        raise _no("The address writes an IP address in an unusual form.") from None


def _is_ip(host: str) -> bool:
    return ":" in host or _NUMBER.fullmatch(host.rpartition(".")[2]) is not None


def _without_dots(path: str) -> str:
    """RFC 3986, 5.2.4, so that robots.txt judges the path that the server will see."""
    done: list[str] = []
    segments = path.split("/")[1:]
    for number, segment in enumerate(segments):
        plain = re.sub("%2e", ".", segment, flags=re.I)
        if plain == ".." and done:
            done.pop()
        if plain not in {".", ".."}:
            done.append(segment)
        elif number == len(segments) - 1:
            done.append("")
    return "/" + "/".join(done)
