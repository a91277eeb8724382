"""A mentor's project idea: drafting, editing, submitting, withdrawing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amp_portal import once
from amp_portal.refusals import Refusal

from .. import access, windows
from ..forms.project import ProposalForms, ReasonForm, task_rows
from ..models import Project
from ..proposal import Incomplete, Stale


@login_required
@once.per_press
def propose(request, slug):
    """A new idea. Saving makes a draft; handing it in, where asked for, comes after."""
    cohort = access.proposing_cohort(request.user, slug)
    person = request.user.person
    forms = ProposalForms(request.POST or None, cohort=cohort, leads=[person.pk])
    if request.method == "POST" and forms.is_valid():
        try:
            project = Project.propose(cohort, forms.proposal(), by=person, now=request.received_at)
        except Refusal as refusal:
            forms.form.add_error(None, str(refusal))
        else:
            return _after_saving(request, project)
    context = {
        "cohort": cohort,
        "leads": cohort.leads(),
        "forms": forms,
        "due": windows.proposals_close(cohort, invited=windows.is_invited(cohort, person)),
        "closed": windows.why_not(windows.check_proposing, cohort, person, request.received_at),
    }
    return render(request, "cohorts/proposal_form.html", context)


@login_required
@once.per_press
def edit(request, slug, project_slug):
    """Edit a proposal, or, once a mentee accepted, add tasks to it."""
    project = access.mentored_project(request.user, slug, project_slug)
    if project.is_locked:
        return _add_tasks(request, project)
    status = 200
    leads = [lead.person_id for lead in project.lead_mentors()]
    kwargs = {"cohort": project.cohort, "leads": leads, "proposal": project.text(), "revision": project.revision}
    forms = ProposalForms(request.POST or None, **kwargs)
    if request.method == "POST" and forms.is_valid():
        try:
            project.revise(forms.proposal(), revision=forms.revision, by=request.user.person, now=request.received_at)
        except Incomplete as refusal:
            forms.explain(refusal.missing)
        except Stale as refusal:
            status = 409
            forms.form.rebase(refusal.revision)
            forms.form.add_error(None, _("%(reason)s What you typed is below and not saved yet.") % {"reason": refusal})
        except Refusal as refusal:
            forms.form.add_error(None, str(refusal))
        else:
            return _after_saving(request, project)
    elif request.method == "GET" and "check" in request.GET:
        forms.explain(project.text().missing())
    context = {
        "cohort": project.cohort,
        "leads": project.cohort.leads(),
        "project": project,
        "forms": forms,
        "stale": status == 409,
        "due": project.due(request.user.person),
        "closed": windows.why_not(project.check_window, request.user.person, request.received_at),
    }
    return render(request, "cohorts/proposal_form.html", context, status=status)


def _after_saving(request, project):
    """Hand the idea in where the mentor asked for that; where parts are missing, show which."""
    if "submit" in request.POST and project.is_submittable:
        try:
            project.submit(by=request.user.person, now=request.received_at)
        except Incomplete:
            messages.warning(request, _("Your draft is saved. Some parts are still missing: see below."))
            return redirect(f"{project.get_edit_url()}?check=1")
        except Refusal as refusal:
            messages.warning(request, str(refusal))
            return redirect(project)
    if project.is_awaiting_review:
        messages.success(request, _("Thank you! Your proposal is with the organizers. You hear from them by e-mail."))
        return redirect(project)
    messages.success(request, _("Your draft is saved."))
    return redirect(project.get_edit_url())


def _add_tasks(request, project):
    tasks = task_rows(request.POST or None)
    if request.method == "POST" and tasks.is_valid():
        rows = [(row["title"], row["url"]) for row in tasks.filled()]
        try:
            project.add_tasks(rows, by=request.user.person, now=request.received_at)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The tasks are on the project's page."))
            return redirect(project)
    context = {"cohort": project.cohort, "leads": project.cohort.leads(), "project": project, "tasks": tasks}
    return render(request, "cohorts/project_tasks.html", context)


@login_required
@require_POST
def submit(request, slug, project_slug):
    """Hand in a draft as it is saved."""
    project = access.mentored_project(request.user, slug, project_slug)
    try:
        project.submit(by=request.user.person, now=request.received_at)
    except Incomplete:
        messages.warning(request, _("Some parts are still missing: see below."))
        return redirect(f"{project.get_edit_url()}?check=1")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Thank you! Your proposal is with the organizers. You hear from them by e-mail."))
    return redirect(project)


@login_required
@require_POST
def withdraw(request, slug, project_slug):
    """By a mentor of it; by an organizer with a reason."""
    project = access.withdrawable_project(request.user, slug, project_slug)
    form = ReasonForm(request.POST)
    if not form.is_valid() and not access.mentors(request.user, project):
        messages.error(request, _("Please say why, so that the mentors understand."))
        return redirect(project)
    try:
        project.withdraw(by=request.user.person, now=request.received_at, reason=form.cleaned_data.get("reason", ""))
        messages.success(request, _("“%(project)s” is withdrawn.") % {"project": project})
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(project)


@login_required
@require_POST
def reopen(request, slug, project_slug):
    project = access.mentored_project(request.user, slug, project_slug)
    try:
        project.reopen(by=request.user.person, now=request.received_at)
        messages.success(request, _("“%(project)s” is a draft again.") % {"project": project})
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(project)
