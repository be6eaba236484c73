"""The invented houses of the press room, each at a loopback address of its own: hosts are fetched at their own pace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Form = Literal["rss", "atom"]


@dataclass(frozen=True)
class House:
    """One publisher. `host` is its address on loopback, `form` what its feed is written in."""

    key: str
    name: str
    host: str
    form: Form


HOUSES = (
    House("ledger", "Northholm Ledger", "127.0.0.2", "rss"),
    House("roundup", "Packet Roundup", "127.0.0.3", "atom"),
    House("cablewatch", "Cablewatch Daily", "127.0.0.4", "rss"),
    House("skerry", "Skerry Exchange", "127.0.0.5", "atom"),
    House("authority", "Northholm Communications Authority", "127.0.0.6", "rss"),
    House("netbrief", "Northern Netbrief", "127.0.0.7", "rss"),
    House("tarn", "Tarn Landing", "127.0.0.8", "atom"),
)
BY_KEY = {house.key: house for house in HOUSES}


def address(house: str, path: str, port: int) -> str:
    """The full address of `path` (with its slash) at a house."""
    return f"http://{BY_KEY[house].host}:{port}{path}"
