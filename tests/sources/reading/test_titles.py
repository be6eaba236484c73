from __future__ import annotations

import pytest

from sources.reading.titles import title_in


@pytest.mark.parametrize(
    ("data", "title"),
    [
        (b"<html><title>A\n  page</title>", "A page"),
        (b'<title lang="en">A &lt;b&gt; &amp;</title>', "A <b> &"),
        (b"<rss><channel><title><![CDATA[News & more]]></title></channel></rss>", "News & more"),
        ("<title>a\u202e\x1b[2Jb\u200b</title>".encode(), "a[2Jb"),
        (b"<title>" + b"x" * 5000 + b"</title>", "x" * 200),
        *((b"", ""), (b"<titles>a</titles>", ""), (b"\x89PNG<title>a</title>", ""), (b"<title></title>", "")),
        (b"<title " + b"a" * 100_000, ""),
    ],
)
def test_title_is_one_printable_line(data: bytes, title: str) -> None:
    assert title_in(data) == title
