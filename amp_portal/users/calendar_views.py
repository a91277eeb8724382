"""The personal calendar: its secret link is made and taken back here, and read by calendar programs."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from amp_portal import agenda

from . import access
from .models import CalendarLink

SHOWN = 5


@login_required
@never_cache
def calendar(request):
    """Whether there is a link, and what comes next in it. A POST makes a new one and shows it, this once."""
    person, now = access.own_person(request.user), request.received_at
    address = ""
    if request.method == "POST":
        path = reverse("users:calendar-feed", args=[CalendarLink.make(person, now)])
        address = f"webcal://{urlsplit(settings.SITE_URL).netloc}{path}"
    coming = [(entry, entry.has_begun(now)) for entry in agenda.ahead(person, now)[:SHOWN]]
    context = {"link": CalendarLink.of(person), "address": address, "coming": coming}
    return render(request, "users/calendar.html", context)


@login_required
@require_POST
def revoke_calendar(request):
    CalendarLink.revoke(access.own_person(request.user))
    messages.success(request, _("The link does not work any more. Calendars that used it will stop being updated."))
    return redirect("users:calendar")


@require_safe
@never_cache
def calendar_feed(request, token):
    """The dates of whose secret it is. Nobody is told apart from a link that never was."""
    person = access.calendar_of(token, request.received_at)
    return HttpResponse(
        agenda.calendar(person, request.received_at),
        content_type="text/calendar; charset=utf-8",
        headers={"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"},
    )
