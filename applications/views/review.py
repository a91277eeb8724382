"""Mentors read and score the applications for their projects: first what was written, in the end the work together."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amp_portal.refusals import Refusal
from cohorts import queue
from cohorts.models import Project

from .. import access, blinding, eligibility, finals, progress, redacted, spread, submission
from ..forms import FinalReviewForm, RecusalForm, ReviewForm
from ..models import Choice, FinalReview, Recusal, Review
from ..models.final_review import opening
from ..refusals import NewerVersion
from ..states import IN_SELECTION, State
from .stale import signed_in_or_back_to, typed_before, version_read

PER_PAGE = 25


@login_required
def reviews(request, slug):
    """My queue: applications in review that chose a project I mentor now, those without my score first.

    Of these first what organizers assigned to me, then what the fewest have read; of the others first what has changed
    since. Then whom to review in the end.
    """
    cohort = access.reviewers_cohort(request.user, slug)
    person, now = request.user.person, request.received_at
    waiting = _waiting(person, cohort)
    found = waiting.select_related("project", "version__application__person")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    recusals = person.recusals.standing().filter(application__cohort=cohort)
    recusals = list(recusals.select_related("application__person", "application__selection"))
    veil = blinding.for_reviewers(cohort)
    veil.cover(choice.version.application for choice in page)
    veil.cover(recusal.application for recusal in recusals)
    to_be_looked_at = list(_to_be_looked_at(person, cohort)) if veil.is_down else []
    veil.cover(choice.version.application for choice in to_be_looked_at)
    places = list(finals.of(person, cohort))
    context = {
        "cohort": cohort,
        "page_obj": page,
        "left": waiting.filter(own_reviews=0).count(),
        "first": _first(page, cohort),
        "progress": progress.of(Project.objects.published().mentored_by(person).filter(cohort=cohort)),
        "phase": cohort.phase("review"),
        "places": places,
        "finals_left": sum(not place.is_done for place in places),
        "finals_open": finals.are_open(cohort, now),
        "finals_opening": opening(cohort),
        "finals_closing": finals.closing(cohort),
        "recusals": recusals,
        "to_be_looked_at": to_be_looked_at,
    }
    return render(request, "applications/reviews.html", context)


def _first(page, cohort):
    """Where to begin: the first that waits stands first on the first page."""
    choices = page.object_list if page.number == 1 else []
    waits = next((choice for choice in choices if not choice.own_reviews), None)
    if waits:
        return reverse("applications:review", args=[cohort.slug, waits.version.application_id, waits.project.slug])
    return ""


def _waiting(person, cohort):
    queue = Choice.objects.in_review_with(person).with_reviews_by(person).filter(version__application__cohort=cohort)
    return queue.order_by("own_reviews", "-outdated", "-is_assigned", "reviews_so_far", "rank", "pk")


def _to_be_looked_at(person, cohort):
    waiting = Choice.objects.to_be_looked_at(person).filter(version__application__cohort=cohort)
    return waiting.select_related("project", "version__application").order_by("version__application_id", "rank")


@signed_in_or_back_to("applications:reviews")
def review(request, slug, pk, project):
    """One application for one of my projects: what was submitted, the verdicts, my score, then the others'."""
    choice = access.readable_choice(request.user, slug, pk, project)
    veil = blinding.for_reviewers(choice.version.application.cohort)
    if redacted.waits_for_a_look(choice.version.application, veil, request.received_at):
        return _waits(request, choice, veil)
    own = _own(Review, request, choice) if choice.version.application.is_in_review else None
    form = ReviewForm(request.POST or None, instance=own)
    if request.method != "POST":
        return _page(request, choice, veil=veil, **{"form": form} | _typed_before(request, choice, own))
    if not form.is_valid():
        return _page(request, choice, form=form, status=422)
    application, by, now = choice.version.application, request.user.person, request.received_at
    try:
        return _save(
            request,
            choice,
            form.cleaned_data,
            lambda scores: application.review(choice.project, scores, by=by, now=now, read=version_read(request)),
        )
    except NewerVersion as error:
        messages.warning(request, error)
        return _page(request, choice, form=form, status=409)


def _waits(request, choice, veil):
    """Nothing to read, and nothing is saved, before an organizer has looked at what would be hidden."""
    application = choice.version.application
    veil.cover([application])
    context = {"cohort": application.cohort, "application": application, "choice": choice}
    return render(request, "applications/review_waits.html", context, status=409 if request.method == "POST" else 200)


def _typed_before(request, choice, own):
    """The form of the page, with what was typed into it before signing in again."""
    application = choice.version.application
    if application.is_in_review:
        words = typed_before(request)
        return {"form": ReviewForm(words, instance=own)} if words else {}
    slug = application.cohort.slug
    words = typed_before(
        request, reverse("applications:final-review", args=[slug, application.pk, choice.project.slug])
    )
    return {"final_form": FinalReviewForm(words, instance=_own(FinalReview, request, choice))} if words else {}


@signed_in_or_back_to("applications:reviews")
@require_POST
def final_review(request, slug, pk, project):
    """Likewise, having worked with somebody on the shortlist."""
    choice = access.readable_choice(request.user, slug, pk, project)
    form = FinalReviewForm(request.POST, instance=_own(FinalReview, request, choice))
    if not form.is_valid():
        return _page(request, choice, final_form=form, status=422)
    application, by, now = choice.version.application, request.user.person, request.received_at
    return _save(
        request,
        choice,
        form.cleaned_data,
        lambda scores: FinalReview.give(application, choice.project, scores, by=by, now=now),
    )


def _own(model, request, choice):
    reviewer, application = request.user.person, choice.version.application
    return model.objects.filter(application=application, project=choice.project, reviewer=reviewer).first()


def _save(request, choice, scores, act):
    """Where they can't be saved any more, or not yet, the page has the words to copy."""
    try:
        act(scores)
    except NewerVersion:
        raise
    except Refusal as error:
        messages.error(request, error)
        return _page(request, choice, words=list(filter(None, [scores["notes"]])), status=409)
    messages.success(request, _("Saved. Below you see what the other mentors think."))
    application = choice.version.application
    return redirect("applications:review", application.cohort.slug, application.pk, choice.project.slug)


def _page(request, choice, *, veil=None, form=None, final_form=None, words=(), status=200):
    application, person, now = choice.version.application, request.user.person, request.received_at
    cohort, in_review = application.cohort, application.is_in_review
    own = form.instance if form and not form.instance._state.adding else None
    veil = veil or blinding.for_reviewers(cohort)
    veil.cover([application])
    verdict = eligibility.last_verdict(application, application.checks.all()[:1], now)
    context = {
        "cohort": cohort,
        "application": application,
        "choice": choice,
        **submission.read(choice.version, application, veil),
        "judges": in_review and not veil.is_down,
        "verdict": veil.verdict(verdict, application),
        "form": form if in_review else None,
        "words": words,
        "own": own,
        "own_is_outdated": own is not None and own.saved_at < choice.version.judged_at,
        "queue": _around(choice, person),
        "spreads": _spreads(Review, choice, person, own, is_open=in_review),
        "can_recuse": application.state in IN_SELECTION,
        "recusal_form": RecusalForm(),
    }
    if not in_review:
        context |= _in_the_end(request, choice, final_form)
    return render(request, "applications/review.html", context, status=status)


def _in_the_end(request, choice, form):
    """What the page has beyond that once the application has left the first review."""
    application, person, now = choice.version.application, request.user.person, request.received_at
    on_list = application.is_shortlisted and application.shortlist_places.filter(project=choice.project).exists()
    own = _own(FinalReview, request, choice)
    opens = opening(application.cohort) if on_list else None
    is_open = on_list and (opens is None or opens <= now)
    return {
        "has_log": application.is_shortlisted or application.moves.filter(state=State.SHORTLISTED).exists(),
        "final_form": (form or FinalReviewForm(instance=own)) if is_open else None,
        "own_final": own,
        "finals_opening": opens,
        "final_spreads": _spreads(FinalReview, choice, person, own, is_open=is_open),
    }


def _spreads(model, choice, person, own, *, is_open):
    """As long as scores can be saved a mentor sees others' only beside their own."""
    if is_open and own is None:
        return []
    return spread.by_project(model.objects.about(choice.version.application, choice.project, first_by=person))


def _around(choice, person):
    """What waits for this mentor, around this one: scores while it is in review, else final reviews."""
    application = choice.version.application
    cohort = application.cohort
    if application.is_in_review:
        waiting = _waiting(person, cohort).filter(own_reviews=0)
        keys = waiting.values_list("version__application", "project__slug")
    else:
        places = finals.of(person, cohort).filter(is_done=False)
        keys = places.values_list("application", "project__slug")
    return queue.around(
        keys,
        (application.pk, choice.project.slug),
        lambda key: reverse("applications:review", args=[cohort.slug, *key]),
    )


@signed_in_or_back_to("applications:reviews")
@require_POST
def recuse(request, slug, pk, project):
    """A conflict of interest: the application is not this mentor's to review any more."""
    application = access.readable_choice(request.user, slug, pk, project).version.application
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
