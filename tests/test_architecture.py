"""What import-linter cannot see: strings that name models, imports in functions, doors to the network."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignObject

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ["records", "sources", "profiles", "briefings", "plumbline"]
CODE = sorted(
    path
    for floor in FLOORS
    for path in (ROOT / floor).rglob("*.py")
    if "migrations" not in path.parts and "static" not in path.parts
)


def _id(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", CODE, ids=_id)
def test_file_has_one_idea_s_length(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 330


@pytest.mark.parametrize("path", CODE, ids=_id)
def test_file_opens_no_connection_of_its_own(path: Path) -> None:
    """The fetcher alone does; the embedded servers are asked on this machine; health asks Redis by its own client."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    outside = r"(socket|ssl|http\.client|urllib\.request|aiohttp|aiohappyeyeballs|requests|httpx|urllib3)(\.|$)"
    names = {name for node in ast.walk(tree) for name in _imported(node) if re.match(outside, name)}
    calls = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in {"open_connection", "create_connection", "create_datagram_endpoint", "getaddrinfo"}
    }
    allowed: set[str] = set()
    if path.is_relative_to(ROOT / "sources" / "fetching"):
        allowed = {"socket", "aiohttp", "aiohappyeyeballs", "getaddrinfo"}
    elif path.is_relative_to(ROOT / "plumbline" / "embedded"):
        allowed = {"socket", "http"}
    assert {name.partition(".")[0] for name in names} | calls <= allowed


@pytest.mark.parametrize("path", CODE, ids=_id)
def test_file_names_no_model_by_a_string(path: Path) -> None:
    assert "get_model(" not in path.read_text(encoding="utf-8")


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [f"{node.module}.{alias.name}" for alias in node.names] + [node.module or ""]
    return []


def test_relations_point_downwards_and_leave_no_name_below() -> None:
    """A foreign key to a floor below must not add an attribute to that floor's model."""
    faults = []
    for model in apps.get_models():
        if model._meta.app_label not in FLOORS:
            continue
        for field in model._meta.get_fields():
            if not isinstance(field, ForeignObject):
                continue
            theirs = field.related_model._meta.app_label
            if theirs not in FLOORS or theirs == model._meta.app_label:
                continue
            upward = FLOORS.index(theirs) > FLOORS.index(model._meta.app_label)
            if upward or not field.remote_field.hidden:
                faults.append(f"{model.__name__}.{field.name}")
    assert faults == []


def test_every_model_declares_no_order_of_its_own() -> None:
    """An order that nobody asked for costs a sort in every query."""
    ours = [model for model in apps.get_models() if model._meta.app_label in FLOORS]
    assert [model.__name__ for model in ours if model._meta.ordering] == []


def test_every_constraint_has_a_name_that_says_it() -> None:
    names = [
        constraint.name
        for model in apps.get_models()
        if model._meta.app_label in FLOORS
        for constraint in model._meta.constraints
    ]
    assert len(names) == len(set(names))
    assert [name for name in names if re.search(r"_[0-9a-f]{8}", name)] == []


def test_templates_print_nothing_unescaped() -> None:
    """HTML that is safe carries that itself (profiles.editions.markup.Html); nothing else may go through."""
    faults = [
        f"{path.relative_to(ROOT)}: {found}"
        for path in sorted((ROOT / "templates").rglob("*.*"))
        for found in re.findall(r"\|\s*safe\b|autoescape off|safeseq", path.read_text(encoding="utf-8"))
    ]
    assert faults == []


def test_templates_hold_nothing_inline() -> None:
    # A block of data is no script: browsers never run it, and the content policy does not touch it.
    script = r"<script(?![^>]*\ssrc=)(?! type=\"application/ld\+json\">)"
    faults = [
        f"{path.relative_to(ROOT)}: {found}"
        for path in sorted((ROOT / "templates").rglob("*.html"))
        for found in re.findall(rf"<style|\sstyle=|\son[a-z]+=|{script}", path.read_text(encoding="utf-8"))
    ]
    assert faults == []
