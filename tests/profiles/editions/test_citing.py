"""Ready-made citations, read back by a parser that counts braces as BibTeX does."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.editions.citing import Reference

REFERENCE = Reference(
    site="https://profiles.example.org",
    profile="pr-7k2m9x0d4h8jq1wz",
    number=7,
    name="Harbour Exchange",
    byline="Alice Quay",
    published_on=date(2026, 11, 20),
    digest="3f9a" * 16,
)


def of(name: str, byline: str = "Alice Quay") -> Reference:
    return Reference(**{**vars(REFERENCE), "name": name, "byline": byline})


def read(entry: str) -> dict[str, str]:
    """A BibTeX entry's fields as BibTeX's own scanner finds them: it knows braces and no escapes."""
    head = re.match(r"@misc\{([^,\s]+),\n", entry)
    assert head
    fields = {"key": head[1]}
    place = head.end()
    while entry[place] != "}":
        name = re.compile(r"\s*(\w+) = ").match(entry, place)
        assert name, entry[place : place + 40]
        place = name.end()
        if entry[place] != "{":
            word = re.compile(r"\w+").match(entry, place)
            assert word
            fields[name[1]], place = word[0], word.end()
        else:
            start, depth = place, 0
            while True:
                depth += {"{": 1, "}": -1}.get(entry[place], 0)
                place += 1
                if depth == 0:
                    break
            fields[name[1]] = entry[start + 1 : place - 1]
        assert entry[place] in ",\n"
        place += 1 if entry[place] == "," else 0
        while entry[place] in "\n":
            place += 1
    assert entry[place:] == "}\n"
    return fields


def typeset(text: str) -> str:
    """What LaTeX prints of a field, as far as our entries go."""
    commands = {
        r"\textbackslash{}": "\\",
        r"\textbraceleft{}": "{",
        r"\textbraceright{}": "}",
        r"\textasciitilde{}": "~",
        r"\textasciicircum{}": "^",
        **{f"\\{sign}": sign for sign in "$&#%_"},
    }
    assert text.startswith("{")
    assert text.endswith("}")
    return re.sub("|".join(map(re.escape, commands)) + "|[{}]", lambda one: commands.get(one[0], ""), text[1:-1])


def test_bibtex() -> None:
    assert REFERENCE.bibtex == (
        "@misc{plumbline-pr-7k2m9x0d4h8jq1wz-7,\n"
        "  author = {{Alice Quay}},\n"
        "  title = {{Harbour Exchange}},\n"
        "  howpublished = {Plumbline, edition 7},\n"
        "  year = {2026},\n"
        "  month = nov,\n"
        "  date = {2026-11-20},\n"
        "  url = {https://profiles.example.org/id/pr-7k2m9x0d4h8jq1wz/7/},\n"
        f"  note = {{SHA-256 {'3f9a' * 16}}}\n"
        "}\n"
    )


def test_csl() -> None:
    assert json.loads(REFERENCE.csl_text) == [
        {
            "id": "plumbline-pr-7k2m9x0d4h8jq1wz-7",
            "type": "webpage",
            "title": "Harbour Exchange",
            "author": [{"literal": "Alice Quay"}],
            "container-title": "Plumbline",
            "publisher": "Plumbline",
            "edition": "7",
            "issued": {"date-parts": [[2026, 11, 20]]},
            "URL": "https://profiles.example.org/id/pr-7k2m9x0d4h8jq1wz/7/",
            "language": "en-GB",
            "note": f"SHA-256 {'3f9a' * 16}",
        }
    ]


HOSTILE = [
    "}, author = {Somebody Else",
    "{{{",
    "}}}",
    "\\",
    "\\}",
    "\\input{/etc/passwd}",
    'The "Exchange"',
    "50 % of A&B_C #1 ~ ^ $x$",
    "Überseehafen Æther 交換 🚢 ﷽",
    "@misc{other, title={x}}",
    "two\nlines\tand more",
    "</pre><script>",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_name_stays_a_name(name: str) -> None:
    line = " ".join(name.split())
    for cited, field in ((of(name), "title"), (of("Plain", name), "author")):
        found = read(cited.bibtex)
        assert list(found) == ["key", "author", "title", "howpublished", "year", "month", "date", "url", "note"]
        assert typeset(found[field]) == line
    (item,) = json.loads(of(name, name).csl_text)
    assert (item["title"], item["author"]) == (line, [{"literal": line}])


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60))
def test_any_name_comes_back(name: str) -> None:
    line = " ".join(name.split())
    assert typeset(read(of(name).bibtex)["title"]) == line
    (item,) = json.loads(of(name).csl_text)
    assert item["title"] == line


def test_nobody_named_is_the_house() -> None:
    cited = of("Harbour Exchange", "")
    assert read(cited.bibtex)["author"] == "{Plumbline}"
    assert cited.csl[0]["author"] == [{"literal": "Plumbline"}]
