"""A released method stays as it is, to the byte: every score it ever gave names it."""

import hashlib
import json
from pathlib import Path

import pytest

from profiles.evidence.confidence import v1

RELEASES = Path(__file__).resolve().parents[3] / "fixtures" / "released_methods.json"
FOLDER = Path(v1.__file__).parent


def digests(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file of a method that is not made by running it."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def fault(found: dict[str, str], released: dict[str, str]) -> str:
    """What to say of a method whose files differ from the released ones; nothing where they do not."""
    changed = sorted(name for name in found.keys() | released.keys() if found.get(name) != released.get(name))
    if not changed:
        return ""
    return (
        f"ORIGIN version 1 is released, and {', '.join(changed)} differs from it. Published scores name this version "
        "and must come out the same for ever. Put it back and make version 2: copy the folder to v2 and change that."
    )


def test_released_files_are_as_they_were_released() -> None:
    released = json.loads(RELEASES.read_text(encoding="utf-8"))
    assert fault(digests(FOLDER), released["v1"]) == ""


@pytest.mark.parametrize(
    ("name", "text"), [("parameters.py", "floor = 0.03"), ("new.py", ""), ("bands.py", None)], ids=str
)
def test_change_addition_and_removal_are_all_told(tmp_path: Path, name: str, text: str | None) -> None:
    for path in FOLDER.glob("*.py"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    as_it_was = digests(tmp_path)
    if text is None:
        (tmp_path / name).unlink()
    else:
        (tmp_path / name).write_text(text, encoding="utf-8")
    said = fault(digests(tmp_path), as_it_was)
    assert said.startswith(f"ORIGIN version 1 is released, and {name} differs from it.")
    assert "make version 2" in said
