"""Mentors read and score the applications for their projects."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amp_portal.refusals import Refusal
from cohorts.models import Project

from .. import access, blinding, eligibility, progress, spread, submission
from ..forms import AssignForm, RecusalForm, ReviewForm
from ..models import Choice, Recusal, Review, ReviewAssignment

PER_PAGE = 25


@login_required
def reviews(request, slug):
    """My queue: applications in review that chose a project I mentor now, those without my score first.

    Of these first what organizers assigned to me, then what the fewest have read.
    """
    cohort = access.reviewers_cohort(request.user, slug)
    person = request.user.person
    queue = Choice.objects.in_review_with(person).with_reviews_by(person).filter(version__application__cohort=cohort)
    queue = queue.select_related("project", "version__application__person").order_by(
        "own_reviews", "-is_assigned", "reviews_so_far", "rank", "pk"
    )
    page = Paginator(queue, PER_PAGE).get_page(request.GET.get("page"))
    blinding.veil_for(person, cohort).cover(choice.version.application for choice in page)
    mine = Project.objects.published().mentored_by(person).filter(cohort=cohort)
    context = {
        "cohort": cohort,
        "page_obj": page,
        "left": queue.filter(own_reviews=0).count(),
        "progress": progress.of(mine),
        "phase": cohort.phase("review"),
    }
    return render(request, "applications/reviews.html", context)


@login_required
def review(request, slug, pk, project):
    """One application for one of my projects: what was submitted, the verdicts, my score, then the others'."""
    choice = access.reviewable_choice(request.user, slug, pk, project)
    application, person = choice.version.application, request.user.person
    own = Review.objects.filter(application=application, project=choice.project, reviewer=person).first()
    form = ReviewForm(request.POST or None, instance=own)
    if request.method == "POST" and form.is_valid():
        try:
            application.review(choice.project, form.cleaned_data, by=person, now=request.received_at)
        except Refusal as error:
            messages.error(request, error)
        else:
            messages.success(request, _("Saved."))
        return redirect("applications:review", slug, pk, project)
    veil = blinding.veil_for(person, application.cohort)
    veil.cover([application])
    verdict = eligibility.verdict_on(
        application.person, application.cohort, request.received_at, version=choice.version
    )
    context = {
        "cohort": application.cohort,
        "application": application,
        "choice": choice,
        **submission.read(choice.version, application, veil),
        "judges": not veil.is_down,
        "verdict": veil.verdict(verdict, application),
        "form": form,
        "own": own,
        "spreads": spread.by_project(Review.objects.visible_to(person, application, choice.project)),
        "recusal_form": RecusalForm(),
        "criteria": [Review._meta.get_field(name).verbose_name for name in Review.CRITERIA],
    }
    return render(request, "applications/review.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def recuse(request, slug, pk, project):
    """A conflict of interest: the application is not this mentor's to review any more."""
    application = access.reviewable_choice(request.user, slug, pk, project).version.application
    form = RecusalForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please write a little less."))
        return redirect("applications:review", slug, pk, project)
    try:
        Recusal.declare(application, form.cleaned_data["reason"], by=request.user.person, now=request.received_at)
    except Refusal as error:
        messages.error(request, error)
    else:
        messages.success(request, _("Thank you for saying so. Others review this application; the organizers know."))
    return redirect("applications:reviews", slug)


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
