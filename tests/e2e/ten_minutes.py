"""The first ten minutes of the demonstration as one person lives them, by pages and forms alone.

Run against `make run`:  python -m tests.e2e.ten_minutes http://localhost:8000 DATA_FOLDER
It prints each step with the second at which it was seen. The same steps run in the suite in a few seconds, with a
press room whose clock is moved (test_first_ten_minutes.py).
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tests.e2e.visitor import Visitor, option, said

ROOT = Path(__file__).resolve().parents[2]
NIGHT = "Tarn Landing ran on batteries for nine hours in a storm."
REPORT = "Tarn Landing ran on batteries for nine hours after a power outage"
LOG = "The log shows that Tarn Landing ran on batteries for nine hours"
ORDER = "IN THE MATTER OF the loss of mains power at Tarn Landing"
LAST_COPY = "Last word on Tarn Landing"
BRIEFING = "/briefings/"

Wait = Callable[[str, Callable[[], Any]], Any]
"""wait(what, look) lets time pass until `look` returns something true, and returns that."""


def live_through(
    site: str, logins: dict[str, str], wait: Wait, note: Callable[[str], None], bad_pages: Sequence[str]
) -> None:
    """Live the ten minutes, each of the bad pages pasted on the way; AssertionError where something is not as it should
    be."""
    editor, reader = Visitor(site), Visitor(site)
    editor.log_in("editor@demo.example", logins["editor@demo.example"])
    note("logged in at the desk")

    signal = wait("the report reaches the desk", lambda: _signal(editor, REPORT))
    note("a new article of the press room is on the desk")
    before = _score(editor)
    _accept(editor, signal, directness="secondary", own_reporting=True, quote=LOG)
    after = _score(editor)
    assert after > before, (before, after)
    note(f"accepted: the score beside the form moves from {before} to {after}")

    shown = _statement(reader)
    _publish(editor, "A newspaper that has seen the log tells of the night.")
    assert _statement(reader) != shown
    assert "Edition 2" in reader.text("/profiles/tarn-landing/")
    editions = reader.text("/profiles/tarn-landing/editions/")
    assert "A newspaper that has seen the log tells of the night." in editions
    note(f"published: readers see edition 2; the statement was “{shown}”, is “{_statement(reader)}”")

    for number, text in enumerate(bad_pages):
        _refused_by_preflight(editor, f"a-pasted-page-{number}", text)
    note("a page of boilerplate without sources is refused by the preflight, with its reasons")
    _read_by_three(site, logins)
    note("one address is read as a visitor, as Circle and as Alliance")
    _recompute(site)
    note("one file without dependencies recomputes the published numbers")

    fallen = wait("the silent edit is noticed", lambda: _cause(reader))
    assert "was changed and no longer says what we quoted" in fallen, fallen
    note(f"the newspaper edits its article without a word; the score falls by itself: {fallen}")
    _recompute(site)

    wait("the order reaches the desk", lambda: _signal(editor, ORDER))
    held = _score(editor)
    tenth = wait("the tenth copy arrives", lambda: _signal(editor, LAST_COPY))
    _accept(editor, tenth, directness="tertiary", quote="the Northholm Ledger reported it")
    assert _score(editor) == held
    note(f"the tenth copy is accepted and the score stays at {held}")

    order = _signal(editor, ORDER)
    _accept(editor, order, directness="primary", own_act=True, quote="Tarn Landing ran on batteries for nine hours")
    alone = _publish(editor, "The authority's order settles the night.")
    assert "That takes two" in said(alone)
    colleague = Visitor(site)
    colleague.log_in("colleague@demo.example", logins["colleague@demo.example"])
    page = colleague.follow(_profile(colleague), "Publish")
    colleague.send(page, "Approve it for a colleague to publish")
    published = _publish(editor, "The authority's order settles the night.")
    assert "Published edition 3" in said(published)
    assert "High - direct sources" in _statement(reader)
    note("the late order lifts it into the highest band: one person is refused, two publish")

    wait("the dead feed is noticed", lambda: "Northern Netbrief: feed" in _dead(editor))
    note("a feed that died stands on the desk")


def _signal(editor: Visitor, title: str) -> Any:
    """The page of a waiting signal, or None."""
    page = editor.get("/admin/profiles/signal/?state__exact=waiting")
    return editor.follow(page, title) if title in said(page) else None


def _accept(editor: Visitor, page: Any, **fields: Any) -> None:
    claim = option(page, "claim", NIGHT)
    answer = editor.send(page, "Accept", claim=claim, says="same", **fields)
    assert "Accepted." in said(answer), said(answer)[:2000]


def _profile(editor: Visitor) -> Any:
    return editor.follow(editor.get("/admin/profiles/profile/?q=Tarn+Landing"), "Tarn Landing")


def _score(editor: Visitor) -> str:
    found = re.search(r"exactly (\d\.\d\d)", said(_profile(editor)))
    assert found
    return found.group(1)


def _publish(editor: Visitor, words: str) -> Any:
    return editor.send(editor.follow(_profile(editor), "Publish"), "Publish edition", note=words)


def _statement(reader: Visitor) -> str:
    """How sure we are of the night, as readers see it."""
    accounts = reader.get("/profiles/tarn-landing/confidence/").xpath("//article[starts-with(@id, 'cl-')]")
    account = next(one for one in accounts if NIGHT in said(one))
    return str(said(account.xpath(".//*[contains(@class, 'verdict')]/strong")[0]))


def _cause(reader: Visitor) -> str:
    page = reader.text("/profiles/tarn-landing/editions/")
    found = re.search(r"“Tarn Landing ran on batteries[^”]*” was changed and no longer says what we quoted", page)
    return found.group(0) if found else ""


def _refused_by_preflight(editor: Visitor, slug: str, text: str) -> None:
    page = editor.get("/admin/profiles/profile/add/")
    summary = text.strip().splitlines()[0][:300]
    page = editor.send(
        page,
        "Save and continue editing",
        name="A pasted page",
        slug=slug,
        summary=summary,
        base="Europe and Middle East",
        inclusion_reason=text[:6000],
    )
    assert "was added successfully" in said(page), said(page)[:1500]
    refusal = said(editor.follow(page, "Publish"))
    for reason in (
        "the profile makes no statement",
        "Nobody signs the profile",
        "has no category",
        "has no region",
        "The same sentence stands in",
        "The base is the one place of its seat",
    ):
        assert reason in refusal, (reason, refusal)


def _read_by_three(site: str, logins: dict[str, str]) -> None:
    visitor = Visitor(site)
    links = {str(link.get("href")) for link in visitor.get(BRIEFING).iter("a")}
    addresses = sorted(link for link in links if re.fullmatch(r"/briefings/[a-z0-9-]+/", link))
    assert addresses
    lengths = []
    for address in addresses:
        words = [len(visitor.text(address))]
        for email in ("circle@demo.example", "alliance@demo.example"):
            member = Visitor(site)
            member.log_in(email, logins[email])
            words.append(len(member.text(address)))
        lengths.append(words)
    # Somebody reads more than a visitor everywhere; the Alliance reads what the Circle does not.
    assert all(max(circle, alliance) > visitor for visitor, circle, alliance in lengths), lengths
    assert any(alliance > circle for _, circle, alliance in lengths), lengths


def _recompute(site: str) -> None:
    address = f"{site}/api/v1/profiles/tarn-landing/"
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "recompute.py"), address], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _dead(editor: Visitor) -> str:
    return said(editor.get("/admin/"))


def main(site: str, folder: str) -> int:
    """Live through it in real time against a running demonstration."""
    began = time.monotonic()
    lines = (Path(folder) / "demo-logins.txt").read_text(encoding="utf-8").splitlines()
    logins = dict(line.split() for line in lines)

    def wait(what: str, look: Callable[[], Any]) -> Any:
        until = time.monotonic() + 600
        while time.monotonic() < until:
            seen = look()
            if seen is not None and seen is not False and seen != "":
                return seen
            time.sleep(1)
        raise AssertionError(f"after ten minutes still not: {what}")

    def note(words: str) -> None:
        print(f"{time.monotonic() - began:6.1f} s  {words}", flush=True)

    live_through(site, logins, wait, note, [BOILERPLATE])
    return 0


BOILERPLATE = """Limited confidence (80%). This record is maintained because it is relevant to our readers everywhere.

This record is maintained because it is relevant to our readers everywhere. Several public sources were used.

It is a network operator in Europe. This record is maintained because it is relevant to our readers everywhere.
"""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1].rstrip("/"), sys.argv[2]))
