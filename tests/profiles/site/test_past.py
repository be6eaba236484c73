"""As of a day, compared, cited: through the real doors, and always under today's rights."""

from __future__ import annotations

import importlib.util
import json
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html as parser

from profiles.desk.news import read_news
from profiles.editions import differing, published
from profiles.editions.ending import withdraw
from profiles.editions.falling import look_at_due
from profiles.editions.finding import NothingThen, end_of
from profiles.editions.replying import Signed, reply, withdraw_reply
from profiles.editions.tags import tag_between, tag_on
from profiles.evidence.curating import Cited, cite, open_profile, state_claim
from profiles.models import (
    Assessment,
    ClaimKind,
    Directness,
    Edition,
    Ending,
    KeyPoint,
    Profile,
    PublishedProfile,
    Section,
    Status,
)
from records.outbox import announce
from sources.models import Document
from tests.cast import ALICE, BOB, Cast, cast, publish

pytestmark = pytest.mark.django_db

# Long enough ago that none of these days is today, whenever this runs.
FIRST = datetime(2024, 4, 1, 22, 30, tzinfo=UTC)
FALL = datetime(2024, 4, 3, 0, 0, tzinfo=UTC)
SECOND = datetime(2024, 4, 5, 23, 59, 59, 999999, tzinfo=UTC)
NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)
PAGE = "/profiles/harbour-exchange/"
API = "/api/v1/profiles/harbour-exchange/"


def vanish(found: Cast, at: datetime) -> None:
    Document.objects.filter(pk=found.order.pk).update(vanished_at=at, last_checked_at=at)
    announce(topic="document.vanished", key=found.order.public_id, now=at, payload={"version": 1})
    read_news(now=at)
    look_at_due(now=at)


@pytest.fixture
def found() -> Cast:
    """Edition 1 on 1 April at half past ten in the evening, lowered at midnight of the 3rd; edition 2 on the 5th."""
    found = cast()
    Document.objects.update(made_at=FIRST)
    publish(profile_id=found.profile.pk, by=ALICE, now=FIRST)
    vanish(found, FALL)
    Profile.objects.update(summary="An exchange at the new harbour, whose northern link was cut in 2026.")
    found.profile.claims.update(statement="All twelve members of Harbour Exchange had no service for a day.")
    Section.objects.update(body="The northern link was cut in April.[^outage]\n\nThe office ordered it restored.")
    publish(profile_id=found.profile.pk, by=BOB, now=SECOND, note="Said plainer.")
    return found


def get(address: str, **headers: str) -> Any:
    return Client(headers=headers).get(address)


def text_of(answer: Any) -> str:
    tree = parser.fromstring(answer.content)
    for block in tree.iter("td", "th", "dt", "dd", "li", "p", "h1", "h2", "h3", "h4", "summary"):
        block.tail = f" {block.tail or ''}"
    return " ".join(tree.text_content().split())


def wrong_figures(record: dict[str, Any]) -> list[str]:
    """What docs/recompute.py, which knows nothing of days, computes otherwise from the record of one."""
    spec = importlib.util.spec_from_file_location("recompute", Path(__file__).parents[3] / "docs" / "recompute.py")
    assert spec
    assert spec.loader
    recompute = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(recompute)
    return [name for name, theirs, ours in recompute.recomputed(record) if abs((theirs or 0) - (ours or 0)) > 1e-9]


# --- as of a day -------------------------------------------------------------------------------------


@pytest.mark.usefixtures("found")
@pytest.mark.parametrize(
    ("day", "assessment"),
    [
        ("2024-04-01", "1.1"),
        ("2024-04-02", "1.1"),  # the fall of the 3rd came with its first moment
        ("2024-04-03", "1.2"),
        ("2024-04-04", "1.2"),
        ("2024-04-05", "2.1"),  # in the day's last microsecond
        ("2024-04-06", "2.1"),
        ("2024-05-31", "2.1"),
    ],
)
def test_day_shows_what_stood_there_at_its_end(day: str, assessment: str) -> None:
    page = published.page_on("harbour-exchange", date.fromisoformat(day), NOW)
    assert page is not None
    assert (page.edition.assessment, page.edition.as_of) == (assessment, date.fromisoformat(day))
    shown = text_of(get(f"{PAGE}as-of/{day}/"))
    number = assessment.split(".", maxsplit=1)[0]
    written = f"{date.fromisoformat(day).day}\xa0{date.fromisoformat(day):%B}\xa02024".replace("\xa0", " ")
    assert f"at the end of {written} (UTC): edition {number}, assessment {assessment}." in shown
    record = get(f"{API}as-of/{day}/").json()
    assert (record["as_of"], record["assessment"]["number"]) == (day, assessment)
    assert (
        record["assessment"]["ten_thousandths"]
        == Assessment.objects.get(edition__number=number, number=assessment.split(".")[1]).score
    )
    assert wrong_figures(record) == []


@pytest.mark.usefixtures("found")
def test_day_claims_nothing_about_checks() -> None:
    Status.objects.update(last_checked_on=date(2024, 5, 1))
    assert "sources last checked on 1 May 2024" in text_of(get(PAGE))
    for address in (f"{PAGE}as-of/2024-05-02/", f"{PAGE}editions/1/"):
        shown = text_of(get(address))
        assert not re.findall(r"checked on|checked since|not yet checked|, checked", shown), address
    assert get(f"{API}as-of/2024-05-02/").json()["last_checked_on"] is None
    assert get(f"{API}editions/1/").json()["last_checked_on"] is None
    assert get(API).json()["last_checked_on"] == "2024-05-01"


@pytest.mark.usefixtures("found")
def test_day_is_for_readers_and_not_for_search_engines() -> None:
    for address, robots in (
        (f"{PAGE}as-of/2024-04-02/", ["noindex"]),
        (f"{PAGE}editions/1/", ["noindex"]),
        (f"{PAGE}editions/1/to/2/", ["noindex"]),
        (f"{PAGE}editions/2/", []),
        (PAGE, []),
    ):
        tree = parser.fromstring(get(address).content)
        assert tree.xpath("//meta[@name='robots']/@content") == robots, address
        assert [one.partition("/profiles/")[2] for one in tree.xpath("//link[@rel='canonical']/@href")] == [
            "harbour-exchange/"
        ], address
        links = tree.xpath("//main//a/@href")
        assert (PAGE in links) is (address != PAGE and not address.endswith("editions/2/")), address
        # What is offered now is offered where it is now.
        assert any("/confidence/" in one or "/report/" in one for one in links) is not bool(robots), address


@pytest.mark.usefixtures("found")
def test_days_on_which_there_is_nothing() -> None:
    early = get(f"{PAGE}as-of/2024-03-31/")
    assert early.status_code == 404
    assert (
        "We had published nothing on Harbour Exchange by the end of 31 March 2024. "
        "The first edition is of 1 April 2024." in text_of(early)
    )
    ahead = (timezone.now() + timedelta(days=2)).date()
    late = get(f"{PAGE}as-of/{ahead}/")
    assert late.status_code == 404
    assert "has not come yet." in text_of(late)
    for answer in (get(f"{API}as-of/2024-03-31/"), get(f"{API}as-of/{ahead}/"), get(f"{API}as-of/9999-12-31/")):
        assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")
    assert get(f"{API}as-of/2024-03-31/").json()["detail"].startswith("We had published nothing on Harbour Exchange")
    assert get(f"{API}as-of/9999-12-31/").json()["detail"] == "31 December 9999 has not come yet."


@pytest.mark.usefixtures("found")
@pytest.mark.parametrize(
    "day", ["2024-4-1", "20260401", "2024-W14-3", "2024-02-30", "yesterday", "٢٠٢٤-04-01", "0000-01-01"]
)
def test_what_is_no_day_is_refused(day: str) -> None:
    page, problem = get(f"{PAGE}as-of/{day}/"), get(f"{API}as-of/{day}/")
    assert (page.status_code, problem.status_code) == (400, 400)
    assert "Write it as 2026-04-30." in text_of(page)
    assert problem.json()["detail"] == f"“{day}” is no day. Write it as 2026-04-30."
    assert get(f"{PAGE}as-of/?day={day}").status_code == 400


@pytest.mark.usefixtures("found")
def test_today_is_what_stands_there_now() -> None:
    today = timezone.now().astimezone(UTC).date()
    answer = get(f"{PAGE}as-of/{today}/")
    assert answer.status_code == 200
    assert "the day is not over yet (UTC): edition 2, assessment 2.1." in text_of(answer)


@pytest.mark.usefixtures("found")
def test_form_leads_to_the_day() -> None:
    tree = parser.fromstring(get(f"{PAGE}editions/").content)
    (form,) = tree.xpath("//form[contains(@action, 'as-of')]")
    (field,) = form.xpath(".//input")
    assert (form.get("method"), field.get("name"), field.get("min")) == ("get", "day", "2024-04-01")
    answer = get(f"{form.get('action')}?day=2024-04-02")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{PAGE}as-of/2024-04-02/")
    for query in ("", "day=", "day=2024-04-02&day=2024-04-03", "day=2024-04-02&x=1", "tag=2024-04-02"):
        assert get(f"{PAGE}as-of/?{query}").status_code == 400, query


def test_day_shows_what_stood_beside_a_statement_then(found: Cast) -> None:
    moments = [datetime(2024, 4, day, 12, tzinfo=UTC) for day in (10, 12, 14)]
    made = [
        reply(
            profile_id=found.profile.pk,
            claim=found.claim.public_id,
            signed=Signed(
                f"Said {place}.", "Ann Mole", "Harbour Exchange, press office", date(2024, 4, 9), "A letter."
            ),
            by=ALICE,
            now=moment,
        )
        for place, moment in enumerate(moments)
    ]
    withdraw_reply(reply_id=made[1].pk, reason="They asked for it.", by=ALICE, now=moments[2])

    def shown(day: int) -> list[str]:
        page = published.page_on("harbour-exchange", date(2024, 4, day), NOW)
        assert page is not None
        return [one.text for one in page.notes[0].replies]

    # What was withdrawn since is shown for no day: old pages obey today's rights.
    assert [shown(day) for day in (9, 10, 12, 14)] == [[], ["Said 0."], ["Said 0."], ["Said 0.", "Said 2."]]


def test_days_on_which_it_was_withdrawn_or_merged(found: Cast) -> None:
    """Withdrawn for a week, then published again; later merged into another one. Its days before can be read."""
    withdraw(
        profile_id=found.profile.pk, reason="A court asked for it.", by=ALICE, now=datetime(2024, 4, 10, 9, tzinfo=UTC)
    )
    assert get(f"{PAGE}as-of/2024-04-02/").status_code == 410  # while it is withdrawn no day is read
    publish(
        profile_id=found.profile.pk, by=ALICE, now=datetime(2024, 4, 17, 9, tzinfo=UTC), note="The court let it go."
    )
    gone = (
        "Harbour Exchange was withdrawn on 10 April 2024, and was not public at the end of 12 April 2024. A court asked"
    )
    assert gone in text_of(get(f"{PAGE}as-of/2024-04-12/"))
    assert gone in get(f"{API}as-of/2024-04-12/").json()["detail"]
    days = {"09": 200, "10": 404, "16": 404, "17": 200, "30": 200}
    assert {day: get(f"{PAGE}as-of/2024-04-{day}/").status_code for day in days} == days
    tarn = open_profile(slug="tarn", name="Tarn", by=ALICE, now=NOW)
    Profile.objects.filter(pk=tarn.pk).update(state="published", current_edition=Edition.objects.get(number=1))
    Ending.objects.create(profile=found.profile, kind="merged", reason="Tarn bought it.", at=NOW, by=ALICE)
    PublishedProfile.objects.all().delete()
    Profile.objects.filter(pk=found.profile.pk).update(state="merged")
    days = {"04-09": 200, "04-12": 404, "04-30": 200, "05-31": 200, "06-01": 404, "06-30": 404}
    assert {day: get(f"{PAGE}as-of/2024-{day}/").status_code for day in days} == days
    assert "was merged into another profile on 1 June 2024" in text_of(get(f"{PAGE}as-of/2024-06-30/"))


def test_draft_has_no_past() -> None:
    cast()
    nothing = get("/nothing/").content
    for tail in (
        "as-of/2024-04-02/",
        "as-of/9999-12-31/",
        "editions/1/to/2/",
        "editions/1/cite.bib",
        "editions/1/cite.json",
    ):
        answer = get(f"{PAGE}{tail}")
        assert (answer.status_code, answer.content) == (404, nothing), tail
    draft = Profile.objects.get().public_id
    for address in (f"/id/{draft}/", f"/id/{draft}/1/", "/id/pr-0000000000000000/"):
        answer = get(address)
        assert (answer.status_code, answer.content) == (404, nothing), address


def test_end_of_a_day() -> None:
    assert end_of(date(2024, 4, 1), NOW) == datetime(2024, 4, 2, tzinfo=UTC)
    assert end_of(NOW.date(), NOW) == datetime(2024, 6, 2, tzinfo=UTC)
    assert end_of(NOW.date() + timedelta(days=1), NOW) is None
    assert end_of(date.max, NOW) is None


# --- the difference of two editions ------------------------------------------------------------------


@pytest.mark.usefixtures("found")
def test_difference_reads_sentence_by_sentence_and_score_by_score() -> None:
    answer = get(f"{PAGE}editions/1/to/2/")
    shown = text_of(answer)
    for wanted in (
        "What changed on Harbour Exchange",
        "From edition 1, 1 April 2024, to edition 2, 5 April 2024.",
        "1 statement changed, 0 stayed",
        "Said plainer.",
        # As edition 1 last showed it, after its fall, and as edition 2 was published.
        "as edition 1 last showed it (assessment 1.2, 3 April 2024)",
        "as edition 2 was published (assessment 2.1)",
    ):
        assert wanted in shown, wanted
    tree = parser.fromstring(answer.content)
    assert [one.text_content() for one in tree.xpath("//article//del")] == ["Twelve", "old", "March"]
    assert [one.text_content() for one in tree.xpath("//article//ins")] == ["All twelve", "new", "April"]
    line = parser.fromstring(get(PAGE).content).xpath("//*[@class='edition']//a[contains(@href, '/to/')]")
    assert [(one.text_content(), one.get("href")) for one in line] == [
        ("1 statement changed since edition 1", f"{PAGE}editions/1/to/2/")
    ]


@pytest.mark.usefixtures("found")
def test_difference_for_programs_says_the_same() -> None:
    record = get(f"{API}editions/1/to/2/").json()
    assert (record["before"]["assessment"], record["after"]["assessment"], record["since"]) == ("1.2", "2.1", None)
    (statement,) = record["difference"]["statements"]
    assert statement["words"]["passages"] == [
        {
            "how": "changed",
            "pieces": [
                {"how": "removed", "text": "Twelve"},
                {"how": "added", "text": "All twelve"},
                {"how": "same", "text": " members of Harbour Exchange had no service for a day."},
            ],
            "marks": False,
            "left_out": 0,
        }
    ]
    assert statement["confidence"]["before"]["ten_thousandths"] == 8900
    assert [note["note"] for note in record["notes"]] == ["Said plainer."]


def test_later_falls_are_told_beside_the_difference(found: Cast) -> None:
    Document.objects.filter(pk=found.report.pk).update(vanished_at=NOW, last_checked_at=NOW)
    announce(topic="document.vanished", key=found.report.public_id, now=NOW, payload={"version": 1})
    read_news(now=NOW)
    look_at_due(now=NOW)
    page = differing.difference("harbour-exchange", 1, 2)
    assert page is not None
    assert page.since is not None
    assert (page.after.assessment, page.since.assessment) == ("2.1", "2.2")
    assert "Since then it has been assessed anew" in text_of(get(f"{PAGE}editions/1/to/2/"))


@pytest.mark.usefixtures("found")
def test_addresses_of_differences() -> None:
    turned = get(f"{PAGE}editions/2/to/1/")
    assert (turned.status_code, turned.headers["Location"]) == (302, f"{PAGE}editions/1/to/2/")
    assert get(f"{API}editions/2/to/1/").status_code == 400
    for pair in ("1/to/1", "0/to/1", "1/to/3", f"1/to/{10**30}"):
        assert get(f"{PAGE}editions/{pair}/").status_code == 404, pair
    form = parser.fromstring(get(f"{PAGE}editions/").content).xpath("//form[contains(@action, 'compare')]")[0]
    assert [(one.get("name"), one.get("value")) for one in form.xpath(".//input")] == [("before", "1"), ("after", "2")]
    for query, leads_to in (("before=1&after=2", "1/to/2"), ("before=2&after=1", "1/to/2")):
        answer = get(f"{form.get('action')}?{query}")
        assert (answer.status_code, answer.headers["Location"]) == (302, f"{PAGE}editions/{leads_to}/")
    for query in ("", "before=1", "before=1&after=1", "before=x&after=2", "before=1&after=2&x=1", "before=-1&after=2"):
        assert get(f"{form.get('action')}?{query}").status_code == 400, query


def test_erased_words_stay_erased_in_every_old_page(found: Cast) -> None:
    """Erased in the older edition: no difference, day or citation brings the words back."""
    KeyPoint.objects.all().delete()
    Profile.objects.update(byline="Carol Strand")
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW, note="Signed anew.")
    gone = Edition.objects.get(number=1)
    texts = {entry[1] for entry in gone.body.values() if len(entry[1]) > 12}
    kept = {entry[1] for one in Edition.objects.exclude(number=1) for entry in one.body.values()}
    only_there = texts - kept
    assert "Twelve members of Harbour Exchange had no service for a day." in only_there
    before = {address: get(address).content.decode() for address in old_pages()}
    assert any(text in page for text in only_there for page in before.values())
    Edition.objects.filter(pk=gone.pk).update(body=dict.fromkeys(gone.body))
    Status.objects.filter(profile=found.profile).update(version=98)  # as every erasure does: stored pages are old then
    for address in old_pages():
        page = get(address).content.decode()
        assert [text for text in only_there if text in page] == [], address
        assert "[removed]" in page, address


def old_pages() -> list[str]:
    tails = ["as-of/2024-04-02/", "editions/1/", "editions/1/to/2/", "editions/1/to/3/"]
    return [f"{start}{tail}" for tail in tails for start in (PAGE, API)] + [
        f"{PAGE}editions/1/cite.bib",
        f"{PAGE}editions/1/cite.json",
    ]


# --- citing ------------------------------------------------------------------------------------------


def test_citation_stays_when_the_profile_moves(found: Cast) -> None:
    key = found.profile.public_id
    address = get(PAGE + "editions/1/").content.decode().split(f'href="http://localhost:8000/id/{key}/')[1][:2]
    assert address == "1/"
    Profile.objects.update(slug="new-harbour")
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW, note="It has moved.")
    for tail, leads_to in (("", "/profiles/new-harbour/"), ("1/", "/profiles/new-harbour/editions/1/")):
        answer = get(f"/id/{key}/{tail}")
        assert (answer.status_code, answer.headers["Location"]) == (302, leads_to)
        assert get(leads_to).status_code == 200
    assert get(f"/id/{key}/4/").status_code == 404
    assert get(f"/id/{key}/{10**30}/").status_code == 404


def test_files_page_and_api_give_the_same_citation(found: Cast) -> None:
    bib, csl = get(f"{PAGE}editions/1/cite.bib"), get(f"{PAGE}editions/1/cite.json")
    assert (bib.headers["Content-Type"], bib.headers["Content-Disposition"]) == (
        "application/x-bibtex; charset=utf-8",
        'attachment; filename="harbour-exchange-1.bib"',
    )
    assert csl.headers["Content-Type"] == "application/vnd.citationstyles.csl+json"
    record = get(f"{API}editions/1/").json()
    assert record["cite"] == {"bibtex": bib.content.decode(), "csl": json.loads(csl.content)}
    assert record["edition"]["address"].endswith(f"/id/{found.profile.public_id}/1/")
    assert [row["address"].rsplit("/", 2)[1] for row in get(f"{API}editions/").json()] == ["2", "1"]
    tree = parser.fromstring(get(f"{PAGE}editions/1/").content)
    assert [one.text_content() for one in tree.xpath("//pre")] == [bib.content.decode(), csl.content.decode()]
    newest = parser.fromstring(get(f"{PAGE}editions/").content)
    assert [one.text_content() for one in newest.xpath("//pre")] == [
        get(f"{PAGE}editions/2/cite.{kind}").content.decode() for kind in ("bib", "json")
    ]
    assert newest.xpath("//dd/code/text()") == [one.digest for one in Edition.objects.order_by("-number")]


def test_name_of_markup_is_a_name_in_every_old_page(found: Cast) -> None:
    name = "</pre><script>x</script>} & {\\"
    Profile.objects.update(name=name, summary=f"{name} was here. Nobody knows why.", byline=name)
    publish(profile_id=found.profile.pk, by=ALICE, now=NOW, note=name)
    for tail in ("as-of/2024-06-01/", "editions/3/", "editions/2/to/3/", "editions/"):
        answer = get(f"{PAGE}{tail}")
        assert answer.status_code == 200
        known = (b'<script type="application/ld+json">', b'<script src="/static/plumbline/')
        assert answer.content.count(b"<script") == sum(map(answer.content.count, known)), tail
    assert "textbraceright" in get(f"{PAGE}editions/3/cite.bib").content.decode()
    assert json.loads(get(f"{PAGE}editions/3/cite.json").content)[0]["title"] == name


# --- what all of them cost, and when they are new ----------------------------------------------------


def test_old_pages_cost_a_fixed_number_of_queries(found: Cast, django_assert_num_queries: Any) -> None:
    counts = {
        "as of": (6, lambda: published.page_on("harbour-exchange", date(2024, 4, 2), NOW)),
        "too early": (3, lambda: too_early()),
        "tag of a day": (2, lambda: tag_on("harbour-exchange", date(2024, 4, 2), NOW)),
        "difference": (7, lambda: differing.difference("harbour-exchange", 1, 2)),
        "tag of a difference": (2, lambda: tag_between("harbour-exchange", 1, 2)),
        "citation": (3, lambda: published.reference("harbour-exchange", 1)),
        "address": (2, lambda: published.address_of(found.profile.public_id, 1)),
        "editions": (3, lambda: published.editions("harbour-exchange")),
    }
    for place in range(2):
        more = state_claim(
            profile=found.profile,
            key=f"more-{place}",
            statement=f"Thing {place} stands there.",
            predicate="thing",
            value="yes",
            kind=ClaimKind.EVENT,
            by=ALICE,
            now=NOW,
        )
        cite(claim=more, cited=Cited(found.report, "yes", Directness.SECONDARY, own_reporting=True), by=ALICE, now=NOW)
        publish(profile_id=found.profile.pk, by=ALICE, now=NOW, note="One more source.")
        for name, (queries, ask) in counts.items():
            with django_assert_num_queries(queries, info=name):
                ask()


def too_early() -> None:
    with pytest.raises(NothingThen):
        published.page_on("harbour-exchange", date(2024, 1, 1), NOW)


def test_old_pages_have_a_tag_that_changes_with_what_they_show(found: Cast) -> None:
    addresses = [f"{PAGE}as-of/2024-04-02/", f"{PAGE}editions/1/to/2/", f"{PAGE}editions/1/cite.bib"]
    addresses += [f"{API}as-of/2024-04-02/", f"{API}editions/1/to/2/"]
    for address in addresses:
        first = get(address)
        again = get(address, **{"if-none-match": first.headers["ETag"]})
        assert (first.status_code, again.status_code, again.content) == (200, 304, b""), address
    before = [get(address).headers["ETag"] for address in addresses]
    Status.objects.update(version=99)  # whatever changes what may be read raises it
    assert all(get(address).headers["ETag"] != tag for address, tag in zip(addresses, before, strict=True))
    found.profile.refresh_from_db()
    assert tag_on("harbour-exchange", date(2024, 4, 2), NOW) != tag_on("harbour-exchange", date(2024, 4, 3), NOW)
    on_the_day = datetime(2024, 5, 1, 12, tzinfo=UTC)
    assert tag_on("harbour-exchange", date(2024, 5, 1), on_the_day) != tag_on("harbour-exchange", date(2024, 5, 1), NOW)
