from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import ListView

from .. import access, announcing, calendar, calls, season, timeline
from ..models import Cohort


class Cohorts(ListView):
    """All cohorts everybody may see: running, upcoming, finished."""

    template_name = "cohorts/cohorts.html"
    context_object_name = "cohorts"
    paginate_by = 25

    def get_queryset(self):
        return Cohort.objects.public().by_stage(self.request.received_at).with_phases()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        for cohort in context["cohorts"]:
            cohort.standing = season.standing(cohort, self.request.received_at)
        return context


def cohort(request, slug):
    """What this cohort is, where it stands, and what a visitor can do here now."""
    cohort = access.public_cohort(request.user, slug)
    now = request.received_at
    page = {
        "cohort": cohort,
        "organizes": access.organizes(request.user, cohort),
        "current": cohort.current_phases(now),
        "next": cohort.next_phase(now),
        "week": cohort.week(now),
        "is_over": cohort.is_over(now),
        "timeline": timeline.of(cohort, now),
        "calls": calls.of(cohort, request.user, now),
        "events": access.readable_events(request.user, cohort).ahead(now)[:10],
        "mentees": announcing.mentees(cohort, now),
        "place": access.place(request.user, cohort),
        "leads": cohort.leads(),
        "subscription": calendar.subscription(cohort),
    }
    return render(request, "cohorts/cohort.html", page)


@login_required
@require_POST
def named(request, slug):
    """A mentee agrees to be named in public, or takes that back. ``named``: yes, or anything else for no."""
    place = access.own_place(request.user, slug)
    place.let_be_named(request.POST.get("named") == "yes", now=request.received_at)
    if place.named_since:
        messages.success(request, _("Thank you. You are named on this page once the mentees are announced."))
    else:
        messages.success(request, _("You are not named on this page any more."))
    return redirect("cohorts:cohort", slug)


def feed(request, slug):
    """The cohort's dates for calendar programs."""
    cohort = access.public_cohort(request.user, slug)
    return HttpResponse(
        calendar.feed(cohort),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'inline; filename="{cohort.slug}.ics"'},
    )
