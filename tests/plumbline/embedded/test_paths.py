from __future__ import annotations

import os
from pathlib import Path

import pytest

from plumbline.embedded.errors import ServersError
from plumbline.embedded.paths import POSTGRES_SOCKET, SOCKET_PATH_LIMIT, layout, own_folder, prepare


@pytest.mark.parametrize(
    ("data", "inside"),
    [
        ("/srv/plumbline", True),
        ("/srv/" + "a" * (SOCKET_PATH_LIMIT - len(f"/srv//run/{POSTGRES_SOCKET}")), True),
        ("/srv/" + "a" * (SOCKET_PATH_LIMIT - len(f"/srv//run/{POSTGRES_SOCKET}") + 1), False),
        ("/srv/" + "a/" * 400, False),
        ("/srv/a b", False),
        ("/srv/100%", False),
        ("/srv/é", False),
        ("/srv/a?b", False),
    ],
)
def test_layout_puts_sockets_where_their_path_is_short_and_plain(data: str, inside: bool) -> None:
    place = layout(data)

    assert (place.sockets == place.root / "run") is inside
    assert len(os.fsencode(place.sockets / POSTGRES_SOCKET)) <= SOCKET_PATH_LIMIT


def test_layout_gives_each_folder_its_own_short_sockets() -> None:
    assert layout("/srv/a b").sockets == layout("/srv/x/../a b").sockets
    assert layout("/srv/a b").sockets != layout("/srv/a c").sockets


def test_prepare_refuses_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("mine")

    with pytest.raises(ServersError, match="cannot be used"):
        prepare(layout(tmp_path / "data"))

    assert (tmp_path / "data").read_text() == "mine"


def test_own_folder_refuses_what_lies_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "trap").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(ServersError, match="belongs to somebody else"):
        own_folder(tmp_path / "trap", os.getuid(), os.getgid())


@pytest.mark.skipif(os.getuid() != 0, reason="needs root")
def test_own_folder_refuses_another_users_folder(tmp_path: Path) -> None:
    (tmp_path / "foreign").mkdir()
    os.chown(tmp_path / "foreign", 54321, 54321)

    with pytest.raises(ServersError, match="belongs to somebody else"):
        own_folder(tmp_path / "foreign", 0, 0)
