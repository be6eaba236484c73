"""Where a form leads afterwards: the page one came from, if that is a page of this site."""

from __future__ import annotations

from django.utils.http import url_has_allowed_host_and_scheme

LONGEST = 500  # signs; no address of ours is longer


def safe_next(given: object, otherwise: str) -> str:
    """Return `given` where it is a path of this site, else `otherwise`.

    A path begins with one slash, has no backslash or control sign, and browsers read no host in it.
    """
    if not isinstance(given, str) or not given.startswith("/") or len(given) > LONGEST:
        return otherwise
    if "\\" in given or not given.isprintable() or any(sign.isspace() for sign in given):
        return otherwise
    return given if url_has_allowed_host_and_scheme(given, allowed_hosts=None) else otherwise
