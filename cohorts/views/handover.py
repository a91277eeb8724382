"""Mentors who need help or leave, and the organizers' page on which somebody follows them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from amp_portal.refusals import Refusal

from .. import access, handover
from ..forms.handover import ReplaceForm, StepBackForm
from ..models import MentorWish


@login_required
def replace(request, slug, project_slug, pk):
    """Somebody follows a mentor: first see what passes on and who hears of it, then confirm."""
    role = access.replaceable_mentor(request.user, slug, project_slug, pk)
    project, now = role.project, request.received_at
    if role.until:
        messages.info(request, _("%(person)s does not mentor this project any more.") % {"person": role.person})
        return redirect(project)
    form = ReplaceForm(request.POST or None, role=role)
    chosen = request.method == "POST" and form.is_valid()
    if chosen and "confirm" in request.POST:
        try:
            project.replace_mentor(role, **form.cleaned_data, by=request.user.person, now=now)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            chosen = False
        else:
            names = {"leaving": role.person, "following": form.cleaned_data["following"]}
            done = _("%(following)s follows %(leaving)s from now on. Everybody concerned gets a letter.")
            messages.success(request, done % names)
            return redirect(project)
    context = {
        "cohort": project.cohort,
        "project": project,
        "role": role,
        "form": form,
        "following": form.cleaned_data["following"] if chosen else None,
        "open": handover.of(project, role.person, now),
        "told": project.told_of(role),
    }
    return render(request, "cohorts/mentor_replace.html", context, status=422 if form.errors else 200)


@login_required
def step_back(request, slug, project_slug):
    """A mentor asks for backup, or steps down."""
    project = access.mentored_project(request.user, slug, project_slug)
    person = request.user.person
    form = StepBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            wish = MentorWish.ask(project, person, **form.cleaned_data, now=request.received_at)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            if wish is None:
                messages.success(
                    request, _("You don't mentor this project any more. Thank you for what you gave to it!")
                )
                return redirect("home")
            messages.success(request, _("The organizers hear of it now. Thank you for saying so."))
            return redirect(project)
    context = {
        "cohort": project.cohort,
        "project": project,
        "form": form,
        "leads_alone": project.leads_alone(person),
        "open": handover.of(project, person, request.received_at),
    }
    return render(request, "cohorts/mentor_step_back.html", context, status=422 if form.errors else 200)
