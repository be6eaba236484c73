"""Style sheets that one page loads together do not rule over each other's parts."""

from __future__ import annotations

import re
from pathlib import Path

STATIC = Path(__file__).parents[2] / "plumbline" / "static" / "plumbline"


def classes(sheet: str) -> set[str]:
    """The classes that a rule of the sheet begins with."""
    text = re.sub(r"/\*.*?\*/", "", (STATIC / sheet).read_text(encoding="utf-8"), flags=re.S)
    selectors = [one for many in re.findall(r"([^{}]+)\{", text) for one in many.split(",")]
    return {found[1] for one in selectors if (found := re.match(r"\s*\.([a-z-]+)", one))}


def test_pages_for_members_load_profiles_and_accounts_without_a_clash() -> None:
    assert classes("account.css") & classes("profile.css") == set()
