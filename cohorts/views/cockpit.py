from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amp_portal.numbers import number
from amp_portal.refusals import Refusal

from .. import access, cockpit, schedule, second_factor, timeline
from ..effects import moving_reminders, touched
from ..forms.schedule import ScheduleForm


@login_required
def start(request, slug):
    """Where organizers begin: where the cohort stands, what is still to set up, what needs them."""
    cohort = access.organized_cohort(request.user, slug)
    now = request.received_at
    needs, setup = cockpit.needs(cohort, now), cockpit.setup(cohort)
    page = {
        "cohort": cohort,
        "needs_second_factor": second_factor.is_asked(request.user.person),
        "current": cohort.current_phases(now),
        "next": cohort.next_phase(now),
        "week": cohort.week(now),
        "timeline": timeline.of(cohort, now),
        "setup": setup,
        "done": sum(check.is_done for check in setup),
        "todo": not cohort.imported and not all(check.is_done for check in setup),
        "needs": needs,
        "charts": cockpit.chart.gather(cohort, now),
        "others": cockpit.facts(cohort, now, needs),
    }
    return render(request, "cohorts/cockpit.html", page)


@login_required
@require_POST
def publish(request, slug):
    cohort = access.organized_cohort(request.user, slug)
    try:
        cohort.publish(by=request.user.person, now=request.received_at)
        messages.success(request, _("%(cohort)s is public now.") % {"cohort": cohort})
    except Refusal as error:
        messages.error(request, error)
    return redirect("cohorts:cockpit", slug)


@login_required
def edit_schedule(request, slug):
    """Move the cohort's dates: first see what moves and whom it touches, then confirm."""
    cohort = access.organized_cohort(request.user, slug)
    now = request.received_at
    form = ScheduleForm(request.POST if request.method == "POST" else None, cohort=cohort, now=now)
    changed = request.method == "POST" and form.is_valid() and bool(form.shifts)
    if changed and "confirm" in request.POST:
        if _reschedule(request, cohort, form):
            return redirect("cohorts:schedule", cohort.slug)
        changed = False
    people = touched(cohort, now) if changed else {}
    page = {
        "cohort": cohort,
        "form": form,
        "revision": schedule.revision(cohort),
        "preview": form.shifts if changed else [],
        "reminders": moving_reminders(form.shifts, now) if changed else [],
        "touched": [(role.label, len(ids)) for role, ids in people.items() if ids],
        "concerned": len(set().union(*people.values())),
        "nothing_moves": request.method == "POST" and form.is_valid() and not changed,
        "changes": cohort.changes.exclude(moved=[]).select_related("by")[:10],
    }
    return render(request, "cohorts/schedule.html", page)


def _reschedule(request, cohort, form):
    """Whether the dates have moved; else the form says why not, and keeps what was typed."""
    try:
        schedule.reschedule(
            cohort,
            form.windows,
            by=request.user.person,
            now=request.received_at,
            seen=number(request.POST.get("revision", "")),
        )
    except Refusal as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("The dates have changed."))
    return True
