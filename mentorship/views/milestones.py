from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from amp_portal.refusals import Refusal

from .. import access
from ..forms import ReplanForm
from ..models import Milestone

# What is done, who may do it, and what they are told.
MOVES = {
    "start": (Milestone.start, access.milestone_of_mentee, _("Started. Enjoy it!")),
    "finish": (
        Milestone.finish,
        access.milestone_of_mentee,
        _("Done, wonderful! Your mentors will have a look."),
    ),
    "reopen": (Milestone.reopen, access.milestone_of_mentee, _("It is in progress again.")),
    "accept": (
        Milestone.accept,
        access.milestone_of_mentor,
        _("Accepted. The mentee will be glad to hear it."),
    ),
}


@login_required
@require_POST
def move_milestone(request, pk, milestone_pk, move):
    verb, load, thanks = MOVES[move]
    milestone = load(request.user, pk, milestone_pk)
    try:
        verb(milestone, by=request.user.person, now=request.received_at)
    except Refusal as refusal:
        messages.error(request, refusal)
    else:
        messages.success(request, thanks)
    return redirect(milestone.mentorship)


@login_required
def replan(request, pk, milestone_pk):
    """Another week for a milestone, with a reason; either side."""
    milestone = access.milestone_of_either(request.user, pk, milestone_pk)
    form = ReplanForm(request.POST or None, weeks=milestone.mentorship.weeks, initial={"week": milestone.week})
    if request.method == "POST" and form.is_valid():
        try:
            milestone.replan(by=request.user.person, now=request.received_at, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Planned anew. Plans are there to be changed."))
            return redirect(milestone.mentorship)
    context = {"milestone": milestone, "mentorship": milestone.mentorship, "form": form}
    return render(request, "mentorship/replan.html", context, status=422 if form.errors else 200)
