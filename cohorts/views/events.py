"""Events of a cohort: organizers add, change and cancel them."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amp_portal import once

from .. import access
from ..forms.event import EventForm
from ..models import Event


@login_required
@once.per_press
def events(request, slug):
    """What is planned, the newest first, and a form for one more."""
    cohort = access.organized_cohort(request.user, slug)
    form = EventForm(request.POST or None, instance=Event(cohort=cohort))
    if request.method == "POST" and form.is_valid():
        form.instance.put_down()
        messages.success(request, _("It is in the calendars of those it is for."))
        return redirect("cohorts:events", slug)
    page_obj = Paginator(cohort.events.order_by("-starts_at", "-pk"), 25).get_page(request.GET.get("page"))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "cohorts/events.html", {"cohort": cohort, "form": form, "page_obj": page_obj}, status=status)


@login_required
def event(request, slug, pk):
    """Change one."""
    event = access.organized_event(request.user, slug, pk)
    form = EventForm(request.POST or None, instance=event)
    if request.method == "POST" and form.is_valid():
        event.change(by=request.user.person, now=request.received_at)
        messages.success(
            request, _("Changed. A new time or link is told to whom it is for; calendars move by themselves.")
        )
        return redirect("cohorts:events", slug)
    context = {"cohort": event.cohort, "event": event, "form": form, "told": event.people().count()}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "cohorts/event.html", context, status=status)


@login_required
@require_POST
def cancel_event(request, slug, pk):
    event = access.organized_event(request.user, slug, pk)
    event.cancel(by=request.user.person, now=request.received_at)
    messages.success(request, _("Cancelled. It leaves the calendars that follow it, and whom it was for hear of it."))
    return redirect("cohorts:events", slug)
