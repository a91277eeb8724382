"""From a project's page into the application: the project becomes one of its choices."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from amp_portal.refusals import Refusal

from .. import access, eligibility
from ..completeness import Section
from ..forms.projects import RANK_NAMES
from ..models import Application


@login_required
@never_cache
def choose(request, slug, project):
    """Says what it does and until when; the button starts an application where there is none and adds the project."""
    project, application = access.choosable_project(request.user, slug, project)
    cohort = project.cohort
    if request.method == "POST":
        return _choose(request, project, application)
    text = application.text() if application else None
    context = {
        "project": project,
        "cohort": cohort,
        "application": application,
        "phase": cohort.phase("applications"),
        "is_open": cohort.is_open("applications", request.received_at),
        "in_the_way": [] if text else eligibility.roles_in_the_way(request.user.person, cohort, request.received_at),
        "chosen": text.choices.exclude(project=None).select_related("project") if text else [],
    }
    return render(request, "applications/choose.html", context)


def _choose(request, project, application):
    cohort, person, now = project.cohort, request.user.person, request.received_at
    try:
        if application and application.is_withdrawn:
            application.reopen(by=person, now=now)
        application = application or Application.start(cohort, person, now=now)
        rank = application.choose(project, now=now)
    except Refusal as error:
        messages.error(request, error)
        return redirect("applications:choose", cohort.slug, project.slug)
    told = {"project": project, "rank": str(RANK_NAMES[rank]).lower()}
    messages.success(request, _("“%(project)s” is your %(rank)s. Now write how you would go about it.") % told)
    section = reverse("applications:section", args=[cohort.slug, Section.PROJECTS])
    return redirect(f"{section}#id_approach_{rank}")
