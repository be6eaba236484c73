"""The API: reading only, the same answers for everyone. Each view makes one call into the read model."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from profiles.editions import listing, published
from profiles.editions.cards import Card
from profiles.editions.page import Confidence
from profiles.editions.query import FACETS, SORTS, ProfileQuery, parse
from profiles.site.api import serializers
from profiles.site.api.problems import BadQuestion

PATH = "/api/v1/profiles/"
FILTERS = [
    OpenApiParameter("q", str, description="Words to look for"),
    OpenApiParameter("sort", str, enum=list(SORTS)),
    OpenApiParameter("after", str, description="Where the page before ended; follow next instead of making one"),
    *(OpenApiParameter(facet, str, many=True, description=f"Only this {facet}") for facet in FACETS),
]
PROBLEMS = {400: serializers.Problem, 404: serializers.Problem, 429: serializers.Problem}


class Profiles(APIView):
    @extend_schema(
        operation_id="profiles", parameters=FILTERS, responses={200: serializers.CardPage, 400: serializers.Problem}
    )
    def get(self, request: Request) -> Response:
        """Published profiles, a page at a time."""
        query = _question(request)
        found = listing.cards(query)
        following = found.following.address(PATH) if found.following else None
        return Response(
            {
                "results": [_card(card) for card in found.cards],
                "next": f"{settings.SITE_ADDRESS}{following}" if following else None,
            }
        )


class Search(Profiles):
    @extend_schema(
        operation_id="search", parameters=FILTERS, responses={200: serializers.CardPage, 400: serializers.Problem}
    )
    def get(self, request: Request) -> Response:
        """Published profiles that have all the words of q, best match first."""
        if not request.query_params.get("q"):
            raise BadQuestion("Say what to look for: q is missing.")
        return super().get(request)


class Facets(APIView):
    @extend_schema(operation_id="facets", responses={200: serializers.Facet(many=True)})
    def get(self, request: Request) -> Response:
        """What profiles can be filtered by, with how many there are of each."""
        nothing_asked(request)
        groups = listing.groups(ProfileQuery())
        return Response(
            [
                {
                    "facet": group.facet,
                    "name": group.name,
                    "options": [
                        {"slug": option.slug, "label": option.label, "count": option.count} for option in group.options
                    ],
                }
                for group in groups
            ]
        )


class Profile(APIView):
    @extend_schema(operation_id="profile", responses={200: serializers.Profile, **PROBLEMS})
    def get(self, request: Request, slug: str) -> Response:
        """The newest edition of a profile with its newest assessment: all that is needed to recompute its scores."""
        nothing_asked(request)
        return Response(found_or_404(published.record(slug)))


class Editions(APIView):
    @extend_schema(operation_id="editions", responses={200: serializers.EditionRow(many=True), **PROBLEMS})
    def get(self, request: Request, slug: str) -> Response:
        """Every edition of a profile, newest first."""
        nothing_asked(request)
        return Response(
            [
                {
                    "number": row.number,
                    "kind": row.kind,
                    "published_at": row.published_at,
                    "note": row.note,
                    "digest": row.digest,
                    "address": row.address,
                    "score": score(row.confidence),
                }
                for row in found_or_404(published.editions(slug)).rows
            ]
        )


class Edition(APIView):
    @extend_schema(
        operation_id="edition",
        parameters=[OpenApiParameter("number", OpenApiTypes.INT, OpenApiParameter.PATH)],
        responses={200: serializers.Profile, **PROBLEMS},
    )
    def get(self, request: Request, slug: str, number: int) -> Response:
        """One edition of a profile with its newest assessment."""
        nothing_asked(request)
        return Response(found_or_404(published.record(slug, number)))


class Claims(APIView):
    @extend_schema(operation_id="claims", responses={200: serializers.Claim(many=True), **PROBLEMS})
    def get(self, request: Request, slug: str) -> Response:
        """The statements of a profile, each with its sources, its score and how that came about."""
        nothing_asked(request)
        return Response(found_or_404(published.record(slug))["claims"])


class Dependencies(APIView):
    @extend_schema(operation_id="dependencies", responses={200: serializers.Dependency(many=True), **PROBLEMS})
    def get(self, request: Request, slug: str) -> Response:
        """Whom a profile depends on and who depends on it; each tie names the statement behind it."""
        nothing_asked(request)
        return Response(found_or_404(published.record(slug))["dependencies"])


def _question(request: Request) -> ProfileQuery:
    return parse(dict(request.query_params.lists()))


def nothing_asked(request: Request) -> None:
    for name in request.query_params:
        raise BadQuestion(f"There is no parameter “{name[:40]}” here.")


def found_or_404(value: Any) -> Any:
    if value is None:
        raise Http404
    return value


def score(confidence: Confidence) -> dict[str, Any]:
    plain = asdict(confidence)
    return {
        "ten_thousandths": plain["score"],
        "shown": plain["number"],
        **{name: plain[name] for name in ("band", "grade", "label", "range")},
    }


def _card(card: Card) -> dict[str, Any]:
    return {
        "slug": card.slug,
        "name": card.name,
        "summary": card.summary,
        "mark": card.mark,
        "focus": card.focus,
        "regions": card.regions,
        "impact": card.impact.label,
        "edition": card.edition,
        "address": f"{settings.SITE_ADDRESS}/profiles/{card.slug}/",
        "score": score(card.confidence),
    }
