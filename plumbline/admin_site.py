from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from briefings.accounts.factors import has_second_factor
from briefings.waiting import waiting as waiting_at_the_gate
from plumbline.erasure.ordering import waiting as erasures_that_wait
from profiles.desk.waiting import waiting

LIBRARIES = {"account", "mfa", "usersessions"}
"""Apps whose pages stay out of the desk: they would show secrets, and search by columns that our users lack."""
GUARD_FIRST = (
    "The desk opens with a second factor: add a passkey or an authenticator app. "
    "Then your password alone lets nobody in."
)


class PlumblineAdminSite(AdminSite):
    site_header = "Plumbline desk"
    site_title = "Plumbline desk"
    index_title = "Desk"
    site_url = "/"

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        today = timezone.now().date()
        desk = {"desk": waiting(request.user, today), "gate": waiting_at_the_gate(request.user)}
        if request.user.has_perm("records.approve_erasure"):
            desk |= {"erasures": erasures_that_wait()}
        return super().index(request, {**(extra_context or {}), **desk})

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        models = model_or_iterable if isinstance(model_or_iterable, Iterable) else [model_or_iterable]
        super().register([m for m in models if m._meta.app_label not in LIBRARIES], admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        """Staff, with a second factor. The demonstration, on one machine with its log-in printed, does without."""
        return super().has_permission(request) and (settings.DEMO or _is_guarded(request))

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one log-in, the readers': a second one beside it would ask for no second factor."""
        there = request.GET.get("next") or reverse("admin:index")
        if not request.user.is_authenticated:
            return redirect_to_login(there, reverse("account_login"))
        if not super().has_permission(request):
            raise Http404  # for whoever does not work here, nothing is here
        if not self.has_permission(request):
            messages.warning(request, GUARD_FIRST)
            return HttpResponseRedirect(reverse("mfa_index"))
        return HttpResponseRedirect(reverse("admin:index"))

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One page as well: there, wrong tries are counted."""
        return HttpResponseRedirect(reverse("account_change_password"))


def _is_guarded(request: HttpRequest) -> bool:
    """Asked many times for one page of the admin, looked up once."""
    if not hasattr(request, "is_guarded"):
        request.is_guarded = has_second_factor(request.user)  # type: ignore[attr-defined, arg-type]
    return bool(request.is_guarded)  # type: ignore[attr-defined]
