from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.reading.decode import MAX_BYTES, Refused, decode
from sources.reading.document import read_document
from tests.sources.cases import CAME, DOCUMENTS

GERMAN = "Über die Höhe der Buße entscheidet die Behörde in Köln, heißt es. " * 5

READ = [
    ("plain UTF-8", "Grüße\r\naus Köln\r".encode(), "", "Grüße\naus Köln\n", "utf-8"),
    ("UTF-8 with a mark", b"\xef\xbb\xbfHello there", "", "Hello there", "utf-8-sig"),
    ("UTF-16 with a mark", "Hello there".encode("utf-16"), "", "Hello there", "utf-16"),
    ("UTF-16 without a mark", "Hello there, harbour".encode("utf-16-le"), "", "Hello there, harbour", "utf-16-le"),
    ("Windows-1252, undeclared", GERMAN.encode("cp1252"), "", GERMAN, "cp1252"),
    (
        "charset in the media type",
        "Łódź i Kraków są tu".encode("iso8859-2"),
        "text/plain; charset=iso-8859-2",
        "Łódź i Kraków są tu",
        "iso8859-2",
    ),
    ("a wrong declaration of UTF-8", b"A plain text", "text/plain; charset=iso-8859-1", "A plain text", "utf-8"),
    (
        "a single null character",
        b"Hello\x00 there, harbour of Port Ellery",
        "",
        "Hello there, harbour of Port Ellery",
        "utf-8",
    ),
    ("a codec that is none for text", GERMAN.encode("cp1252"), "text/plain; charset=zip", GERMAN, "cp1252"),
]
REFUSED = [
    ("nothing", b"", "empty"),
    ("only space", b" \n\t\r\n ", "empty"),
    ("only null characters", b"\x00" * 50, "empty"),
    ("a PDF", b"%PDF-1.7 ...", "binary"),
    ("a ZIP", b"PK\x03\x04....", "binary"),
    ("bytes of all kinds", bytes(range(256)) * 40, "binary"),
    ("a picture", b"\x89PNG\r\n\x1a\n" + b"x" * 100, "binary"),
    ("false mark of UTF-16", b"\xff\xfe\x00\xd8A", "encoding"),
    ("Cyrillic, undeclared", ("Портовое управление проверяет записи. " * 9).encode("cp1251"), "encoding"),
    ("Japanese, undeclared", ("港湾局は音声記録の引き渡しを調べている。" * 9).encode("shift_jis"), "encoding"),
    ("over 10 MiB", b"a" * (MAX_BYTES + 1), "too-large"),
]


@pytest.mark.parametrize(("data", "media_type", "text", "encoding"), [c[1:] for c in READ], ids=[c[0] for c in READ])
def test_decode_reads(data: bytes, media_type: str, text: str, encoding: str) -> None:
    decoded = decode(data, media_type=media_type)
    assert (decoded.text, decoded.encoding) == (text, encoding)


@pytest.mark.parametrize(("data", "code"), [c[1:] for c in REFUSED], ids=[c[0] for c in REFUSED])
def test_decode_refuses(data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        decode(data)
    assert refusal.value.code == code
    assert refusal.value.message.endswith(".")


@pytest.mark.parametrize(
    ("text", "is_html"),
    [
        ("<!DOCTYPE html><html><body><p>Hello</p></body></html>", True),
        ("\n <?xml version='1.0'?><html xmlns='x'><body/></html>", True),
        ("<div><p>One</p><p>Two</p></div>", True),
        ("A text that speaks of <p> and <div> tags and of <html> too.", False),
        ("< 5 ports, > 3 ships", False),
    ],
)
def test_decode_tells_html_by_content(text: str, is_html: bool) -> None:
    assert decode(text.encode()).is_html is is_html


def test_decode_notes_every_repair() -> None:
    assert decode(GERMAN.encode("cp1252")).notes == (
        "Not UTF-8 and without a declared encoding; read as Windows-1252.",
    )
    assert decode("itâ€™s a port of its own".encode()).notes == (
        "Some signs look as if the text had been encoded twice; they were left as they are.",
    )


@given(st.binary(max_size=400) | st.text(max_size=400).map(lambda text: text.encode("utf-16", "surrogatepass")))
def test_reading_any_bytes_gives_storable_text_or_refusal(data: bytes) -> None:
    try:
        text = decode(data).text
    except Refused:
        text = ""
    assert "\x00" not in text
    text.encode("utf-8")


@given(st.binary(max_size=300), st.sampled_from([b"<html><body>", b"<!doctype html><p>", (b"The port is open. " * 30)]))
def test_reading_a_document_never_raises_anything_else(data: bytes, start: bytes) -> None:
    with suppress(Refused):
        read_document(start + data, latest=CAME)


@pytest.mark.parametrize(
    ("name", "code"),
    [("empty.txt", "empty"), ("binary.dat", "binary"), ("undeclared_cyrillic.txt", "encoding")],
)
def test_reading_a_bad_file_refuses(name: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_document((DOCUMENTS / name).read_bytes(), latest=CAME)
    assert refusal.value.code == code


WORTH = [
    ("under 80 words", "The port is open again today. " * 10, "too-short"),
    ("figures", "12 34 56,78 90.1 22/3 == ## %% 77 88 99 1234 5678 " * 40, "token-soup"),
    ("one word over and over", "port " * 400, "token-soup"),
    (
        "strings without spaces",
        "The words of the port. " * 20 + " ".join(f"{i:x}" * 30 for i in range(900, 960)),
        "token-soup",
    ),
    ("links", " ".join(f"See https://port.example/some/long/path/to/page/number/{i}" for i in range(90)), "links"),
    ("headlines", "\n".join(f"Port {name} opens gate" for name in "abcdefghijklmnopqrstuvwx"), "listing"),
]


@pytest.mark.parametrize(("text", "code"), [c[1:] for c in WORTH], ids=[c[0] for c in WORTH])
def test_reading_what_is_no_article_refuses(text: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_document(text.encode(), latest=CAME)
    assert refusal.value.code == code


def test_reading_a_title_foreign_to_its_text_refuses() -> None:
    text = (
        "Seventeen astonishing recipes featuring caramelised rhubarb dumplings\n\n"
        + "The port is open again today and ships are coming in. " * 12
    )
    with pytest.raises(Refused) as refusal:
        read_document(text.encode(), latest=CAME)
    assert refusal.value.code == "foreign-title"


def hostile() -> dict[str, bytes]:
    start = (DOCUMENTS / "lanternfish_retelling_b.txt").read_bytes() * 3
    return {
        "long text": start * 2000,
        "one line": b" ".join(start.split())[:2500] * 2000,
        "half sentences": start + b"A. " * 1_500_000,
        "according to": start + b"according to the court according to a report by Foo " * 90_000,
        "capitals": start + b"Alpha of Beta of Gamma " * 200_000,
        "space": start + b"word" + b" " * 4_000_000 + b"word",
        "nested page": b"<html><body>" + b"<div>" * 500_000,
        "attributes": b"<html><body><p " + b" ".join(b"a%d=1" % i for i in range(400_000)) + b">x</p>",
        "attributes without spaces": b"<html><body><p " + b"/".join(b"a%d" % i for i in range(400_000)) + b">x</p>",
        "signs in attributes": b"<html><body><p " + b" ".join(b"a%d='<>'" % i for i in range(400_000)) + b">x</p>",
        "a tag behind a comment": b"<html><!-- <p a='--><p " + b" ".join(b"a%d=1" % i for i in range(400_000)) + b">x",
        "many attributes": b"<html><body>" + (b"<p %s>x</p>" % b" ".join(b"a%d=1" % i for i in range(900))) * 800,
        "tables": b"<html><body>" + b"<table><tr><td>A port is open.</td></tr></table>" * 14_000,
        "scripts": b"<html><body>" + b"<script>" * 400_000 + b"<p " + b"a" * 6000 + b">",
        "nested JSON-LD": b'<html><script type="application/ld+json">' + b"[" * 100_000 + b"</script><p>" + start,
    }


@pytest.mark.parametrize("name", list(hostile()))
def test_reading_a_hostile_file_ends(name: str) -> None:
    """No assertion on time: a reading that is not linear would hold up the run for minutes or for ever."""
    with suppress(Refused):
        assert len(read_document(hostile()[name], latest=CAME).text) > 1000


def test_few_broken_bytes_do_not_spoil_the_rest() -> None:
    good = "Café Clarifai, naïve and señor: ein Überblick über Öl. " * 8
    data = good[:60].encode() + b"\xff\xfe\xc3" + good[60:].encode()
    found = decode(data)
    assert (found.encoding, found.text.replace("\ufffd", "")) == ("utf-8", good)
    assert found.notes == ("3 broken bytes stand as “\ufffd”; the rest is UTF-8.",)
