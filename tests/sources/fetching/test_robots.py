from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.fetching.robots import LIMIT, ROOM, Kept, Rules, rules_of
from tests.sources.fetching.rig import NOW

GROUPS = "User-agent: *\nUser-agent: other\nDisallow: /a\nAllow: /a/b\n\nUSER AGENT PlumbLine # us\nDisallow: /c$\n"


@pytest.mark.parametrize(
    ("text", "target", "allowed"),
    [
        ("", "/", True),
        (GROUPS, "/a", True),
        (GROUPS, "/c", False),
        (GROUPS, "/c?x", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/c", False),
        ("User-agent: plumb\nDisallow: /", "/", True),
        ("User-agent: notplumbline\nDisallow: /", "/", True),
        ("User-agent: plumbline-2\nDisallow: /", "/", True),
        ("User-agent: a\nUser-agent: Plumbline/2.0 (x)\nUser-agent: b\nDisallow: /", "/", False),
        ("User-agent: a\u2028User-agent: plumbline\u2028Disallow: /", "/", False),
        ("Disallow: /", "/", True),
        ("User-agent: *\nDisallow:", "/", True),
        ("User-agent: *\nDisallow: /ü", "/%C3%BC", False),
        ("User-agent: *\nDisallow: /b", "//a/b", True),
        ("User-agent: *\nDisallow: //a", "//a/b", False),
        ("User-agent: *\nDisallow: /", "//a/robots.txt", False),
        ("User-agent: *\nDisallow: /", "//[a", False),
    ],
)
def test_rules_are_those_of_the_standard(text: str, target: str, allowed: bool) -> None:
    assert rules_of(text.encode()).allow(target) == allowed


def test_long_file_is_cut() -> None:
    assert rules_of(b"#" * LIMIT + b"\nUser-agent: *\nDisallow: /").allow("/")


def test_product_of_names_and_rules_is_not_made() -> None:
    """Twenty thousand names with as many rules would be four hundred million; here they are a few thousand."""
    names = "".join(f"user-agent: robot{i}\n" for i in range(15_000))
    rules = "".join(f"disallow: /{i}\n" for i in range(15_000))
    assert rules_of((names + rules).encode()).allow("/14999")


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: f"User-agent: *\nDisallow: {text}".encode()))
def test_any_bytes_are_rules(body: bytes) -> None:
    assert rules_of(body).allow("/a?b") in {True, False}


@given(st.text("/[]?%:@a", max_size=9))
def test_any_path_is_judged(path: str) -> None:
    assert rules_of(b"User-agent: *\nDisallow: /*private").allow(f"/{path}") in {True, False}


def test_rules_are_kept_for_a_day_and_not_from_the_future() -> None:
    kept, rules = Kept(), Rules("")
    assert kept.of("a", NOW) is None
    kept.put("a", rules, NOW)
    ages = [timedelta(0), timedelta(hours=24) - timedelta(seconds=1), timedelta(hours=24), timedelta(seconds=-1)]
    assert [kept.of("a", NOW + age) is rules for age in ages] == [True, True, False, False]


def test_oldest_rules_go_when_there_is_no_room() -> None:
    kept, large = Kept(), Rules("#" * (ROOM // 3))
    for name in "abac":
        kept.put(name, large, NOW)
    assert [name for name in "abc" if kept.of(name, NOW)] == ["a", "c"]
