"""What a laptop's start adds to the environment, so that the settings find all they ask for."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping

from plumbline.embedded.errors import ServersError
from plumbline.embedded.paths import CHECKOUT, Layout

DEFAULT_PORT = 8000


def given(name: str, environ: Mapping[str, str]) -> bool:
    """Whether the variable `name` is set, itself or by a file that holds it."""
    return bool(environ.get(name) or environ.get(f"{name}_FILE"))


def data_folder(environ: Mapping[str, str]) -> str:
    """The data folder: PLUMBLINE_DATA, else `.data` in the checkout."""
    return environ.get("PLUMBLINE_DATA") or str(CHECKOUT / ".data")


def port(environ: Mapping[str, str]) -> int:
    """The port to listen on, 1-65535: PORT, else 8000. ServersError where PORT is no such number."""
    text = environ.get("PORT") or str(DEFAULT_PORT)
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise ServersError(f"PORT is {text!r}; it has to be a number from 1 to 65535.")
    return int(text)


def secret_key(place: Layout) -> str:
    """The secret key of this data folder, made at the first call and readable by its owner alone."""
    try:
        descriptor = os.open(place.secret_key, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise ServersError(f"The secret key {place.secret_key} cannot be read: {error.strerror}.") from error
    with os.fdopen(descriptor, "r+", encoding="ascii") as file:
        key = file.read().strip()
        if len(key) < 50:  # new, or torn by an interrupted first start
            key = secrets.token_urlsafe(50)
            file.seek(0)
            file.truncate()
            file.write(key)
    return key


def laptop(place: Layout, environ: Mapping[str, str]) -> dict[str, str]:
    """What is missing in `environ` for a demonstration on this machine alone."""
    missing = {"PLUMBLINE_DATA": str(place.root)}  # absolute, whatever folder a child works in
    if not given("PLUMBLINE_DEMO", environ):
        missing["PLUMBLINE_DEMO"] = "1"
    if not given("PLUMBLINE_SECRET_KEY", environ):
        missing["PLUMBLINE_SECRET_KEY"] = secret_key(place)
    missing["PORT"] = str(port(environ))
    return missing
