"""Organizers see how far the mentors are with their reading, and ask somebody to review."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amp_portal.refusals import Refusal

from .. import access, progress
from ..forms import AssignForm
from ..models import ReviewAssignment

PER_PAGE = 25


@login_required
def reading(request, slug):
    """For organizers: how far the mentors of each project are with their reading."""
    cohort = access.screened_cohort(request.user, slug)
    page = Paginator(cohort.projects.published(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"cohort": cohort, "page_obj": page, "progress": progress.of(page.object_list)}
    return render(request, "applications/reading.html", context)


@login_required
@require_POST
def assign(request, slug, pk):
    """An organizer asks a mentor to review."""
    application = access.screened_application(request.user, slug, pk)
    form = AssignForm(request.POST, application=application)
    if not form.is_valid():
        messages.error(request, _("Choose a mentor of one of the projects."))
        return redirect("applications:application", slug, pk)
    mentor = form.cleaned_data["mentor"]
    try:
        ReviewAssignment.assign(application, mentor, by=request.user.person, now=request.received_at)
    except Refusal as error:
        messages.error(request, error)
    else:
        messages.success(request, _("It stands first in the queue of %(person)s now.") % {"person": mentor.person})
    return redirect("applications:application", slug, pk)


@login_required
@require_POST
def unassign(request, slug, pk, assignment):
    application = access.screened_application(request.user, slug, pk)
    application.review_assignments.filter(pk=assignment).delete()
    messages.success(request, _("Taken back."))
    return redirect("applications:application", slug, pk)
