"""A released method may not depend on anything that can change."""

import ast
from pathlib import Path

import pytest

from profiles.evidence.confidence import v1

FOLDER = Path(v1.__file__).parent
ALLOWED = {"collections", "dataclasses", "datetime", "decimal", "math", "types", "typing"}
FILES = sorted(FOLDER.glob("**/*.py"))


def refused(source: str) -> list[str]:
    """The imports in a source that reach outside the standard library's list and the folder itself."""
    siblings = {path.stem for path in FILES}
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [each.name for each in node.names if each.name.split(".")[0] not in ALLOWED]
        elif isinstance(node, ast.ImportFrom):
            name = node.module or ""
            own = node.level == 1 and name in siblings
            if not own and not (node.level == 0 and name.split(".")[0] in ALLOWED):
                found.append("." * node.level + name)
        elif isinstance(node, ast.Name) and node.id in {"__import__", "eval", "exec", "open"}:
            found.append(node.id)
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_released_module_imports_nothing_that_can_change(path: Path) -> None:
    assert refused(path.read_text()) == []


@pytest.mark.parametrize(
    "source",
    [
        "import django",
        "from profiles import models",
        "from ..bands import read",
        "from . import method",
        "from .words import reason",
        "import time",
        "__import__('os')",
    ],
)
def test_other_imports_are_refused(source: str) -> None:
    assert refused(source) != []
