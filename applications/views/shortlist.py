"""Mentors rank whom they would like to work with; organizers publish the shortlist."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amp_portal.numbers import numbers
from amp_portal.refusals import Refusal
from cohorts.access import organizes

from .. import access, blinding, listing, publishing, shortlist
from ..models import Application, FinalReview, Publication, ShortlistPlace
from ..models.shortlist import follow_finals, rank_shortlist
from ..selection import rankings

PER_PAGE = 25


@login_required
def shortlists(request, slug):
    """For organizers: every project's list, how full it is, and the button that publishes them."""
    cohort = access.screened_cohort(request.user, slug)
    page = Paginator(cohort.projects.published(), PER_PAGE).get_page(request.GET.get("page"))
    publication = publishing.of(cohort, Publication.Kind.SHORTLIST)
    context = {
        "cohort": cohort,
        "page_obj": page,
        "lists": listing.shortlists(page.object_list, cohort.shortlist_length),
        "publication": publication,
        "problems": [] if publication else publishing.problems(cohort, Publication.Kind.SHORTLIST, request.received_at),
        "telling": Application.objects.filter(
            pk__in=ShortlistPlace.objects.standing().filter(project__cohort=cohort).values("application")
        ).count(),
    }
    return render(request, "applications/shortlists.html", context)


@login_required
@require_POST
def publish_shortlist(request, slug):
    """Tell those on it, once; the job runs in the background."""
    cohort = access.screened_cohort(request.user, slug)
    try:
        publishing.start(cohort, Publication.Kind.SHORTLIST, request.user.person, request.received_at)
    except Refusal as error:
        messages.error(request, error)
        return redirect("applications:shortlists", slug)
    return redirect("applications:publication", slug, Publication.Kind.SHORTLIST)


@login_required
def ranking(request, slug, project):
    """One project's shortlist, to be ranked, and whom could be put on it."""
    project = access.ranked_project(request.user, slug, project)
    cohort, person = project.cohort, request.user.person
    seen = shortlist.Sight.of(person, project, sees_all=organizes(request.user, cohort))
    ranked = list(project.shortlist.standing().select_related("application").order_by("rank"))
    scores = rankings.scores(FinalReview, project=project)
    by_finals = seen.sees_finals(ranked) and rankings.counts_finals(ranked, scores)
    places = rankings.in_order(ranked, scores) if by_finals else ranked
    veil = blinding.veil_for(person, cohort)
    listed = shortlist.with_scores(
        Application.objects.filter(pk__in=[place.application_id for place in places]).select_related("person"), project
    )
    listed = {application.pk: application for application in veil.cover(listed)}
    page = Paginator(shortlist.candidates(project, seen), PER_PAGE).get_page(request.GET.get("page"))
    publication = publishing.of(cohort, Publication.Kind.SHORTLIST)
    context = {
        "cohort": cohort,
        "project": project,
        "places": seen.places(places, listed, scores),
        "seen": ",".join(str(place.pk) for place in ranked),
        "by_finals": by_finals,
        "by_hand": any(place.settled_at for place in ranked),
        "candidates": seen.candidates(veil.cover(page.object_list)),
        "page_obj": page,
        "publication": publication,
        "is_full": len(places) >= cohort.shortlist_length,
        "is_organizer": seen.sees_all,
    }
    return render(request, "applications/ranking.html", context)


@login_required
@require_POST
def shortlist_add(request, slug, project, pk):
    project = access.ranked_project(request.user, slug, project)
    application = access.shortlistable(project, pk)
    return _change(
        request,
        project,
        lambda: ShortlistPlace.add(application, project, by=request.user.person, now=request.received_at),
    )


@login_required
@require_POST
def shortlist_remove(request, slug, project, pk):
    project = access.ranked_project(request.user, slug, project)
    return _change(request, project, access.shortlist_place(project, pk).remove)


@login_required
@require_POST
def shortlist_rank(request, slug, project):
    """``order``: the places' pks, best first; they were ``was`` by rank. ``moved`` is the one to come back to.

    The buttons that move one, and dragging, send the whole order.
    """
    project = access.ranked_project(request.user, slug, project)
    order, was = (_pks(request, name) for name in ("order", "was"))
    moved = request.POST.get("moved", "")
    return _change(
        request,
        project,
        lambda: rank_shortlist(project, order, was=was, now=request.received_at),
        f"#place-{moved}" if moved.isdecimal() else "",
    )


def _pks(request, name):
    return numbers(request.POST.get(name, "").split(","))


@login_required
@require_POST
def shortlist_by_finals(request, slug, project):
    """Whatever was ranked by hand, the final reviews put the list in order again."""
    project = access.ranked_project(request.user, slug, project)
    return _change(request, project, lambda: follow_finals(project))


def _change(request, project, act, fragment=""):
    try:
        act()
    except Refusal as error:
        messages.error(request, error)
    else:
        messages.success(request, _("Saved."))
    page = redirect("applications:ranking", project.cohort.slug, project.slug)
    page["Location"] += fragment
    return page
