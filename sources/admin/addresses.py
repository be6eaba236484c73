"""How addresses are typed in every form of sources."""

from __future__ import annotations

from typing import Any

from django.db import models

# An address typed without its scheme is meant as https.
HTTPS: dict[type[models.Field[Any, Any]], dict[str, Any]] = {models.URLField: {"assume_scheme": "https"}}
