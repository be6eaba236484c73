"""The yardstick of `benches/web.py`: Django with its default middleware and a fixed answer of a page's size."""

from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

BODY = (b"Fixed bytes, as many as a page has. " * 300)[:9_700]


def fixed(request: HttpRequest) -> HttpResponse:
    return HttpResponse(BODY, content_type="text/html; charset=utf-8")


urlpatterns = [path("healthz", fixed), path("fixed", fixed)]
application = get_wsgi_application()
