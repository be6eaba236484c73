"""Keyed traces of texts that were erased: enough to find a text again, not enough to learn it. Pure.

A trace is taken of the longest run of a text that every store writes alike (no line breaks, quotation marks or other
signs that formats escape). Its last bytes have a rolling hash under a secret base, so that one pass over any bytes
finds the places worth a look; there the HMAC of the whole run decides. Who has no key can neither test a guess nor
search. (Rabin-Karp; the modulus is the Mersenne prime 2^61 - 1.)
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MODULUS = (1 << 61) - 1
WINDOW = 32  # bytes
LONG = 24  # bytes of a run that stands nowhere else by chance
SHORTEST = 9  # bytes: what is shorter stands everywhere by chance
_ESCAPED = re.compile(r"""[\x00-\x1f\\"'&<>\x7f]+""")


@dataclass(frozen=True)
class Trace:
    """`window` is the rolling hash of the run's last `min(length, WINDOW)` bytes, `digest` the HMAC of all of it."""

    length: int  # bytes
    window: int
    digest: str


def trace_of(text: str, key: bytes) -> Trace | None:
    """Return the trace of a text; None where it has no run of SHORTEST bytes that every store writes alike."""
    run = max(_ESCAPED.split(text), key=lambda part: len(part.encode()), default="").encode()
    if len(run) < SHORTEST:
        return None
    return Trace(len(run), _rolled(run[-WINDOW:], _base(key)), _digest(run, key))


def traces_of(texts: Iterable[str], key: bytes) -> tuple[Trace, ...]:
    """The traces of texts, each once, in the order of the texts: of each its longest run, and others that are long."""
    found = []
    for text in texts:
        found.append(trace_of(text, key))
        found += [trace_of(run, key) for run in _ESCAPED.split(text) if len(run.encode()) >= LONG]
    return tuple(dict.fromkeys(trace for trace in found if trace))


def find(data: bytes, traces: Iterable[Trace], key: bytes) -> Iterator[tuple[int, Trace]]:
    """Yield each place (offset in `data`, which is UTF-8) where a traced run stands, with its trace."""
    by_window: dict[int, dict[int, list[Trace]]] = {}
    for trace in traces:
        by_window.setdefault(min(trace.length, WINDOW), {}).setdefault(trace.window, []).append(trace)
    for size, wanted in by_window.items():
        for end, rolled in _rolling(data, size, _base(key)):
            for trace in wanted.get(rolled, ()):
                start = end - trace.length
                if start >= 0 and _digest(data[start:end], key) == trace.digest:
                    yield start, trace


def _rolling(data: bytes, size: int, base: int) -> Iterator[tuple[int, int]]:
    """The rolling hash of each window of `size` bytes, with the offset of its end."""
    if len(data) < size:
        return
    out = pow(base, size, MODULUS)
    rolled = _rolled(data[:size], base)
    yield size, rolled
    for end in range(size, len(data)):
        rolled = (rolled * base + data[end] - data[end - size] * out) % MODULUS
        yield end + 1, rolled


def _rolled(data: bytes, base: int) -> int:
    rolled = 0
    for byte in data:
        rolled = (rolled * base + byte) % MODULUS
    return rolled


def _base(key: bytes) -> int:
    return int.from_bytes(hashlib.sha256(b"base" + key).digest(), "big") % (MODULUS - 256) + 256


def _digest(data: bytes, key: bytes) -> str:
    return hmac.new(key, data, hashlib.sha256).hexdigest()
