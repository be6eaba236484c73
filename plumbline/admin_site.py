from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.template.response import TemplateResponse

from briefings.waiting import waiting as waiting_at_the_gate
from profiles.desk.waiting import waiting


class PlumblineAdminSite(AdminSite):
    site_header = "Plumbline desk"
    site_title = "Plumbline desk"
    index_title = "Desk"
    site_url = "/"

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        desk = {"desk": waiting(request.user), "gate": waiting_at_the_gate(request.user)}
        return super().index(request, {**(extra_context or {}), **desk})
