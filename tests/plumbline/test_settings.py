"""Production refuses to start without its secrets, and says how to set them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils.module_loading import import_string

from plumbline import settings as written

ROOT = Path(__file__).resolve().parents[2]
GOOD = {
    "DATABASE_URL": "postgresql://nobody@localhost/nothing",
    "REDIS_URL": "redis://localhost/0",
    "PLUMBLINE_SECRET_KEY": "k7Vd0mP2xQ9rT4wZ8sB1nC6yH3jL5gF0aE-uXoiRtzWqM_pDvKbN",
    "PLUMBLINE_HOSTS": "profiles.example.org",
    "PLUMBLINE_MAIL_URL": "smtp://desk:p%40ss@mail.example.org",
    "PLUMBLINE_MAIL_FROM": "Plumbline <desk@profiles.example.org>",
}


def start(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    kept = {key: os.environ[key] for key in ("PATH", "HOME", "PLUMBLINE_DATA") if key in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**kept, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("missing", sorted(GOOD.keys() - {"DATABASE_URL"}))
def test_missing_variable_stops_the_start_with_a_sentence(missing: str) -> None:
    given = {key: value for key, value in GOOD.items() if key != missing}
    done = start(given, "check")
    assert done.returncode != 0
    assert f"{missing} is not set." in done.stderr


def test_secret_may_lie_in_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text(GOOD["PLUMBLINE_SECRET_KEY"] + "\n", encoding="utf-8")
    given = {key: value for key, value in GOOD.items() if key != "PLUMBLINE_SECRET_KEY"}
    assert start({**given, "PLUMBLINE_SECRET_KEY_FILE": str(secret)}, "check").returncode == 0


def test_production_passes_every_check_for_deployment() -> None:
    done = start(GOOD, "check", "--deploy", "--fail-level", "WARNING")
    assert (done.returncode, done.stdout.strip()) == (0, "System check identified no issues (0 silenced).")


def test_demonstration_is_no_production() -> None:
    done = start({**GOOD, "PLUMBLINE_DEMO": "1"}, "check", "--deploy")
    assert done.returncode != 0
    assert "plumbline.E001" in done.stderr


def test_production_refuses_to_start_where_this_machine_could_be_fetched() -> None:
    done = start({**GOOD, "PLUMBLINE_ALLOW_LOOPBACK": "1"}, "check")
    assert done.returncode != 0
    assert "ImproperlyConfigured: PLUMBLINE_ALLOW_LOOPBACK is set." in done.stderr


def test_demonstration_that_may_fetch_this_machine_fails_the_check_for_deployment() -> None:
    done = start({**GOOD, "PLUMBLINE_DEMO": "1", "PLUMBLINE_ALLOW_LOOPBACK": "1"}, "check", "--deploy")
    assert done.returncode != 0
    assert "plumbline.E003" in done.stderr


def test_mail_server_that_cannot_be_read_stops_the_start_with_a_sentence() -> None:
    done = start({**GOOD, "PLUMBLINE_MAIL_URL": "mail.example.org"}, "check")
    assert done.returncode != 0
    assert "PLUMBLINE_MAIL_URL: The mail server's address cannot be read. Give the mail server, such as" in done.stderr


def test_mail_server_reaches_the_backend_whole() -> None:
    code = (
        "from django.conf import settings as s; print(s.EMAIL_BACKEND.split('.')[-2], s.EMAIL_HOST, s.EMAIL_PORT, "
        "s.EMAIL_HOST_USER, s.EMAIL_HOST_PASSWORD, s.EMAIL_USE_TLS, s.EMAIL_USE_SSL, s.DEFAULT_FROM_EMAIL)"
    )
    done = start(GOOD, "shell", "--no-imports", "-c", code)
    assert done.stdout.strip() == (
        "smtp mail.example.org 587 desk p@ss True False Plumbline <desk@profiles.example.org>"
    ), done.stderr


def test_database_address_reaches_the_driver_whole() -> None:
    code = "from django.conf import settings; print(settings.DATABASES['default'])"
    address = "postgresql://ann:p%40ss@db.example:6543/plumb?sslmode=require"
    done = start({**GOOD, "DATABASE_URL": address}, "shell", "--no-imports", "-c", code)
    for part in ("'NAME': 'plumb'", "'USER': 'ann'", "'PASSWORD': 'p@ss'", "'PORT': '6543'", "'sslmode': 'require'"):
        assert part in done.stdout, done.stderr


def test_passwords_are_stored_so_that_guessing_them_is_dear() -> None:
    """The tests store them cheaply (tests.passwords); the settings file is asked itself."""
    (hasher,) = (import_string(path)() for path in written.PASSWORD_HASHERS)
    kept = hasher.encode("a long enough password", hasher.salt())
    assert kept.startswith("argon2$argon2id$v=19$m=102400,t=2,p=8$")
    assert hasher.verify("a long enough password", kept)
    assert not hasher.verify("a wrong password", kept)
