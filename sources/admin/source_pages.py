"""Pages beside the list of sources: look for what an address has, bring a list in, take one out."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from records.actors import actor_of
from records.admin import PlainTexts
from records.clock import database_now
from records.frame import in_frame
from records.policy import Policy, declares
from sources.discovering import NotDiscovered, ask
from sources.models import Discovery, Source
from sources.models.source import SourceKind
from sources.outlines import LineState, NotImported, export_sources, import_sources
from sources.publishers import find_publisher
from sources.reading.markup import host_of
from sources.watching.discovered import Found, search_of
from sources.watching.opml import MAX_BYTES

AT_ONCE = 500  # sources of a list; more would keep a worker from readers for too long
AGAIN = 3  # seconds, until a page that grows is asked for again


class AddressForm(PlainTexts, forms.Form):
    address = forms.CharField(
        label="Address",
        max_length=2_000,
        widget=forms.TextInput(attrs={"size": 60, "inputmode": "url", "autocomplete": "off"}),
        help_text="A site, a page or a feed, such as news.example.org. Its feeds and sitemaps are looked for.",
    )


class ListForm(forms.Form):
    file = forms.FileField(
        label="OPML file", help_text=f"At most 5 MiB and {AT_ONCE:,} sources; longer lists by command."
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError("The file is larger than 5 MiB.")
        return file


@declares(Policy.STAFF)
def discover(request: HttpRequest) -> HttpResponse:
    """Where an editor types an address."""
    _allowed(request, "sources.add_source")
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = ask(address=form.cleaned_data["address"], by=actor_of(request), now=database_now())
        except NotDiscovered as refusal:
            form.add_error("address", f"This address cannot be visited. {refusal}")
        else:
            return redirect("admin:sources_source_discovered", pk=row.pk)
    return in_frame(request, "admin/sources/source/discover.html", {"title": "Add by address", "form": form})


@declares(Policy.STAFF)
def discovered(request: HttpRequest, pk: int) -> HttpResponse:
    """What was found so far; the browser asks again until all has been looked at."""
    _allowed(request, "sources.add_source")
    row = get_object_or_404(Discovery, pk=pk)
    search = search_of(row.state)
    context = {
        "title": "Add by address",
        "row": row,
        "found": [_shown(each) for each in search.found],
        "missed": search.missed,
        "left": len(search.todo),
    }
    answer = in_frame(request, "admin/sources/source/discovered.html", context)
    if search.todo:
        answer["Refresh"] = str(AGAIN)
    return answer


@declares(Policy.STAFF)
def import_list(request: HttpRequest) -> HttpResponse:
    """An OPML file, and below it what became of each of its lines."""
    _allowed(request, "sources.add_source")
    form = ListForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"title": "Bring in a list", "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            data = form.cleaned_data["file"].read()
            imported = import_sources(data=data, by=actor_of(request), now=database_now(), most=AT_ONCE)
        except NotImported as refusal:
            form.add_error("file", str(refusal))
        else:
            counts = ", ".join(f"{imported.count(state)} {state}" for state in LineState)
            # What needs an editor stands first.
            order = [LineState.REFUSED, LineState.ADDED, LineState.THERE]
            lines = sorted(imported.lines, key=lambda line: order.index(line.state))
            context |= {"imported": imported, "counts": counts, "lines": lines}
    return in_frame(request, "admin/sources/source/import.html", context)


@declares(Policy.STAFF)
def export_list(request: HttpRequest) -> StreamingHttpResponse:
    """All sources as an OPML file."""
    _allowed(request, "sources.view_source")
    pieces = export_sources(now=database_now())
    answer = StreamingHttpResponse(pieces, content_type="text/x-opml; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="sources.opml"'
    return answer


def _allowed(request: HttpRequest, right: str) -> None:
    if not request.user.has_perm(right):
        raise PermissionDenied


def _shown(found: Found) -> dict[str, Any]:
    """What a template shows of it, with where it is entered, or the source that has it already."""
    held = Source.objects.filter(address=found.address).first()
    publisher = find_publisher(host=host_of(found.address))
    given = {"kind": found.kind, "address": found.address, "name": (found.title or host_of(found.address))[:200]}
    if publisher is not None:
        given["publisher"] = str(publisher.pk)
    return {
        "kind": SourceKind(found.kind).label,
        "address": found.address,
        "title": found.title,
        "count": found.count,
        "newest": datetime.fromisoformat(found.newest) if found.newest else None,
        "words": found.words,
        "held": held,
        "enter": f"{reverse('admin:sources_source_add')}?{urlencode(given)}",
    }
