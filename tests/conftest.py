"""How thorough property tests are (quick by default, `make test-long` for long runs), and what no test pays for."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from django.template import Context, Template
from django.test import override_settings
from django.utils.safestring import SafeString
from hypothesis import HealthCheck, settings

from plumbline.keeping import middleware
from tests import template
from tests.emptying import Emptying
from tests.kept import EVERY

# No deadlines: a test that depends on the machine's speed is no test.
settings.register_profile("quick", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("long", deadline=None, max_examples=10_000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is lived through in a browser takes longest and comes first: begun last, one process would wait for it."""
    items.sort(key=lambda item: "e2e" not in item.path.parts)


def pytest_collection_finish() -> None:
    """What is imported and collected stays to the end: looking through it again and again took a fifth of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(scope="session", autouse=True)
def _passwords_are_cheap() -> Iterator[None]:
    with override_settings(PASSWORD_HASHERS=["tests.passwords.CheapArgon2"]):
        yield


@pytest.fixture(scope="session", autouse=True)
def _widgets_are_not_noted(django_test_environment: None) -> Iterator[None]:
    """The test client notes every template with a copy of its context. A form of the desk has hundreds of widgets, of
    which no test asks: noting them was a quarter of the work of its page."""
    noted = Template._render

    def render(template: Template, context: Context) -> SafeString:
        if (template.name or "").startswith(("django/forms/", "admin/widgets/")):
            return template.nodelist.render(context)
        return noted(template, context)

    Template._render = render  # type: ignore[method-assign]
    yield
    Template._render = noted  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The test database of a worker is a copy of the one that was migrated for all of them."""
    connections.settings["default"]["TEST"]["TEMPLATE"] = template.finished(Path(os.environ["PLUMBLINE_TESTS"]))


@pytest.fixture(scope="session", autouse=True)
def _connections_end_with_their_request() -> None:
    """A thread of the live server that kept its connection would keep the test database from being removed."""
    connections.settings["default"]["CONN_MAX_AGE"] = 0


@pytest.fixture(scope="session", autouse=True)
def _worlds_are_kept(django_db_setup: None, django_db_blocker: Any) -> None:
    """The database is empty before the first test. Whoever asks for no world of tests.cast has none made."""
    with django_db_blocker.unblock():
        for world in EVERY:
            world.keep()


@pytest.fixture(scope="session", autouse=True)
def _only_what_was_filled_is_emptied(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        emptying = Emptying()
    yield
    emptying.end()


@pytest.fixture(autouse=True)
def _nothing_is_kept_from_another_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers are kept, and given where their tag is still the same; but none is given unasked for a second."""
    monkeypatch.setattr(middleware, "FRESH", 0.0)
    middleware.shelf.clear()
    middleware.remote.clear()


@pytest.fixture(scope="session", autouse=True)
def _nobody_holds_the_test_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """At the end of a run the test database is removed. A thread of a live server or the backend of a worker that a
    test killed may be a moment late; PostgreSQL would then refuse, and a run in which all passed would fail."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
    connection.close()
