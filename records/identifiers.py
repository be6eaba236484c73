"""Public identifiers: what an address, a feed or another program may keep for ever.

They do not depend on names or slugs, so a profile can be renamed, merged or split and stay the same thing.
"""

from __future__ import annotations

import re
import secrets
from base64 import b32encode
from collections.abc import Callable

# Crockford's alphabet: no i, l, o, u, so that an identifier read aloud or from paper survives.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 16
_OURS = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", ALPHABET.encode())

KINDS = {
    "user": "us",
    "publisher": "pb",
    "source": "so",
    "document": "do",
    "story": "st",
    "profile": "pr",
    "claim": "cl",
    "citation": "ci",
    "signal": "si",
    "report": "er",
    "briefing": "br",
    "erasure": "ea",
}
PATTERN = re.compile(rf"^({'|'.join(sorted(KINDS.values()))})-[{ALPHABET}]{{{LENGTH}}}$")

Entropy = Callable[[int], bytes]


def new_identifier(kind: str, entropy: Entropy = secrets.token_bytes) -> str:
    """Return a fresh identifier such as `pr-7k2m9x0d4h8jq1wz`: the kind's prefix and 80 random bits.

    `kind` is a key of KINDS (KeyError otherwise). `entropy(n)` gives n random bytes; a run that has to be
    repeatable passes its own.
    """
    signs = b32encode(entropy(10)).translate(_OURS)  # five bits each
    return f"{KINDS[kind]}-{signs[::-1].decode()}"


def user_id() -> str:
    return new_identifier("user")


def publisher_id() -> str:
    return new_identifier("publisher")


def source_id() -> str:
    return new_identifier("source")


def document_id() -> str:
    return new_identifier("document")


def story_id() -> str:
    return new_identifier("story")


def profile_id() -> str:
    return new_identifier("profile")


def claim_id() -> str:
    return new_identifier("claim")


def citation_id() -> str:
    return new_identifier("citation")


def signal_id() -> str:
    return new_identifier("signal")


def report_id() -> str:
    return new_identifier("report")


def briefing_id() -> str:
    return new_identifier("briefing")


def erasure_id() -> str:
    return new_identifier("erasure")
