"""More time for a mentorship: an organizer first sees what moves, then confirms."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from amp_portal.refusals import Refusal
from cohorts.effects import moving_reminders

from .. import access, extending
from ..care_forms import ExtendForm


@login_required
def extend(request, pk):
    mentorship, now = access.as_organizer(request.user, pk), request.received_at
    if not mentorship.is_active:
        messages.info(request, _("This mentorship has ended. It can't get more time."))
        return redirect(mentorship)
    form = ExtendForm(request.POST or None, initial={"seen": extending.revision(mentorship)})
    preview = None
    if request.method == "POST" and form.is_valid():
        ends_at = extending.end_on(mentorship, form.cleaned_data["last_day"])
        told = {name: form.cleaned_data[name] for name in ("reason", "words", "seen")}
        try:
            preview = _preview(mentorship, ends_at, now)
            if "confirm" in request.POST:
                mentorship.extend(by=request.user.person, ends_at=ends_at, now=now, **told)
                messages.success(request, _("Done. Everything moves with it, and its people get a letter."))
                return redirect(mentorship)
        except Refusal as refusal:
            preview = None
            form.add_error("last_day", str(refusal))
    context = {
        "cohort": mentorship.cohort,
        "mentorship": mentorship,
        "form": form,
        "preview": preview,
        "extensions": mentorship.extensions.select_related("by"),
    }
    return render(request, "mentorship/extend.html", context, status=422 if form.errors else 200)


def _preview(mentorship, ends_at, now):
    """What it means, to be read before it is done. Raises Refusal where it can't be."""
    shifts = extending.shifts(mentorship, ends_at, now)
    weeks = extending.weeks_more(mentorship, ends_at)
    milestones = extending.milestones_ahead(mentorship, now) if weeks else []
    mentors = mentorship.project.mentors.filter(until=None).select_related("person")
    return {
        "ends_at": ends_at,
        "evaluations": shifts[1:],
        "reminders": moving_reminders(shifts[1:], now),
        "milestones": [(milestone, milestone.week + weeks) for milestone in milestones],
        "people": [mentorship.mentee, *(row.person for row in mentors)],
    }
