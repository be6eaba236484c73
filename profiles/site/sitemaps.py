"""The sitemap: an index, a file of our own pages and of topics, and as many files of profiles as there have to be."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from profiles.editions.browsing import every_term
from profiles.editions.places import places_in, spans
from profiles.site.answers import public

# Whatever stands at a fixed address and is not a profile. When it last changed is not known, so it is not said.
OWN = (
    "",
    "profiles/",
    "browse/",
    "contradictions/",
    "methodology/",
    "calibration/",
    "corrections/",
    "sources/",
    "glossary/",
    "legal/",
    "privacy/",
    "licence/",
    "api/",
)
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


@public()
def index(request: HttpRequest) -> HttpResponse:
    files = [_entry("sitemap", "sitemap/pages.xml")]
    files += [_entry("sitemap", f"sitemap/{one.number}.xml", one.changed_at) for one in spans()]
    return _answer("sitemapindex", files)


@public()
def own_pages(request: HttpRequest) -> HttpResponse:
    terms = [option.address[1:] for group in every_term() for option in group.options]
    return _answer("urlset", [_entry("url", path) for path in (*OWN, *terms)])


@public()
def file(request: HttpRequest, number: int) -> HttpResponse:
    """File `number` of the profiles, from 1."""
    entries = [_entry("url", f"profiles/{one.slug}/", one.changed_at) for one in places_in(number)]
    if not entries:
        raise Http404("There is no such file of the sitemap.")
    return _answer("urlset", entries)


def _entry(name: str, path: str, changed_at: datetime | None = None) -> str:
    when = f"<lastmod>{changed_at.astimezone(UTC).isoformat()}</lastmod>" if changed_at else ""
    return f"<{name}><loc>{escape(f'{settings.SITE_ADDRESS}/{path}')}</loc>{when}</{name}>\n"


def _answer(name: str, entries: list[str]) -> HttpResponse:
    text = f"{_HEAD}<{name} {_SPACE}>\n{''.join(entries)}</{name}>\n"
    return HttpResponse(text, content_type="application/xml; charset=utf-8")
