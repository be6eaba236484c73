"""From bytes to text: which encoding, text or HTML, or a refusal that says why."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_STRAY = 3  # control characters that a text may have by mistake
MAX_BYTES = 10 * 1024 * 1024

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x1f\x8b", "a gzip file"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ", "an xz file"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a sound, video or WebP file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3", "a database"),
    (b"{\\rtf", "an RTF document"),
)
_MARKS: tuple[tuple[bytes, str], ...] = (  # UTF-32 first: its little-endian mark begins like UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}["']?\s{0,5}([A-Za-z0-9_.:-]{2,40})""", re.I)
_XML = re.compile(rb"""^\s{0,100}<\?xml[^>]{0,100}?encoding\s{0,5}=\s{0,5}["']([A-Za-z0-9_.:-]{2,40})""", re.I)
_PARAMETER = re.compile(r"""charset\s{0,5}=\s{0,5}["']?([A-Za-z0-9_.:-]{2,40})""", re.I)
_HTML_START = re.compile(r"\s{0,2000}(?:<\?xml[^>]{0,200}>\s{0,200})?(?:<!doctype\s+html|<html[\s>])", re.I)
_TAG = re.compile(
    r"</?(?:html|head|body|title|meta|div|p|h[1-6]|article|section|main|span|a|ul|li|br)\b[^<>]{0,300}>", re.I
)
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
# Letters of UTF-8 read as cp1252 once too often: "â€™", "Ã©".
_TWICE = re.compile("â€[™œ\x9d˜“”]|Ã[©¨¤¶¼¡³±]|Â[ \xa0°§]")


class Refused(Exception):
    """A file that cannot be read as a document. `code` is for programs, `message` for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Decoded:
    text: str
    is_html: bool
    encoding: str
    notes: tuple[str, ...]


def decode(data: bytes, *, media_type: str = "") -> Decoded:
    """Return the text of `data`, or raise Refused (never anything else).

    Whether it is HTML is seen from the content, not from a name. `media_type` may carry a charset. The text has
    `\\n` line ends and nothing that PostgreSQL cannot store; every repair is noted.
    """
    if not data.strip(b"\x00\t\n\r "):
        raise Refused("empty", "The file is empty.")
    if len(data) > MAX_BYTES:
        raise Refused("too-large", "The file has more than 10 MiB, which is as much as is read.")
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            raise Refused("binary", f"This is {name}, not text or HTML.")
    text, encoding, notes = _text_of(data, media_type)
    clean = storable(text)
    if "\x00" in text:
        notes.append("Null characters were left out.")
    if not clean.strip():
        raise Refused("empty", "The file holds no readable character.")
    if _TWICE.search(clean[:50_000]):
        notes.append("Some signs look as if the text had been encoded twice; they were left as they are.")
    return Decoded(clean, looks_like_html(clean), encoding, tuple(notes))


def storable(text: str) -> str:
    """Return `text` with `\\n` line ends, without null characters, control characters and lone surrogates."""
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return _UNSTORABLE.sub("", text.replace("\x85", "\n"))


def looks_like_html(text: str) -> bool:
    """Tell HTML from text by its beginning: a doctype or root tag, or many ordinary tags."""
    if _HTML_START.match(text):
        return True
    head = text[:20_000]
    tags = _TAG.findall(head)
    return head.lstrip().startswith("<") and len(tags) >= 3


def _text_of(data: bytes, media_type: str) -> tuple[str, str, list[str]]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = _strictly(data, encoding)
            if text is None:
                raise Refused("encoding", f"The file says it is {encoding.upper()}, but it is not.")
            return text, encoding, []
    if data.count(0) > len(data) // 10:
        return _utf16_without_mark(data)
    if _share_of_control(data) > 0.01:
        raise Refused("binary", "This is a binary file, not text or HTML.")
    text = _strictly(data, "utf-8")
    if text is not None:
        return text, "utf-8", []
    for name in _declared(data, media_type):
        text = _strictly(data, name)
        if text is not None and _mostly_letters(text):
            return text, name, [f"Read as {name}, as the file says; it is not UTF-8."]
    damaged = data.decode("utf-8", errors="replace")
    broken = damaged.count("\ufffd")
    # Another encoding would break every accented letter; a few broken bytes among good ones are damage.
    whole = sum(1 for sign in damaged if sign > "\x7f" and sign != "\ufffd")
    if broken <= whole and broken <= max(5, len(damaged) / 200):
        return damaged, "utf-8", [f"{broken} broken bytes stand as “\ufffd”; the rest is UTF-8."]
    text = data.decode("cp1252", errors="replace")
    if text.count("\ufffd") > len(text) / 200 or not _readable(text):
        raise Refused("encoding", "The text is not UTF-8 and does not name an encoding in which it can be read.")
    return text, "cp1252", ["Not UTF-8 and without a declared encoding; read as Windows-1252."]


def _utf16_without_mark(data: bytes) -> tuple[str, str, list[str]]:
    odd, even = data[1::2].count(0), data[0::2].count(0)
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    text = _strictly(data, encoding) if max(odd, even) > 4 * (min(odd, even) + 1) else None
    if text is None or _share_of_control(text.encode("utf-8", "replace")) > 0.01 or not _readable(text):
        raise Refused("binary", "This is a binary file, not text or HTML.")
    return text, encoding, ["Read as UTF-16; the file has no mark that says so."]


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except (UnicodeError, LookupError, ValueError):
        return None
    return text if isinstance(text, str) else None


def _declared(data: bytes, media_type: str) -> list[str]:
    names = [found.group(1) for found in [_PARAMETER.search(media_type)] if found]
    head = data[:4096]
    names += [found.group(1).decode("ascii") for found in (_XML.search(head), _META.search(head)) if found]
    known = []
    for name in names:
        try:
            info = codecs.lookup(name)
        except (LookupError, ValueError):
            continue
        # Only text encodings: "zip" and "rot13" are codecs too.
        if getattr(info, "_is_text_encoding", True) and info.name not in {"utf-8", "idna", "punycode", "utf-7"}:
            known.append("cp1252" if info.name in {"iso8859-1", "ascii"} else info.name)
    return known


def _share_of_control(data: bytes) -> float:
    sample = data[:200_000]
    control = len(sample) - len(sample.translate(None, bytes([*range(9), 11, 12, *range(14, 27), *range(28, 32), 127])))
    return max(0, control - _STRAY) / len(sample)


def _mostly_letters(text: str) -> bool:
    sample = text[:100_000]
    return sum(1 for sign in sample if sign.isalpha()) >= len(sample) * 0.4


def _readable(text: str) -> bool:
    """Whether letters look like words: a wrong guess gives many accented letters, signs and few spaces."""
    if not _mostly_letters(text):
        return False
    sample = text[:100_000]
    letters = sum(1 for sign in sample if sign.isalpha())
    plain = sum(1 for sign in sample if "a" <= sign <= "z" or "A" <= sign <= "Z")
    odd = sum(1 for sign in sample if "\x80" <= sign <= "\xff")
    return plain >= letters * 0.7 or odd <= letters * 0.1
