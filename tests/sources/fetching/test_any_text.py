"""Whatever text is given as an address: it is refused, or what is connected to has been judged."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sources.fetching.fetcher import Fetcher
from sources.fetching.outcomes import Failed, Failure, Outcome, Refused
from tests.sources.fetching.rig import AGENT, NOW, PUBLIC, in_a_loop, internet, is_special

_PIECES = st.sampled_from(
    [
        *(
            "http://",
            "https://",
            "HTTP:",
            "//",
            "/",
            "\\",
            "@",
            ":",
            "#",
            "?",
            "[",
            "]",
            "%",
            ".",
            "..",
            "。",
            "。",
            "80",
            "443",
        ),
        *(
            "127.0.0.1",
            "0x7f",
            "::1",
            "::ffff:",
            "2606:2800::1",
            PUBLIC,
            "example.com",
            "xn--",
            "ｅ",
            "\u200b",
            "\u00ad",
        ),
        *("localhost", "file:", "%2e", "%00", "&", " ", "\t", "\r\n", "0", "1", "a", "٣", "①", "ß", "\ud800", ":22"),
    ]
)
_URLS = st.one_of(
    st.text(max_size=60),
    st.lists(_PIECES, max_size=8).map("".join),
    st.lists(_PIECES, max_size=6).map(lambda pieces: "http://" + "".join(pieces)),
    st.builds("{}://{}{}".format, st.sampled_from(["http", "https"]), st.ip_addresses(v=4), st.text(max_size=10)),
    st.builds("http://[{}]/{}".format, st.ip_addresses(v=6), st.text(max_size=5)),
)


@given(url=_URLS, literals=st.lists(st.ip_addresses().map(str), max_size=3), allow_loopback=st.booleans())
def test_any_text_is_refused_or_connects_to_judged_literals(
    url: str, literals: list[str], allow_loopback: bool
) -> None:
    async def resolve(host: str) -> list[str]:
        return literals

    async def run() -> Outcome:
        async with Fetcher(agent=AGENT, allow_loopback=allow_loopback, resolve=resolve) as fetcher:
            return await fetcher.fetch(url, now=NOW)

    with internet() as world:
        outcome = in_a_loop(run())
    public = [
        place for place in world.tried if not (allow_loopback and (place[0].startswith("127.") or place[0] == "::1"))
    ]
    assert [place for place in public if is_special(place[0]) or place[1] not in {80, 443}] == []
    if isinstance(outcome, Refused):
        assert world.tried == []
    else:
        assert isinstance(outcome, Failed)
        assert outcome.reason in {Failure.NAME, Failure.CONNECTION}
