"""Erasing writes a journal and mails: each test has folders of its own for them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, settings: Any) -> None:
    settings.JOURNAL_DIR = tmp_path / "journal"
    settings.EMAIL_BACKEND = "plumbline.mail_folder.FolderBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mails"
