from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from plumbline import errors, health

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("profiles.site.urls")),
    path("account/", include("briefings.accounts.urls")),
    path("", include("briefings.urls")),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
