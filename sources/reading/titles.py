"""The title of a page or feed, for a line on a screen; documents are read by `sources.reading.document`."""

from __future__ import annotations

import html
import re

from sources.reading.decode import Refused, decode

_TITLE = re.compile(r"<title(?:\s[^<>]{0,500})?>(<!\[CDATA\[[^<]{0,2000}|[^<]{0,2000})", re.I)


def title_in(data: bytes, *, media_type: str = "") -> str:
    """Return the first title of an HTML page or feed: one line of at most 200 printable signs, or ""."""
    try:
        found = _TITLE.search(decode(data, media_type=media_type).text[:500_000])
    except Refused:
        return ""
    words = html.unescape(found[1].removeprefix("<![CDATA[").removesuffix("]]>")).split() if found else []
    return "".join(sign for sign in " ".join(words) if sign.isprintable())[:200]
