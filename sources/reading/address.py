"""The key of an address: what stays the same when the same page is reached in different ways."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from courlan import extract_domain  # what trafilatura uses; its list of suffixes is a file, nothing is fetched

from sources.reading.decode import storable

LONGEST = 2_000  # characters of an address, and of its key, that are kept
_TRACKING = re.compile(
    r"^(?:utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|ref|ref_src|ref_url|cmpid|cmp|ncid|ocid|sr_share|smid"
    r"|spm|yclid|_ga|_hsenc|_hsmi|mkt_tok|guccounter|guce_\w+|feature|partner|rss|share|amp|outputtype)$",
    re.I,
)
# What most addresses look like: nothing in them that joining them to another, or their key, would change.
_ORDINARY = re.compile(r"https?://[A-Za-z0-9.:-]+/[A-Za-z0-9_/.~%+@,=-]*+(?:\?[A-Za-z0-9_/.~%+@,=&-]+)?")
_ORDINARY_KEY = re.compile(
    r"https?://(?:www\.(?=[^/]+\.))?"
    r"((?!(?:www|amp|m)\.)[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::(?!80/|443/)(?:[1-5]\d{4}|[1-9]\d{0,3}))?"
    r"(?:/[A-Za-z0-9_~%+@,=-]+)+(?:(?<!/index)(?<!/amp)\.html?)?)",
    re.ASCII,
)


def is_ordinary(address: str) -> bool:
    """Whether `address` is complete, http or https, and so plain that it stays as it is when joined to any other."""
    return _ORDINARY.fullmatch(address) is not None


def address_key(address: str) -> str:
    """Return the key of an http or https address, or "" where it is none.

    Scheme, www, port of the scheme, fragment, tracking parameters, AMP forms and a last slash are left out;
    parameters are sorted; one without a value counts ("?17" is not "?18").
    """
    ordinary = _ORDINARY_KEY.fullmatch(address)
    return key_of_any(address) if ordinary is None or address.endswith("/amp") else ordinary[1]


def key_of_any(address: str) -> str:
    """As `address_key`, whatever the address looks like."""
    try:
        parts = urlsplit(address.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or "." not in host:
        return ""
    host = re.sub(r"^(?:www|amp|m)\.(?=.+\.)", "", host.lower().rstrip("."))
    path = re.sub(r"/(?:amp|amp\.html)/?$|(?<=\w)\.amp(?:\.html)?$", "", parts.path)
    path = re.sub(r"/(?:index\.(?:html?|php))?$", "", re.sub(r"/{2,}", "/", path))
    query = sorted(
        (name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(name)
    )
    place = f":{port}" if port and port not in {80, 443} else ""
    return f"{host}{place}{path}" + (f"?{urlencode(query, errors='replace')}" if query else "")


def keepable(address: str) -> str:
    """Return `address` where it and its key are short enough to be stored whole, else "": no address is ever cut."""
    return address if len(address) <= LONGEST and len(address_key(address)) <= LONGEST else ""


def web_address(link: str, base: str) -> str:
    """Return the absolute http or https address that `link` means on a page at `base`, or "" where it is none,
    or one of more than 2,000 characters. Characters that cannot be stored are left out; raises nothing."""
    link = storable(link).strip()
    if is_ordinary(link):
        return link if len(link) <= LONGEST else ""
    try:
        joined = urljoin(base, link) if link else ""
    except ValueError:
        return ""
    return joined if joined.startswith(("http://", "https://")) and len(joined) <= LONGEST else ""


def registrable_domain(host: str) -> str:
    """Return the part of a host that somebody registered ("news.example.co.uk" gives "example.co.uk"), or ""."""
    domain = extract_domain(f"https://{host}/") if re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,250}", host) else None
    return domain or ""
