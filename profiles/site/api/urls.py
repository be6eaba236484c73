from collections.abc import Callable
from typing import Any

from django.urls import path
from drf_spectacular.renderers import OpenApiJsonRenderer
from drf_spectacular.views import SpectacularAPIView
from rest_framework.views import APIView

from profiles.editions.tags import tag_between, tag_of
from profiles.site.answers import public
from profiles.site.api import past, views
from profiles.site.api.guide import guide
from profiles.site.past import tag_on_day


def served(view: type[APIView], tag: Callable[..., str | None] | None = None, **options: Any) -> Callable[..., Any]:
    """A view of the API as a public answer: GET and HEAD only, with a tag."""
    return public(tag=tag)(view.as_view(**options))


urlpatterns = [
    path("", guide, name="api"),
    path("v1/profiles/", served(views.Profiles), name="api-profiles"),
    path("v1/search/", served(views.Search), name="api-search"),
    path("v1/facets/", served(views.Facets), name="api-facets"),
    path("v1/profiles/<slug:slug>/", served(views.Profile, tag_of), name="api-profile"),
    path("v1/profiles/<slug:slug>/claims/", served(views.Claims, tag_of), name="api-claims"),
    path("v1/profiles/<slug:slug>/dependencies/", served(views.Dependencies, tag_of), name="api-dependencies"),
    path("v1/profiles/<slug:slug>/editions/", served(views.Editions, tag_of), name="api-editions"),
    path("v1/profiles/<slug:slug>/editions/<int:number>/", served(views.Edition, tag_of), name="api-edition"),
    path(
        "v1/profiles/<slug:slug>/editions/<int:before>/to/<int:after>/",
        served(past.Difference, tag_between),
        name="api-difference",
    ),
    path("v1/profiles/<slug:slug>/as-of/<str:day>/", served(past.AsOf, tag_on_day), name="api-as-of"),
    path("v1/schema/", served(SpectacularAPIView, renderer_classes=[OpenApiJsonRenderer]), name="api-schema"),
]
