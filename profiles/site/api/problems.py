"""Errors as problem+json (RFC 9457): a type, a title, a status, and a sentence that says what to do."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from rest_framework import status
from rest_framework.exceptions import APIException, Throttled
from rest_framework.response import Response

from profiles.editions.finding import NothingThen
from profiles.editions.query import BadQuery

TITLES = {400: "The question cannot be answered", 404: "Nothing here", 405: "Reading only", 429: "Too many requests"}


class BadQuestion(APIException):
    status_code = status.HTTP_400_BAD_REQUEST
    default_detail = "The question names something that is not on the list."


def problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """Turn an exception into a problem; None where it is no error of the request."""
    if isinstance(error, Http404):
        return _answer(404, "There is no published profile or edition at this address.")
    if isinstance(error, BadQuery):
        return _answer(400, str(error))
    if isinstance(error, NothingThen):
        return _answer(404, str(error))
    if isinstance(error, APIException):
        headers = {}
        if isinstance(error, Throttled) and error.wait:
            headers["Retry-After"] = str(int(error.wait) + 1)
        return _answer(error.status_code, str(error.detail), headers)
    return None


def _answer(code: int, detail: str, headers: dict[str, str] | None = None) -> Response:
    body = {"type": "about:blank", "title": TITLES.get(code, "Error"), "status": code, "detail": detail}
    return Response(body, status=code, headers=headers, content_type="application/problem+json")
