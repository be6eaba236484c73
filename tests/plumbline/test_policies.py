"""Every address declares a policy, and every answer keeps to it."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from plumbline.middleware import PolicyMiddleware, policy_of
from profiles.models import PublishedProfile
from records.policy import Policy, declares
from tests.cast import ALICE, NOW, cast, editor, publish
from tests.worlds import made_once

PUBLIC = [
    "/",
    "/profiles/",
    "/profiles/?q=harbour&region=europe&sort=name",
    "/profiles/harbour-exchange/",
    "/profiles/harbour-exchange/confidence/",
    "/profiles/harbour-exchange/editions/",
    "/profiles/harbour-exchange/editions/1/",
    "/profiles/harbour-exchange/editions/1/cite.bib",
    "/profiles/harbour-exchange/editions/1/cite.json",
    "/browse/",
    "/browse/region/europe/",
    "/suggest/?q=harb",
    "/contradictions/",
    "/methodology/",
    "/calibration/",
    "/feed.atom",
    "/feed.json",
    "/profiles/harbour-exchange/feed.atom",
    "/profiles/harbour-exchange/feed.json",
    "/briefings/",
    "/join/",
    "/join/?next=/profiles/harbour-exchange/",
    "/robots.txt",
    "/sitemap.xml",
    "/sitemap/pages.xml",
    "/sitemap/1.xml",
    "/corrections/feed.json",
    "/oembed?url=http://localhost:8000/profiles/harbour-exchange/",
]

# Readers write here, so there is a cookie against forged forms.
PRIVATE = {"profiles/<slug:slug>/report/", "profiles/<slug:slug>/report/thanks/"}


def place(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    return "after=" + base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


PLACES = [
    place("[" * 250 + "]" * 250),
    place('["\\ud800", 1]') + "&sort=name",
    place(["0001-01-01T00:00:00+23:59", 1]),
    place(["9999-12-31T23:59:59-23:59", 1]),
    place(["2026-01-01T00:00:00", 1]),
    place(["x" * 500, 1]) + "&sort=name",
    place(["a", 2**63]) + "&sort=name",
]


def leaves(resolver: URLResolver, apps: tuple[str, ...] = (), path: str = "") -> Iterator[tuple[str, URLPattern, Any]]:
    for entry in resolver.url_patterns:
        where = f"{path}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from leaves(entry, (*apps, entry.app_name) if entry.app_name else apps, where)
        else:
            yield where, entry, apps


FIRST = {
    "admin": Policy.STAFF,
    "healthz": Policy.OPERATIONS,
    "readyz": Policy.OPERATIONS,
    "account": Policy.MEMBERS,
    "briefings": Policy.MEMBERS,
    "join": Policy.MEMBERS,
}
OPEN = ("briefings/", "join/")  # the list of titles and teasers, and how one becomes a member


def expected_policy(path: str) -> Policy:
    if path in PRIVATE:
        return Policy.MEMBERS
    return Policy.PUBLIC if path in OPEN else FIRST.get(path.split("/")[0], Policy.PUBLIC)


@pytest.mark.parametrize(
    ("path", "view", "apps"),
    [(path, entry.callback, apps) for path, entry, apps in leaves(get_resolver())],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_address_declares_a_policy(path: str, view: Any, apps: tuple[str, ...]) -> None:
    assert policy_of(view, list(apps)) is expected_policy(path)


def test_view_without_a_policy_is_not_served() -> None:
    request = RequestFactory().get("/")
    with pytest.raises(ImproperlyConfigured, match="declares no policy"):
        PolicyMiddleware(lambda _: HttpResponse()).process_view(request, lambda _: HttpResponse(), (), {})


def test_cookie_of_a_public_view_is_taken_off(caplog: pytest.LogCaptureFixture) -> None:
    @declares(Policy.PUBLIC)
    def view(request: HttpRequest) -> HttpResponse:
        response = HttpResponse()
        response.set_cookie("who", "you")
        return response

    def answer(request: HttpRequest) -> HttpResponse:
        middleware.process_view(request, view, (), {})
        return view(request)

    middleware = PolicyMiddleware(answer)
    assert not middleware(RequestFactory().get("/")).cookies
    assert "would have set ['who']" in caplog.text


@pytest.fixture(scope="module")
def _published_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with made_once(django_db_blocker, lambda: publish(profile_id=cast().profile.pk, by=ALICE, now=NOW)):
        yield


@pytest.fixture
def _published(_published_once: None, db: None) -> None:
    assert PublishedProfile.objects.count() == 1


@pytest.mark.usefixtures("_published")
@pytest.mark.parametrize("address", PUBLIC)
def test_public_answer_is_the_same_for_everyone(address: str) -> None:
    """An editor who is logged in gets the bytes and headers that a stranger gets."""
    stranger = Client().get(address)
    member = Client()
    member.force_login(editor())
    assert stranger.status_code == 200
    answer = member.get(address)
    assert (answer.content, dict(answer.headers)) == (stranger.content, dict(stranger.headers))
    assert not stranger.cookies
    assert stranger.headers.get("Vary", "") in ("", "Accept-Encoding")
    assert stranger.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert stranger.headers["ETag"]


@pytest.mark.usefixtures("_published")
@pytest.mark.parametrize("cookie", ["sessionid=x", "sessionid=", "csrftoken=%00; sessionid='; DROP", "messages=x"])
@pytest.mark.parametrize("address", PUBLIC)
def test_hostile_cookie_changes_nothing(address: str, cookie: str) -> None:
    answer = Client(headers={"cookie": cookie}).get(address)
    assert (answer.status_code, answer.content) == (200, Client().get(address).content)
    assert not answer.cookies
    assert answer.headers.get("Vary", "") in ("", "Accept-Encoding")


@pytest.mark.usefixtures("_published")
@pytest.mark.parametrize("address", PUBLIC)
def test_public_answer_is_304_for_who_has_it(address: str) -> None:
    first = Client().get(address)
    again = Client().get(address, headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", first.headers["ETag"])


@pytest.mark.usefixtures("_published")
@pytest.mark.parametrize("address", PUBLIC)
def test_public_answer_reads_only(address: str) -> None:
    assert [Client().post(address).status_code, Client().put(address).status_code] == [405, 405]
    head = Client().head(address)
    assert (head.status_code, head.content) == (200, b"")


@pytest.mark.usefixtures("_published")
def test_every_answer_has_the_strict_headers() -> None:
    staff = Client()
    staff.force_login(editor())
    for client, address in [
        *((Client(), address) for address in PUBLIC),
        (Client(), "/nothing/"),
        (Client(), "/account/login/"),
        (staff, "/account/"),
        (staff, "/admin/"),
        (Client(), "/healthz"),
    ]:
        headers = client.get(address).headers
        policy = headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        for directive in ("default-src 'none'", "script-src 'self'", "base-uri 'none'", "frame-ancestors 'none'"):
            assert directive in policy, address
        assert headers["X-Content-Type-Options"] == "nosniff", address
        assert headers["Referrer-Policy"] == "same-origin", address


@pytest.mark.parametrize(
    "address",
    [
        "/nothing/",
        "/profiles/nobody/",
        "/profiles/nobody/confidence/",
        "/profiles/nobody/editions/",
        "/profiles/nobody/editions/1/",
        "/profiles/nobody/feed.atom",
        "/profiles/nobody/feed.json",
        "/profiles/harbour-exchange/editions/2/",
        "/profiles/harbour-exchange/editions/99999999999999999999/",
        "/images/x.png",
        f"/images/{'a' * 64}.png",
        "/images/..%2f..%2fsecret-key",
        "/profiles/UPPER%00/",
    ],
)
@pytest.mark.usefixtures("_published")
def test_absent_address_is_404_without_a_word_of_why(address: str) -> None:
    answer = Client().get(address)
    assert answer.status_code == 404
    assert answer.content == Client().get("/nothing/").content


@pytest.mark.usefixtures("_published")
@pytest.mark.parametrize(
    "query", ["drop=1", "sort=password", "region=A'b", "after=xyz", "after=WzEsIDJd&sort=name", *PLACES]
)
def test_question_that_is_not_on_the_list_is_400(query: str) -> None:
    answer = Client().get(f"/profiles/?{query}")
    assert (answer.status_code, answer.headers.get("ETag")) == (400, None)


def test_middleware_has_one_order() -> None:
    assert [name.rsplit(".", 1)[1] for name in settings.MIDDLEWARE] == [
        "KeptPages",
        "SecurityMiddleware",
        "XFrameOptionsMiddleware",
        "CSPMiddleware",
        "WhiteNoiseMiddleware",
        "PolicyMiddleware",
        "SessionMiddleware",
        "CommonMiddleware",
        "CsrfViewMiddleware",
        "AuthenticationMiddleware",
        "MessageMiddleware",
        "AccountMiddleware",
        "AxesMiddleware",
    ]


@pytest.mark.django_db
def test_health_tells_whether_it_can_work(settings: Any) -> None:
    assert Client().get("/healthz").json() == {"status": "alive"}
    ready = Client().get("/readyz")
    assert (ready.status_code, ready.json()) == (200, {"status": "ready", "database": True, "redis": True})
    assert ready.headers["Cache-Control"] == "private, no-store"
    settings.REDIS_URL = "unix:///nowhere/redis.sock"
    away = Client().get("/readyz")
    assert (away.status_code, away.json()) == (200, {"status": "ready", "database": True, "redis": False})
