"""What an evaluation asks of organizers afterwards: a support plan, a word on a missed form."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amp_portal.refusals import Refusal
from mentorship.models import Mentorship
from mentorship.views.ending import effects

from . import access, plans, proposals
from .forms import CloseForm, ConfirmForm, ForgiveForm, PlanForm


@login_required
def plan(request, pk):
    """Organizers write it, the people of the mentorship read it."""
    found, reader = access.plan(request.user, pk)
    form = None
    if request.method == "POST":
        found = access.plan_to_write(request.user, pk)
        form = PlanForm(request.POST, instance=found, now=request.received_at)
        if form.is_valid() and _try(request, plans.write, found, **form.cleaned_data):
            messages.success(request, _("Kept. The mentee and the mentors read it now."))
            return redirect(found)
    return _plan_page(request, found, reader, form)


@login_required
@require_POST
def close_plan(request, pk):
    found = access.plan_to_write(request.user, pk)
    form = CloseForm(request.POST)
    if not form.is_valid():
        _found, reader = access.plan(request.user, pk)
        return _plan_page(request, found, reader, close_form=form)
    if _try(request, plans.close, found, **form.cleaned_data):
        messages.success(request, _("Closed. It stays for you all to read."))
    return redirect(found)


def _plan_page(request, found, reader, form=None, close_form=None):
    context = {
        "plan": found,
        "mentorship": found.mentorship,
        "cohort": found.mentorship.cohort,
        "reader": reader,
        "is_mentee": reader.person_id == found.mentorship.mentee_id,
        "leads": found.mentorship.cohort.leads(),
    }
    if reader.organizes and not found.is_closed:
        context["form"] = form or PlanForm(instance=found, now=request.received_at)
        context["close_form"] = close_form or CloseForm(auto_id="close-%s")
    has_errors = any(asked is not None and asked.errors for asked in (form, close_form))
    return render(request, "evaluations/aftercare/plan.html", context, status=422 if has_errors else 200)


@login_required
def proposal(request, pk):
    """What is missing, and both answers."""
    return _proposal_page(request, access.proposal(request.user, pk))


@login_required
@require_POST
def forgive(request, pk):
    found = access.proposal(request.user, pk)
    form = ForgiveForm(request.POST, auto_id="forgive-%s")
    if not form.is_valid():
        return _proposal_page(request, found, forgive_form=form)
    if _try(request, proposals.forgive, found, **form.cleaned_data):
        said = _("Forgiven: %(mentee)s stays, and hears that all is well. Their result is yours to decide.")
        messages.success(request, said % {"mentee": found.mentorship.mentee})
    return redirect(found)


@login_required
@require_POST
def confirm(request, pk):
    found = access.proposal(request.user, pk)
    form = ConfirmForm(request.POST, auto_id="confirm-%s")
    if not form.is_valid():
        return _proposal_page(request, found, confirm_form=form)
    if _try(request, proposals.confirm, found, **form.cleaned_data):
        said = _("It has ended. %(mentee)s gets a letter with your words.")
        messages.success(request, said % {"mentee": found.mentorship.mentee})
    return redirect(found)


def _proposal_page(request, found, forgive_form=None, confirm_form=None):
    mentorship, now = found.mentorship, request.received_at
    signs = Mentorship.objects.with_signs().with_absences(now).get(pk=mentorship.pk)
    context = {
        "proposal": found,
        "mentorship": mentorship,
        "cohort": mentorship.cohort,
        "missing": proposals.missing_of(found),
        "heard_at": signs.mentee_heard_at,
        "away_until": signs.mentee_away_until,
        "effects": effects(mentorship, Mentorship.State.FAILED, now),
        "forgive_form": forgive_form or ForgiveForm(auto_id="forgive-%s"),
        "confirm_form": confirm_form or ConfirmForm(auto_id="confirm-%s"),
        "confirming": confirm_form is not None,
    }
    has_errors = forgive_form is not None or confirm_form is not None
    return render(request, "evaluations/aftercare/proposal.html", context, status=422 if has_errors else 200)


def _try(request, verb, thing, **said):
    """Whether it could be done; says why where not."""
    try:
        verb(thing, by=request.user.person, now=request.received_at, **said)
    except Refusal as refusal:
        messages.error(request, refusal)
        return False
    return True
