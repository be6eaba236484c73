"""Uploaded pictures: decoded, checked, re-encoded and stored under the digest of the new bytes."""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps

from profiles.evidence.curating import Refused

MOST_PIXELS = 40_000_000
MOST_BYTES = 20 * 1024 * 1024
WIDEST = 1600  # pixels; a page shows no more
FORMATS: dict[str, tuple[str, dict[str, Any]]] = {
    "JPEG": ("jpg", {"quality": 85, "optimize": True}),
    "PNG": ("png", {"optimize": True}),
    "WEBP": ("webp", {}),
}


@dataclass(frozen=True)
class Stored:
    file: str
    width: int
    height: int


def store_picture(data: bytes, folder: Path) -> Stored:
    """Re-encode a JPEG, PNG or WebP (told by its content) without any of its metadata, and keep it in `folder`.

    Raises Refused for anything else, over 20 MiB or over 40 megapixels. The same picture twice is one file.
    """
    if len(data) > MOST_BYTES:
        raise Refused("A picture has at most 20 MiB.")
    try:
        with Image.open(io.BytesIO(data), formats=list(FORMATS)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refused("A picture has at most 40 megapixels.")
            kind = picture.format or ""
            upright = ImageOps.exif_transpose(picture)
            bare = upright.convert("RGBA" if kind != "JPEG" and "A" in upright.getbands() else "RGB")
    except Refused:
        raise
    except Exception as error:  # Pillow raises many kinds for broken files; all mean the same to an editor
        raise Refused("This is no JPEG, PNG or WebP picture that can be read.") from error
    bare.thumbnail((WIDEST, WIDEST * 4))
    clean = Image.new(bare.mode, bare.size)
    clean.paste(bare)
    ending, options = FORMATS[kind]
    out = io.BytesIO()
    clean.save(out, kind, **options)
    name = f"{hashlib.sha256(out.getvalue()).hexdigest()}.{ending}"
    _write(folder, name, out.getvalue())
    return Stored(name, clean.width, clean.height)


def _write(folder: Path, name: str, data: bytes) -> None:
    """Whole or not at all, also when the power goes in between."""
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / name).exists():
        return
    handle, temporary = tempfile.mkstemp(dir=folder)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.chmod(temporary, 0o644)
    os.replace(temporary, folder / name)
