from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from profiles.desk.pictures import MOST_BYTES, Stored, store_picture
from profiles.evidence.curating import Refused


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 20), mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    options: dict[str, object] = {}
    if kind == "JPEG":
        exif = Image.Exif()
        exif[0x010E] = "where the photographer lives"
        exif[0x0112] = 6  # turned by 90 degrees
        options["exif"] = exif
    if kind == "PNG":
        words = PngImagePlugin.PngInfo()
        words.add_text("Comment", "where the photographer lives")
        options["pnginfo"] = words
    Image.new(mode, size, "navy").save(out, kind, **options)
    return out.getvalue()


@pytest.mark.parametrize(("kind", "ending"), [("PNG", "png"), ("JPEG", "jpg"), ("WEBP", "webp")])
def test_picture_is_stored_without_a_word_of_its_metadata(tmp_path: Path, kind: str, ending: str) -> None:
    stored = store_picture(picture(kind), tmp_path)
    data = (tmp_path / stored.file).read_bytes()
    assert stored.file.endswith(ending)
    assert b"photographer" not in data
    with Image.open(io.BytesIO(data)) as image:
        assert (image.format, dict(image.getexif()), image.info.get("Comment")) == (kind, {}, None)
        assert image.size == (stored.width, stored.height) == ((20, 40) if kind == "JPEG" else (40, 20))


def test_same_picture_twice_is_one_file(tmp_path: Path) -> None:
    assert store_picture(picture(), tmp_path) == store_picture(picture(), tmp_path)
    assert len(list(tmp_path.iterdir())) == 1


def test_wide_picture_is_made_smaller(tmp_path: Path) -> None:
    stored = store_picture(picture(size=(3200, 1000)), tmp_path)
    assert stored == Stored(stored.file, 1600, 500)


def test_transparency_stays(tmp_path: Path) -> None:
    stored = store_picture(picture(mode="RGBA"), tmp_path)
    with Image.open(tmp_path / stored.file) as image:
        assert image.mode == "RGBA"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a" + bytes(40),
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        picture()[:60],
        b"%PDF-1.7",
        bytes(MOST_BYTES + 1),
    ],
    ids=["empty", "gif", "svg", "cut", "pdf", "large"],
)
def test_anything_else_is_refused_and_leaves_nothing(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(Refused):
        store_picture(data, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_bomb_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="40 megapixels"):
        store_picture(picture(size=(8000, 6000), mode="1"), tmp_path)
