"""Mentors read and score the applications for their projects."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from amp_portal.refusals import Refusal
from cohorts.queue import around

from .. import access, eligibility
from ..forms import ReviewForm
from ..models import Choice, Review

PER_PAGE = 25


@login_required
def reviews(request, slug):
    """My queue: applications in review that chose a project I mentor now, those without my score first."""
    cohort = access.reviewers_cohort(request.user, slug)
    person = request.user.person
    queue = Choice.objects.in_review_with(person).with_reviews_by(person).filter(version__application__cohort=cohort)
    queue = queue.select_related("project", "version__application__person").order_by(
        "own_reviews", "project__title", "rank", "pk"
    )
    context = {
        "cohort": cohort,
        "page_obj": Paginator(queue, PER_PAGE).get_page(request.GET.get("page")),
        "waiting": queue.filter(own_reviews=0).count(),
        "review": cohort.phase("review"),
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
            messages.success(request, _("Saved. Below you see what the other mentors think."))
        return redirect("applications:review", slug, pk, project)
    context = {
        "cohort": application.cohort,
        "application": application,
        "choice": choice,
        "version": choice.version,
        "choices": choice.version.choices.select_related("project"),
        "verdict": eligibility.verdict_on(application.person, application.cohort, request.received_at),
        "form": form,
        "own": own,
        "queue": _waiting(choice, person),
        "reviews": Review.objects.visible_to(person, application, choice.project),
        "criteria": [Review._meta.get_field(name).verbose_name for name in Review.CRITERIA],
    }
    return render(request, "applications/review.html", context, status=422 if form.errors else 200)


def _waiting(choice, person):
    """The applications for one's projects without one's own score, around this one."""
    cohort = choice.version.application.cohort
    waiting = Choice.objects.in_review_with(person).with_reviews_by(person)
    waiting = waiting.filter(version__application__cohort=cohort, own_reviews=0).order_by(
        "project__title", "rank", "pk"
    )
    pages = {
        pk: reverse("applications:review", args=[cohort.slug, application, project])
        for pk, application, project in waiting.values_list("pk", "version__application", "project__slug")
    }
    return around(pages, choice.pk, pages.__getitem__)
