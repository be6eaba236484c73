"""Lines of the journal that tell whether they are whole, cut short by a crash, or damaged. Pure.

    v2 TAB length TAB text TAB SHA-256

The length is that of the whole line. Within the text there is no tab (JSON escapes it), so what a crash cut off ends
without the 64 digits. Lines of before have the text alone, which begins with a brace.
"""

from __future__ import annotations

import hashlib
import json
import re

_MARK = b"v2"
_WIDTH = 12  # digits of the length
_AROUND = len(_MARK) + 1 + _WIDTH + 1 + 1 + 64  # bytes of a line beside its text
_WHOLE = re.compile(rb"v2\t(\d{12})\t([^\t]*)\t([0-9a-f]{64})")
_BEGUN = re.compile(rb"v|v2|v2\t\d{0,12}|v2\t(\d{12})\t[^\t]*(?:\t[0-9a-f]{0,63})?")


class Damaged(ValueError):
    """The line is neither whole nor the beginning of a whole one."""


def sealed(text: bytes) -> bytes:
    """The line that holds `text` (no tab, no line break), without its line break."""
    head = b"%s\t%0*d\t%s" % (_MARK, _WIDTH, len(text) + _AROUND, text)
    return head + b"\t" + hashlib.sha256(head).hexdigest().encode()


def unsealed(line: bytes) -> bytes | None:
    """The text of a line (without its line break); None where it was cut short. Raises Damaged."""
    if line.startswith(b"{"):
        return _of_before(line)
    if whole := _WHOLE.fullmatch(line):
        length, text, digest = whole.groups()
        if int(length) == len(line) and hashlib.sha256(line[: -len(digest) - 1]).hexdigest().encode() == digest:
            return text
    elif (begun := _BEGUN.fullmatch(line)) and (begun[1] is None or len(line) < int(begun[1])):
        return None
    raise Damaged


def _of_before(line: bytes) -> bytes | None:
    """A line without a checksum. One that ends within a value is taken for cut short."""
    try:
        json.loads(line)
    except ValueError:
        if not line.endswith(b"}"):
            return None
        raise
    return line
