"""A statement with every kind of evidence, and what an editor may do to its form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from profiles.evidence.curating import Cited, cite, set_aside, state_claim
from profiles.models import Claim, ClaimKind, ClaimValue, Directness
from sources.models import Document
from tests.cast import ALICE, NOW, Cast, document, publisher
from tests.profiles.desk.test_forms import place_of, row

FILLER = "Networks meet at the exchange and hand over what they carry for each other. " * 60
FormData = dict[str, Any]


@dataclass(frozen=True)
class Statement:
    """`documents` by a short name; `values` by their text."""

    claim: Claim
    documents: Mapping[str, Document]

    def value(self, text: str) -> str:
        return str(ClaimValue.objects.get(claim=self.claim, text=text).pk)


def disputed(found: Cast) -> Statement:
    """The cast's statement without its order: a report and its copy, a rival, a vaguer value, the exchange's own
    word, one citation set aside, and one that only mentions the matter. Three more documents are not cited."""
    claim = found.claim
    claim.citations.filter(document=found.order).delete()
    wire, gazette = publisher("Pier Wire", "B"), publisher("Harbour Gazette", "C")
    told = {
        "rival": document(
            "Thirteen were cut off", f"{FILLER}We counted thirteen members.", wire, day=date(2026, 3, 22)
        ),
        "vague": document("Dozens of networks", "Dozens of members, it is said.", gazette),
        "own": document("Notice to members", "Twelve members are affected.", publisher("Harbour Exchange Ltd", "D")),
        "aside": document("A night at the harbour", "Twelve, says a fisherman.", publisher("Tide", "F")),
        "mention": document("The link", "The northern link is a cable.", None),
        "log": document(
            "The log", f"{FILLER}Nine \u201cmembers\u201d\nwere  without service.", publisher("Register", "A")
        ),
        "echo": document("Heard of it", "Twelve members, the Quay Courier reported.", publisher("Echo", "F")),
        "unseen": document("A paper nobody has", None, publisher("Archive", "B")),
    }
    cited = {
        "rival": Cited(told["rival"], "thirteen", Directness.SECONDARY, "We counted thirteen", own_reporting=True),
        "vague": Cited(told["vague"], "dozens", Directness.TERTIARY, "Dozens of members", original=told["unseen"]),
        "own": Cited(told["own"], "twelve", Directness.PRIMARY, "Twelve members", own_interest=True),
        "aside": Cited(told["aside"], "twelve", Directness.SECONDARY),
        "mention": Cited(told["mention"], None, Directness.SECONDARY),
    }
    rows = {name: cite(claim=claim, cited=one, by=ALICE, now=NOW) for name, one in cited.items()}
    set_aside(citation=rows["aside"], reason="A fisherman does not count members.", by=ALICE, now=NOW)
    dozens = claim.values.get(text="dozens")
    dozens.covers.set([claim.values.get(text="twelve")])
    ClaimValue.objects.create(claim=claim, text="nobody")
    return Statement(claim, {**told, "order": found.order, "report": found.report, "copy": found.copy})


def cited_often(found: Cast, many: int) -> Statement:
    """A statement with `many` citations of many publishers, three values among them, and a document not yet cited."""
    claim = state_claim(
        profile=found.profile,
        key=f"cited-{many}",
        statement="Twelve members had no service.",
        predicate="members",
        value="twelve",
        kind=ClaimKind.EVENT,
        by=ALICE,
        now=NOW,
    )
    reported: Document | None = None
    for number in range(many):
        article = document(
            f"Article {number} of {many}",
            f"{FILLER}It is {number}, and they say twelve. {FILLER}",
            publisher(f"Outlet {number} of {many}", "ABCDF"[number % 5]),
            day=date(2026, 3, 1) + timedelta(days=number),
        )
        cite(
            claim=claim,
            cited=Cited(
                article,
                ("twelve", "twelve", "thirteen", "dozens")[number % 4],
                Directness.TERTIARY if number % 2 else Directness.SECONDARY,
                f"It is {number}, and they say twelve",
                own_reporting=number % 2 == 0,
                original=reported if number % 2 else None,
            ),
            by=ALICE,
            now=NOW,
        )
        reported = reported if number % 2 else article
    more = document(f"One more than {many}", f"{FILLER}Twelve, we found.", publisher(f"Late {many}", "A"))
    return Statement(claim, {"more": more})


def what_if(of: Statement, data: FormData) -> FormData:
    """The form with one citation more."""
    return row(
        data,
        "citations",
        document=of.documents["more"].pk,
        value=of.value("twelve"),
        directness="secondary",
        position=99,
        quote="Twelve, we found",
        own_reporting="on",
    )


def at(of: Statement, data: FormData, name: str, field: str) -> str:
    """The name of a field in the form's row that cites a document."""
    return f"citations-{place_of(data, 'citations', 'document', of.documents[name].pk)}-{field}"


def value_at(data: FormData, text: str, field: str) -> str:
    return f"values-{place_of(data, 'values', 'text', text)}-{field}"


def without(data: FormData, *names: str) -> FormData:
    return {name: value for name, value in data.items() if name not in names}


def _cites(name: str, value: str, **more: Any) -> Callable[[Statement, FormData], FormData]:
    def edit(of: Statement, data: FormData) -> FormData:
        said = {"value": of.value(value)} if value else {}
        if "original" in more:
            said["original"] = str(of.documents[more["original"]].pk)
        rest = {field: given for field, given in more.items() if field != "original"}
        fields = {"document": of.documents[name].pk, "directness": "secondary", "position": 9, **rest, **said}
        return row(data, "citations", **fields)

    return edit


def _sets(name: str, field: str, given: str) -> Callable[[Statement, FormData], FormData]:
    return lambda of, data: {**data, at(of, data, name, field): given}


def _unticks(name: str, field: str) -> Callable[[Statement, FormData], FormData]:
    return lambda of, data: without(data, at(of, data, name, field))


def _publishes(text: str) -> Callable[[Statement, FormData], FormData]:
    return lambda of, data: {
        **without(data, value_at(data, "twelve", "is_published")),
        value_at(data, text, "is_published"): "on",
    }


def _exchanges_values(of: Statement, data: FormData) -> FormData:
    """Two values exchange which of them is published, and a new one takes the name that the first gives up."""
    renamed = {**_publishes("thirteen")(of, data), value_at(data, "twelve", "text"): "a dozen"}
    return row(renamed, "values", text="twelve")


def _exchanges_places(of: Statement, data: FormData) -> FormData:
    return {**data, at(of, data, "rival", "position"): "1", at(of, data, "report", "position"): "8"}


EDITS: Mapping[str, Callable[[Statement, FormData], FormData]] = {
    "citation added": _cites("log", "twelve", quote="were without service", own_reporting="on"),
    "citation added that repeats": _cites("echo", "twelve", directness="tertiary", original="report"),
    "citation added that mentions": _cites("log", ""),
    "citation added for the rival": _cites("order", "thirteen", directness="primary", own_act="on"),
    "citation added of what we do not hold": _cites("unseen", "twelve"),
    "citation added and set aside": _cites("log", "twelve", set_aside_reason=" Another log. "),
    "citation added with a clipboard's quote": _cites("log", "twelve", quote=' Nine "members" were  without '),
    "citation removed": _sets("report", "DELETE", "on"),
    "rival citation removed": _sets("rival", "DELETE", "on"),
    "another value published": _publishes("thirteen"),
    "vaguer value published": _publishes("dozens"),
    "no value published": lambda of, data: without(data, value_at(data, "twelve", "is_published")),
    "directness changed": _sets("report", "directness", "tertiary"),
    "only its own act is left": lambda of, data: {
        **data,
        at(of, data, "report", "DELETE"): "on",
        at(of, data, "copy", "DELETE"): "on",
        at(of, data, "own", "own_act"): "on",
    },
    "own interest ticked": _sets("report", "own_interest", "on"),
    "own interest unticked": _unticks("own", "own_interest"),
    "own reporting found": lambda of, data: {
        **data,
        at(of, data, "copy", "own_reporting"): "on",
        at(of, data, "copy", "original"): "",
    },
    "original named": lambda of, data: {**data, at(of, data, "rival", "original"): str(of.documents["report"].pk)},
    "original taken away": _sets("copy", "original", ""),
    "set aside": _sets("report", "set_aside_reason", "It was withdrawn."),
    "taken back": _sets("aside", "set_aside_reason", ""),
    "set aside for another reason": _sets("aside", "set_aside_reason", "He was asleep."),
    "quote moved": _sets("report", "quote", "We reviewed the log"),
    "another document": lambda of, data: {
        **data,
        at(of, data, "report", "quote"): "",
        at(of, data, "report", "document"): str(of.documents["unseen"].pk),
    },
    "gives another value": lambda of, data: {**data, at(of, data, "copy", "value"): of.value("thirteen")},
    "only mentions now": _sets("report", "value", ""),
    "new rival value": lambda of, data: row(data, "values", text="eleven"),
    "new value published": lambda of, data: row(
        without(data, value_at(data, "twelve", "is_published")), "values", text="eleven", is_published="on"
    ),
    "covers the rival": lambda of, data: {
        **data,
        value_at(data, "twelve", "covers"): [of.value("thirteen"), of.value("nobody")],
    },
    "covers nothing": lambda of, data: without(data, value_at(data, "dozens", "covers")),
    "value renamed": lambda of, data: {**data, value_at(data, "thirteen", "text"): "fourteen"},
    "value removed": lambda of, data: {**data, value_at(data, "nobody", "DELETE"): "on"},
    "values exchanged": _exchanges_values,
    "places exchanged": _exchanges_places,
    "kind changed": lambda of, data: {**data, "kind": "operational"},
    "words changed": lambda of, data: {**data, "statement": "A dozen members had no service."},
    "day given": lambda of, data: {**data, "happened_on": "2026-03-03", "happened_precision": "day"},
}
"""What an editor may do to the form of the disputed statement; each can be saved."""

SHOWS_NOTHING = frozenset({"new rival value", "value removed", "day given"})
"""Edits that do not move the account, nor anything that is shown beside it."""

NOT_PUBLISHED = frozenset({"citation added for the rival", "no value published", "new value published"})
"""Edits that can be saved, and with which the profile cannot be published: nothing supports its key statement."""


def _value_of_another(of: Statement, data: FormData) -> FormData:
    other = cited_often(
        Cast(of.claim.profile, of.claim, *(of.documents[name] for name in ("order", "report", "copy"))), 1
    )
    return {**data, at(of, data, "report", "value"): other.value("twelve")}


def _no_evidence(of: Statement, data: FormData) -> FormData:
    Document.objects.filter(pk=of.documents["log"].pk).update(is_evidence=False, no_evidence_reason="A satire.")
    return _cites("log", "twelve")(of, data)


REFUSED: Mapping[str, Callable[[Statement, FormData], FormData]] = {
    "no statement": lambda of, data: {**data, "statement": "  "},
    "key of the wrong form": lambda of, data: {**data, "key": "Not a key"},
    "kind that there is not": lambda of, data: {**data, "kind": "rumour"},
    "day without its precision": lambda of, data: {**data, "happened_on": "2026-03-03"},
    "precision without its day": lambda of, data: {**data, "happened_precision": "day"},
    "half a day": lambda of, data: {**data, "happened_on": "2026-03-", "happened_precision": "day"},
    "place out of bounds": _sets("report", "position", "32768"),
    "place below zero": _sets("report", "position", "-1"),
    "statement's place out of bounds": lambda of, data: {**data, "position": "32768"},
    "no place": _sets("report", "position", ""),
    "directness that there is not": _sets("report", "directness", "hearsay"),
    "quote that stands nowhere": _sets("report", "quote", "Fifteen members"),
    "quote over a control sign": _sets("report", "quote", "We\x0breviewed"),
    "quote of what we do not hold": _cites("unseen", "twelve", quote="Twelve"),
    "quote too long": _cites("log", "twelve", quote="Networks meet at the exchange. " * 30),
    "no document": lambda of, data: row(data, "citations", directness="primary", position=9),
    "no directness": lambda of, data: row(data, "citations", document=of.documents["log"].pk, position=9),
    "document cited twice": _cites("report", "twelve"),
    "document that is its own source": _cites("log", "", original="log"),
    "document that is no evidence": _no_evidence,
    "document that there is not": _sets("report", "document", "999999"),
    "document by a number too large": _sets("report", "document", "9" * 40),
    "document by a word": _sets("report", "document", "x"),
    "document by a null": _sets("report", "document", "\x00"),
    "original that there is not": _sets("copy", "original", "999999"),
    "value of another statement": _value_of_another,
    "value that there is not": _sets("report", "value", "999999"),
    "covers what there is not": lambda of, data: {**data, value_at(data, "twelve", "covers"): ["999999"]},
    "covers a word": lambda of, data: {**data, value_at(data, "twelve", "covers"): ["x"]},
    "value given twice": lambda of, data: row(data, "values", text=" twelve "),
    "value without words": lambda of, data: {**data, value_at(data, "twelve", "text"): " "},
    "value too long": lambda of, data: {**data, value_at(data, "thirteen", "text"): "x" * 301},
    "two values published": lambda of, data: {**data, value_at(data, "thirteen", "is_published"): "on"},
    "value removed that is cited": lambda of, data: {**data, value_at(data, "thirteen", "DELETE"): "on"},
    "value removed and cited anew": lambda of, data: {
        **_cites("log", "nobody")(of, data),
        value_at(data, "nobody", "DELETE"): "on",
    },
    "row that there is not": lambda of, data: {**data, "citations-0-id": "999999"},
    "row by a word": lambda of, data: {**data, "citations-0-id": "x"},
    "no number of rows": lambda of, data: without(data, "citations-TOTAL_FORMS"),
    "number of rows by a word": lambda of, data: {**data, "values-TOTAL_FORMS": "x"},
    "more rows than there are": lambda of, data: {
        **data,
        "citations-INITIAL_FORMS": str(int(data["citations-INITIAL_FORMS"]) + 1),
        "citations-TOTAL_FORMS": str(int(data["citations-TOTAL_FORMS"]) + 1),
    },
}
"""What cannot be saved: half typed, mistaken or hostile."""
