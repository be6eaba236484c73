"""Keyed traces of texts that were erased: enough to find a text again, not enough to learn it. Pure.

A trace is taken of the longest run of a text that every store writes alike (no line breaks, quotation marks or other
signs that formats escape), and knows the whole text around it by its length and its HMAC. A run's last bytes have a
rolling hash under a secret base, so that one pass over any bytes finds the places worth a look; there the HMAC of the
whole run decides. Who has no key can neither test a guess nor search. (Rabin-Karp; the modulus is the Mersenne prime
2^61 - 1.)
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
    """`window` is the rolling hash of the run's last `min(length, WINDOW)` bytes, `digest` the HMAC of all of it.

    The run stands `offset` bytes after the beginning of a text of `whole` bytes, of which `seal` is the HMAC; of a
    trace of before these were kept they are not known, and `whole` is 0.
    """

    length: int  # bytes
    window: int
    digest: str
    whole: int = 0  # bytes
    offset: int = 0  # bytes
    seal: str = ""


def trace_of(text: str, key: bytes) -> Trace | None:
    """Return the trace of a text by its longest run that every store writes alike; where that has not SHORTEST bytes,
    by all of it; None where that has not either."""
    traces = _traces(text, key)
    return next(iter(traces), None)


def traces_of(texts: Iterable[str], key: bytes) -> tuple[Trace, ...]:
    """The traces of texts, each once, in the order of the texts: of each its longest run and others that are long;
    where none is long, also the whole text as it stands."""
    return tuple(dict.fromkeys(trace for text in texts for trace in _traces(text, key)))


def _traces(text: str, key: bytes) -> list[Trace]:
    """The longest run first."""
    whole = text.encode()
    runs: list[tuple[int, int]] = []
    start = 0
    for escaped in (*_ESCAPED.finditer(text), None):
        end = escaped.start() if escaped else len(text)
        runs.append((len(text[:start].encode()), len(text[:end].encode())))
        start = escaped.end() if escaped else end
    longest = max(runs, key=lambda run: run[1] - run[0])
    size = longest[1] - longest[0]
    taken = [longest] if size >= LONG else [longest, (0, len(whole))]
    taken += [run for run in runs if run[1] - run[0] >= LONG]
    seal = _digest(whole, key)
    return [
        Trace(
            end - start,
            _rolled(whole[max(start, end - WINDOW) : end], _base(key)),
            _digest(whole[start:end], key),
            len(whole),
            start,
            seal,
        )
        for start, end in dict.fromkeys(taken)
        if end - start >= SHORTEST
    ]


def whole_at(data: bytes, start: int, trace: Trace, key: bytes) -> bytes | None:
    """The whole text around a run that was found at `start`; None where it is not known, or other words stand there."""
    begins = start - trace.offset
    found = data[begins : begins + trace.whole] if trace.whole and begins >= 0 else b""
    return found if found and _digest(found, key) == trace.seal else None


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
