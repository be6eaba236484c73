"""Bodies as they arrive: decoded a piece at a time, never more than the limit."""

from __future__ import annotations

import zlib

ACCEPTED = "gzip, deflate"
_GZIP = b"\x1f\x8b"


class TooLarge(Exception):
    """The body, packed or unpacked, is longer than the limit."""


class Undecodable(Exception):
    """The body is not what its Content-Encoding says, or that is none we asked for."""


class Body:
    """Collects a body of at most `limit` bytes. `coding` is the Content-Encoding header."""

    def __init__(self, coding: str, limit: int) -> None:
        self._coding = coding.strip().lower().removeprefix("x-")
        if self._coding not in {"", "identity", "gzip", "deflate"}:
            raise Undecodable
        self._limit = limit
        self._arrived = 0
        self._taken = bytearray()
        self._start = b""
        self._inflate: zlib._Decompress | None = None

    def feed(self, data: bytes) -> None:
        """Add what arrived; raises TooLarge (what fits stays in `taken`) or Undecodable.

        A packed body is unpacked only as far as there is room, so that a bomb costs no memory.
        """
        self._arrived += len(data)
        if self._coding in {"", "identity"}:
            self._take(data)
        elif self._inflate is None:
            self._start += data
            if len(self._start) >= 2:
                self._inflate = self._begin(self._start)
                self._unpack(self._start)
        else:
            self._unpack(data)
        if self._arrived > self._limit:  # packed nothing without end
            raise TooLarge

    def finish(self) -> bytes:
        """Return the whole body; raises Undecodable where a packed one has broken off."""
        if self._start and (self._inflate is None or not self._inflate.eof):
            raise Undecodable
        return bytes(self._taken)

    @property
    def taken(self) -> bytes:
        """What has been unpacked so far, at most `limit` bytes."""
        return bytes(self._taken)

    def _begin(self, start: bytes) -> zlib._Decompress:
        if self._coding == "gzip":
            return zlib.decompressobj(16 + zlib.MAX_WBITS)
        # RFC 9110 means zlib by "deflate"; some servers send it bare.
        is_zlib = start[0] & 0x0F == 8 and int.from_bytes(start[:2], "big") % 31 == 0
        return zlib.decompressobj(zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS)

    def _unpack(self, data: bytes) -> None:
        while data and self._inflate is not None:
            if self._inflate.eof:
                if not data.startswith(_GZIP):
                    return  # padding after the end
                self._inflate = self._begin(data)
            try:
                self._take(self._inflate.decompress(data, self._limit - len(self._taken) + 1))
            except zlib.error:
                raise Undecodable from None
            data = self._inflate.unused_data if self._inflate.eof else b""

    def _take(self, data: bytes) -> None:
        room = self._limit - len(self._taken)
        self._taken += data[:room]
        if len(data) > room:
            raise TooLarge
