"""The API of what stood here before: a profile as of a day, and the difference of two editions."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from profiles.editions import differing, published
from profiles.editions.page import Confidence
from profiles.editions.query import day_of
from profiles.site.api import difference_serializers, serializers
from profiles.site.api.problems import BadQuestion
from profiles.site.api.views import PROBLEMS, found_or_404, nothing_asked, score


class AsOf(APIView):
    @extend_schema(
        operation_id="as_of",
        parameters=[OpenApiParameter("day", OpenApiTypes.DATE, OpenApiParameter.PATH)],
        responses={200: serializers.Profile, **PROBLEMS},
    )
    def get(self, request: Request, slug: str, day: str) -> Response:
        """A profile as it stood at the end of a day in UTC: the newest edition by then, with its last assessment."""
        nothing_asked(request)
        return Response(found_or_404(published.record_on(slug, day_of(day), timezone.now())))


class Difference(APIView):
    @extend_schema(
        operation_id="difference",
        parameters=[OpenApiParameter(name, OpenApiTypes.INT, OpenApiParameter.PATH) for name in ("before", "after")],
        responses={200: difference_serializers.Difference, **PROBLEMS},
    )
    def get(self, request: Request, slug: str, before: int, after: int) -> Response:
        """What changed from one edition to a later one: sentence by sentence, source by source, score by score."""
        nothing_asked(request)
        if before >= after:
            raise BadQuestion("Name the older edition first, and a newer one after it.")
        return Response(plain(found_or_404(differing.difference(slug, before, after))))


def plain(value: Any) -> Any:
    """A read model as plain data, with scores as everywhere in the API."""
    if isinstance(value, Confidence):
        return score(value)
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    return [plain(one) for one in value] if isinstance(value, tuple) else value
