"""An organizer ends a mentorship before its time; and lifts the bar that came with a removal."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from amp_portal.refusals import Refusal

from .. import access
from ..forms import EndForm, LiftBarForm
from ..states import State


@login_required
def end(request, pk):
    """First see what it means, then confirm."""
    mentorship, now = access.as_organizer(request.user, pk), request.received_at
    if not mentorship.is_active:
        messages.info(request, _("This mentorship has ended already."))
        return redirect(mentorship)
    form = EndForm(request.POST or None)
    chosen = form.cleaned_data["outcome"] if request.method == "POST" and form.is_valid() else None
    if chosen and "confirm" in request.POST:
        try:
            mentorship.end_early(**form.cleaned_data, by=request.user.person, now=now)
        except Refusal as refusal:
            messages.error(request, refusal)
        else:
            messages.success(request, _("It has ended. %(mentee)s gets a letter with your words.") % _names(mentorship))
        return redirect(mentorship)
    context = {
        "cohort": mentorship.cohort,
        "mentorship": mentorship,
        "form": form,
        "chosen": chosen,
        "effects": effects(mentorship, chosen, now) if chosen else [],
        "question": chosen and _QUESTIONS[chosen] % _names(mentorship),
    }
    return render(request, "mentorship/end.html", context, status=422 if form.errors else 200)


_QUESTIONS = {
    State.WITHDRAWN: gettext_lazy("%(mentee)s withdraws from the program?"),
    State.FAILED: gettext_lazy("The mentorship of %(mentee)s ends as not passed?"),
    State.REMOVED: gettext_lazy("%(mentee)s is removed for misconduct?"),
}


def _names(mentorship):
    return {"mentee": mentorship.mentee}


def effects(mentorship, outcome, now):
    """What it means, in sentences."""
    yield _("They can read everything written here, and write no more. Their mentors get a letter, too.")
    yield _("Reminders and questions how they are stop; no evaluation is asked for any more.")
    if now < mentorship.starts_at:
        yield _("The program has not started: the place is free again, and goes to the waiting list.")
    else:
        yield _("The place counts as used, and as a time of taking part.")
        if mentorship.cohort.is_funded and mentorship.track == "sponsored":
            yield _("Their share of the stipend goes to those of the project who pass.")
    if outcome == State.REMOVED:
        yield _("They can’t get a place in any cohort until an organizer lifts the bar.")


@login_required
@require_POST
def lift_bar(request, pk):
    mentorship = access.as_organizer(request.user, pk)
    form = LiftBarForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please say why. Nothing has changed."))
        return redirect(mentorship)
    try:
        mentorship.lift_bar(by=request.user.person, now=request.received_at, **form.cleaned_data)
    except Refusal as refusal:
        messages.error(request, refusal)
    else:
        messages.success(request, _("%(mentee)s may take part again.") % _names(mentorship))
    return redirect(mentorship)
