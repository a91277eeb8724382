"""The organizers' pages: how far the recognition of a cohort is, its certificates, its nominations."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amp_portal.refusals import Refusal
from cohorts import tabs
from cohorts.access import organized_cohort

from ...models import Nomination
from .. import access, issuing, overview
from ..forms import NominationNoteForm


@login_required
def recognition(request, slug):
    """Everybody who completed the program, 25 a page, narrowed to what is left to do."""
    cohort = organized_cohort(request.user, slug)
    graduates = overview.graduates(cohort, request.user.person)
    counts = overview.counts(graduates)
    chosen = request.GET.get("left", "")
    narrowed = graduates.filter(**{chosen: True}) if chosen in dict(overview.LEFT) else graduates
    page = Paginator(overview.with_their_recognition(narrowed), 25).get_page(request.GET.get("page"))
    context = {
        "cohort": cohort,
        "page_obj": page,
        "counts": counts,
        "tabs": tabs.narrowing(overview.LEFT, counts, request.GET, by="left", total=counts["everybody"]),
        "is_narrowed": narrowed is not graduates,
        "job": cohort.certificate_issues.select_related("started_by").last(),
        "nominations": Nomination.objects.filter(mentorship__cohort=cohort).open().count(),
    }
    return render(request, "evaluations/recognition/overview.html", context)


@login_required
@require_POST
def issue(request, slug):
    """Issue the certificates that are missing."""
    cohort = organized_cohort(request.user, slug)
    try:
        issuing.start(cohort, by=request.user.person, now=request.received_at)
        messages.success(request, _("The certificates are on their way. You can leave this page."))
    except Refusal as error:
        messages.error(request, error)
    return redirect("evaluations:recognition", slug)


@login_required
def nominations(request, slug):
    """What mentors have nominated their mentees for: what waits for somebody on top."""
    cohort = organized_cohort(request.user, slug)
    theirs = Nomination.objects.filter(mentorship__cohort=cohort).exclude(mentorship__mentee=request.user.person)
    counts = dict(theirs.order_by().values_list("state").annotate(Count("pk")))
    state = request.GET.get("state", "")
    shown = theirs.filter(state=state) if state in Nomination.State.values else theirs
    context = {
        "cohort": cohort,
        "page_obj": Paginator(shown.with_people().by_need(), 25).get_page(request.GET.get("page")),
        "tabs": tabs.narrowing(Nomination.State.choices, counts, request.GET),
    }
    return render(request, "evaluations/recognition/nominations.html", context)


@login_required
def nomination(request, pk):
    """One nomination: acted on or declined, with a note."""
    found = access.nomination(request.user, pk)
    form = NominationNoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        verb = found.decline if "decline" in request.POST else found.act
        decide = partial(verb, by=request.user.person, now=request.received_at, note=form.cleaned_data["note"])
        try:
            decide()
            messages.success(request, _("Kept. Whom it concerns has been told."))
        except Refusal as error:
            messages.error(request, error)
        return redirect("evaluations:nominations", found.mentorship.cohort.slug)
    context = {"nomination": found, "cohort": found.mentorship.cohort, "form": form, "decided": found.moves.last()}
    return render(request, "evaluations/recognition/nomination.html", context, status=422 if form.errors else 200)
