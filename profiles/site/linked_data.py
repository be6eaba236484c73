"""A profile page for search engines and programs that read schema.org: who it is about, which edition, what it cites.

It stands in the page as a block of data. The content policy of the site lets no inline script run; a block of this
kind is none.
"""

from __future__ import annotations

import json
from typing import Any

from profiles.editions.markup import Html
from profiles.editions.page import ProfilePage, Source

# Within a script element HTML looks for nothing but its end and the beginning of a comment; as escapes of JSON these
# signs mean the same to who reads JSON, and nothing to who reads HTML. The last two end lines of old scripts.
_ESCAPED = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
_EVENTS = ("incident",)  # categories whose subject is no organisation


def linked_data(page: ProfilePage, *, site: str, address: str, card: str) -> Html:
    """JSON-LD that may stand inside a script element. `address` is the page's, `card` that of its picture."""
    subject = f"{site}/id/{page.public_id}/#subject"
    kind = "Event" if any(one.facet == "category" and one.term in _EVENTS for one in page.facets) else "Organization"
    about = {
        "@type": kind,
        "@id": subject,
        "name": page.name,
        "alternateName": list(page.aliases),
        "description": page.summary,
        "location": {"@type": "Place", "name": page.base} if page.base else None,
    }
    edition, house = page.edition, {"@type": "Organization", "name": "Plumbline", "url": f"{site}/"}
    article = {
        "@type": "Article",
        "@id": page.cite.address if page.cite else address,
        "url": address,
        "mainEntityOfPage": address,
        "headline": page.name,
        "description": page.summary,
        "inLanguage": "en-GB",
        "version": str(edition.number),
        "datePublished": edition.published_at.isoformat(),
        "dateModified": max(edition.published_at, edition.assessed_at).isoformat(),
        "author": {"@type": "Person", "name": page.byline} if page.byline else house,
        "editor": {"@type": "Person", "name": page.reviewer} if page.reviewer else None,
        "publisher": house,
        "image": card,
        "isAccessibleForFree": True,
        "about": {"@id": subject},
        "citation": [_citation(source) for source in _documents(page)],
    }
    data = {"@context": "https://schema.org", "@graph": [_without_gaps(about), _without_gaps(article)]}
    return Html(json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED))


def _documents(page: ProfilePage) -> list[Source]:
    """What the statements rest on, each document once; what was set aside is no evidence."""
    found: dict[tuple[str, str, str], Source] = {}
    for note in page.notes:
        for source in note.sources:
            if not source.set_aside:
                found.setdefault((source.title, source.address, source.publisher), source)
    return list(found.values())


def _citation(source: Source) -> dict[str, Any]:
    return _without_gaps(
        {
            "@type": "CreativeWork",
            "name": source.title,
            "url": source.address,
            "publisher": {"@type": "Organization", "name": source.publisher} if source.publisher else None,
            "datePublished": source.day.isoformat() if source.day else None,
        }
    )


def _without_gaps(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value not in (None, "", [])}
