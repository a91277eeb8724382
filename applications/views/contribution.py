"""Mentors and organizers look at what an applicant contributed, where GitHub does not tell by itself."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from amp_portal.refusals import Refusal

from .. import access
from ..forms import ContributionForm


@login_required
def contribution(request, slug, pk):
    """One contribution: what is said about it, who decided, and my decision. After it, back to the application."""
    contribution, back = access.judged_contribution(request.user, slug, pk)
    link = contribution.links().last()
    day = contribution.made_on or (link and link.made_on)
    initial = {"made_on": day, "decision": ContributionForm.CONFIRM}
    form = ContributionForm(request.POST or None, initial=initial, now=request.received_at)
    if request.method == "POST" and form.is_valid():
        try:
            _decide(contribution, form.cleaned_data, by=request.user.person, now=request.received_at)
        except Refusal as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Recorded. The verdicts take it into account."))
            return redirect(back)
    context = {
        "cohort": contribution.cohort,
        "contribution": contribution,
        "link": link,
        "back": back,
        "form": form,
        "moves": contribution.moves.select_related("by"),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "applications/contribution.html", context, status=status)


def _decide(contribution, said, *, by, now):
    if said["decision"] == ContributionForm.CONFIRM:
        contribution.confirm(by=by, now=now, made_on=said["made_on"], reason=said["reason"])
    else:
        contribution.reject(said["reason"], by=by, now=now)
