from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.watching.edits import Edit, edit_of, lasting
from tests.sources.watching.room import CUT, WALL


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Last updated: 3 March 2026, 14:02 GMT", "Last updated: 4 March 2026, 9:15 GMT", Edit.SAME),
        ("Published on Monday, March 3rd, 2026 at 2:02 pm", "Published on Tuesday, March 4th, 2026", Edit.SAME),
        ("Updated 3 hours ago", "Updated yesterday at 14:00", Edit.EDITED),  # an unknown word: rather an edit too many
        ("14 comments", "97 comments", Edit.SAME),
        ("Comments (14) Share", "Comments (97) Share", Edit.SAME),
        ("1.2k views", "3.4k views", Edit.SAME),
        ("4 min read", "5 min read", Edit.SAME),
        ("Posted 2 days ago by Jo", "Posted 3 days ago by Jo", Edit.SAME),
        ("two  words\n\n\nmore", "two words\nmore", Edit.SAME),
        ("The link was cut on 3 March.", "The link was cut on 4 March.", Edit.EDITED),
        ("The fine was 35 million.", "The fine was 53 million.", Edit.EDITED),
        ("Twelve members", "Three members", Edit.EDITED),
        ("It was updated on 3 March by the regulator.", "It was updated on 4 March by the regulator.", Edit.EDITED),
        ("2026", "2027", Edit.EDITED),
        ("- - -", "* * *", Edit.SAME),
    ],
)
def test_edit_is_told_from_what_renews_itself(before: str, after: str, expected: Edit) -> None:
    assert edit_of(f"{CUT}\n{before}", f"{CUT}\n{after}", same_address=True) is expected
    assert edit_of(f"{CUT}\n{after}", f"{CUT}\n{before}", same_address=True) is expected


@pytest.mark.parametrize(
    ("after", "same_address", "expected"),
    [
        (WALL, False, Edit.ANOTHER),
        (WALL, True, Edit.EDITED),
        (CUT.replace("Twelve", "Three"), False, Edit.EDITED),
        (CUT, False, Edit.SAME),
    ],
)
def test_another_page_is_no_edit_where_the_address_leads_elsewhere(
    after: str, same_address: bool, expected: Edit
) -> None:
    assert edit_of(CUT, after, same_address=same_address) is expected


@given(st.text())
def test_any_text_is_the_same_as_itself(text: str) -> None:
    assert edit_of(text, text, same_address=False) is Edit.SAME
    assert edit_of(text, f"\n {text}\n\n", same_address=True) is Edit.SAME


@given(st.text(alphabet=" 0123456789acdeghmnoprstuv:.,-()\nAM", max_size=400))
def test_what_lasts_lasts(text: str) -> None:
    once = lasting(text)
    assert lasting("\n".join(once)) == once or len(lasting("\n".join(once))) <= len(once)


@pytest.mark.parametrize("piece", ["1 ", "1,", "a ", "updated ", "ago ", "1 min ", "comments (", "\n", "jan", "st"])
def test_long_texts_are_judged_quickly(piece: str) -> None:
    lasting(piece * (1_000_000 // len(piece)))
