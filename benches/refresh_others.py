"""How others refresh feeds, each in a process of its own: refresh_others.py requests|reader FILE ADDRESS...

`requests`: one after another, feedparser for each, nothing stored. `reader`: the library of that name, ten workers, its
own database. Both remember ETags in FILE. Prints JSON: feeds, new entries, seconds.
"""

import json
import sys
import time
from io import BytesIO
from pathlib import Path

import feedparser
import requests

try:
    from reader import make_reader
except ImportError:  # then nobody asks for it
    make_reader = None


def one_by_one(file: Path, addresses: list[str]) -> tuple[int, int]:
    tags = json.loads(file.read_text()) if file.exists() else {}
    entries = 0
    session = requests.Session()
    for address in addresses:
        held = {"If-None-Match": tags[address]} if address in tags else {}
        answer = session.get(address, headers=held, timeout=30)
        if answer.status_code == 304:
            continue
        tags[address] = answer.headers["ETag"]
        entries += len(feedparser.parse(BytesIO(answer.content)).entries)
    file.write_text(json.dumps(tags))
    return len(addresses), entries


def by_reader(file: Path, addresses: list[str]) -> tuple[int, int]:
    held = make_reader(str(file))
    for address in addresses:
        held.add_feed(address, exist_ok=True)
    before = held.get_entry_counts().total or 0
    held.update_feeds(workers=10)
    return len(addresses), (held.get_entry_counts().total or 0) - before


if __name__ == "__main__":
    _, who, file, *addresses = sys.argv
    start = time.perf_counter()
    feeds, entries = (one_by_one if who == "requests" else by_reader)(Path(file), addresses)
    sys.stdout.write(json.dumps([feeds, entries, time.perf_counter() - start]) + "\n")
