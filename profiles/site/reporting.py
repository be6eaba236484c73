"""“Report an error”: the one page of this site on which readers write. Private, since it sets a cookie."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_http_methods, require_safe

from profiles.editions.reports import TooMany, report, reportable
from profiles.site.views import NOTHING_HERE
from records.callers import network_of
from records.policy import Policy, declares


class ReportForm(forms.Form):
    text = forms.CharField(
        label="What is wrong?", max_length=4000, widget=forms.Textarea(attrs={"rows": 6}), strip=True
    )
    evidence = forms.CharField(
        label="Where can one see that?",
        required=False,
        max_length=2000,
        help_text="An address, or the name of a document. You can leave this empty.",
    )
    contact = forms.EmailField(
        label="Your e-mail address",
        required=False,
        max_length=254,
        help_text="If you would like an answer. We use it for that and for nothing else.",
    )


@declares(Policy.MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def report_error(request: HttpRequest, slug: str) -> HttpResponse:
    about = reportable(slug, request.GET.get("statement", ""))
    if about is None:
        raise Http404(NOTHING_HERE)
    form = ReportForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            report(about=about, sender=_sender(request, f"{now:%Y-%m-%d}"), now=now, **form.cleaned_data)
        except TooMany as refusal:
            form.add_error(None, str(refusal))
            status = 429
        else:
            return redirect("report-thanks", about.slug)
    elif request.method == "POST":
        status = 400
    return render(request, "profiles/report.html", {"about": about, "form": form}, status=status)


@declares(Policy.MEMBERS)
@require_safe
def report_thanks(request: HttpRequest, slug: str) -> HttpResponse:
    about = reportable(slug, "")
    if about is None:
        raise Http404(NOTHING_HERE)
    return render(request, "profiles/report_thanks.html", {"about": about})


def _sender(request: HttpRequest, day: str) -> str:
    """The network under a key and the day: enough to slow one sender down, and nothing to keep."""
    return salted_hmac("reports", f"{network_of(request)}|{day}", algorithm="sha256").hexdigest()
