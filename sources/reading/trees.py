"""HTML of any quality as a tree, for those who take a few things from it. Pure; an article is read by `markup`."""

from __future__ import annotations

from lxml import etree, html


def tree_of(source: str) -> html.HtmlElement | None:
    """Return the tree of a page or a piece of one, None where there is none. Nothing is fetched. How many tags there
    are is the caller's to judge before (`tags.too_many_tags`)."""
    # Bytes in a known encoding: lxml then believes us and not a meta tag.
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        return html.document_fromstring(source.encode(), parser=parser)
    except (etree.LxmlError, ValueError):
        return None
