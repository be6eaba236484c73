"""Somebody who uses the site by its pages and forms alone, without a browser: addresses, links and forms, over HTTP."""

from __future__ import annotations

from http.cookiejar import CookieJar
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, Request, build_opener

from lxml import html


class Visitor:
    """One person with a cookie jar. Pages are lxml trees with their `url` and `status`."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))
        self.status = 0

    def get(self, path: str) -> Any:
        return self._open(Request(urljoin(self.site, path)))

    def text(self, path: str) -> str:
        return said(self.get(path))

    def follow(self, page: Any, words: str) -> Any:
        """Click the link that says `words`, or else the first whose text holds them."""
        links = [link for link in page.iter("a") if words == said(link)]
        links = links or [link for link in page.iter("a") if words in said(link)]
        assert links, f"no link “{words}” on {page.base_url}"
        return self.get(urljoin(page.base_url, links[0].get("href")))

    def send(self, page: Any, button: str, **fields: Any) -> Any:
        """Fill in the form with that button as a person would, and press it."""
        form = next(form for form in page.forms if button in _buttons(form))
        for name, value in fields.items():
            field = form.inputs[name]
            if getattr(field, "type", "") == "checkbox":
                field.checked = bool(value)
            else:
                field.value = value
        given = form.form_values()
        given += [(each.get("name"), each.get("value", "")) for each in _pressed(form, button) if each.get("name")]
        address = urljoin(page.base_url, form.get("action") or page.base_url)
        request = Request(address, urlencode(given).encode(), headers={"Referer": page.base_url})
        return self._open(request)

    def log_in(self, email: str, password: str) -> None:
        page = self.send(self.get("/account/login/"), "Log in", login=email, password=password)
        assert self.status == 200, said(page)

    def _open(self, request: Request) -> Any:
        try:
            answer = self.opener.open(request, timeout=60)
        except HTTPError as error:
            answer = error
        self.status = answer.status
        body = answer.read()
        return html.document_fromstring(body or b"<p></p>", base_url=answer.geturl())


def said(node: Any) -> str:
    """The words of a page or a part of it, with single spaces."""
    return " ".join(node.text_content().split())


def option(page: Any, field: str, words: str) -> str:
    """The value of the choice that holds `words`."""
    choices = page.xpath(f"//select[@name='{field}']/option")
    return next(one.get("value") for one in choices if words in said(one))


def _pressed(form: Any, button: str) -> list[Any]:
    found = form.xpath(".//button | .//input[@type='submit']")
    return [one for one in found if button in (one.get("value") if one.tag == "input" else said(one))]


def _buttons(form: Any) -> str:
    found = form.xpath(".//button | .//input[@type='submit']")
    return " | ".join((one.get("value") or "") if one.tag == "input" else said(one) for one in found)
