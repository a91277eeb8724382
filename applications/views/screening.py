"""Organizers read what was submitted and decide."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from amp_portal.numbers import number
from amp_portal.refusals import Refusal
from cohorts import queue, tabs
from cohorts.windows import why_not

from .. import access, blinding, eligibility, listing, offering, spread, submission
from ..filters import ApplicationFilter
from ..forms import AssignForm, DeclineForm, ExtendForm, OfferForm
from ..models import Twin
from ..states import TRANSITIONS, State
from ..status import history
from .stale import signed_in_or_back_to, typed_before, version_read

PER_PAGE = 25
CHECKS_SHOWN = 20


@login_required
def screening(request, slug):
    """All applications of a cohort, the longest waiting first: state, choices, verdict, reviews."""
    cohort = access.screened_cohort(request.user, slug)
    received = cohort.applications.received().with_last_verdict()
    chosen = ApplicationFilter(request.GET, queryset=received, cohort=cohort)
    found, state = chosen.qs, request.GET.get("state", "")
    counts = found.counts_by_state()
    if state in State.values:
        found = found.filter(state=state)
    found = found.select_related("person").with_review_count().with_twins().in_turn()
    query = request.GET.copy()
    query.pop("page", None)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "cohort": cohort,
        "filter": chosen,
        "page_obj": page,
        "lines": listing.lines(page.object_list),
        "query": query.urlencode(),
        "tabs": tabs.narrowing(State.choices, counts, request.GET),
        "state": state,
        "is_narrowed": bool(chosen.form.has_changed() or state),
    }
    return render(request, "applications/screening.html", context)


def _queue(request, application):
    """The applications that wait for screening, around this one; narrowed as the list was that one comes from."""
    cohort, query = application.cohort, request.GET.urlencode()
    waiting = cohort.applications.awaiting_screening()
    if query:
        waiting = ApplicationFilter(request.GET, queryset=waiting.with_last_verdict(), cohort=cohort).qs
    return queue.around(
        waiting.in_turn().values_list("pk", flat=True),
        application.pk,
        lambda pk: reverse("applications:application", args=[cohort.slug, pk]) + (f"?{query}" if query else ""),
    )


@signed_in_or_back_to("applications:screening")
def application(request, slug, pk):
    """One application for organizers: what was submitted, the verdicts with evidence, reviews, history, decisions."""
    found = access.screened_application(request.user, slug, pk)
    words = typed_before(request, reverse("applications:decline", args=[slug, pk]))
    return _page(
        request, found, decline_form=DeclineForm(initial={"feedback": words.get("feedback", "")}) if words else None
    )


def _page(request, application, *, decline_form=None, offer_form=None, extend_form=None, status=200):
    cohort, version = application.cohort, application.submitted_version
    moves = list(application.moves.select_related("by"))
    reached = {move.state for move in moves}
    checks = list(application.checks.all()[:CHECKS_SHOWN])
    is_offered, is_on_board = application.state == State.OFFERED, application.is_on_board()
    may_come = State.OFFERED in TRANSITIONS[application.state] and not is_on_board
    no_offer = why_not(offering.published_results_for, application) if may_come else ""
    can_be_offered = may_come and not no_offer
    context = {
        "application": application,
        "cohort": cohort,
        **submission.read(version, application, blinding.OPEN),
        "judges": True,
        "appeals": application.appeals.all() if application.has_appeals else [],
        "checks": checks,
        "verdict": eligibility.last_verdict(application, checks, request.received_at),
        "twins": _twins(application) if application.has_twin else [],
        "can_be_set_aside": State.SET_ASIDE in TRANSITIONS[application.state],
        "is_set_aside": application.state == State.SET_ASIDE,
        "has_log": State.SHORTLISTED in reached,
        "history": history(moves),
        "snippets": cohort.snippets.all(),
        "offer": application.open_offer() if is_offered else None,
        "queue": _queue(request, application),
        "query": request.GET.urlencode(),
        "is_to_screen": application.state == State.SUBMITTED,
        "can_be_offered": can_be_offered,
        "no_offer": no_offer,
        "can_be_declined": State.DECLINED in TRANSITIONS[application.state] and not is_on_board,
        "is_on_board": is_on_board,
        "decline_form": decline_form or DeclineForm(),
        "offer_form": offer_form or (OfferForm(application=application) if can_be_offered else None),
        "extend_form": extend_form or ExtendForm(),
    }
    if State.IN_REVIEW in reached:
        context |= _with_mentors(application, has_finals=State.SHORTLISTED in reached)
    return render(request, "applications/application.html", context, status=status)


def _twins(application):
    """Open pairs with this one, each with the other as ``counterpart``."""
    found = Twin.objects.open().of(application).select_related("first__person", "second__person")
    for twin in found:
        twin.counterpart = twin.other(application)
    return found


def _with_mentors(application, *, has_finals):
    """What mentors say about one that was passed on to them, and who is asked."""
    reviews, finals = (
        found.select_related("reviewer", "project").order_by("project", "saved_at")
        for found in (application.reviews, application.final_reviews)
    )
    return {
        "spreads": spread.by_project(reviews),
        "final_spreads": spread.by_project(finals) if has_finals else [],
        "assign_form": AssignForm(application=application) if application.is_in_review else None,
        "assignments": application.review_assignments.select_related("reviewer", "project"),
        "recusals": application.recusals.select_related("person", "lifted_by"),
    }


def _decide(request, application, act, done):
    """Call a verb, say how it went, and come back to the application."""
    _try(request, act, done % {"person": application.person})
    return redirect("applications:application", application.cohort.slug, application.pk)


def _screen(request, application, act, done):
    """Likewise, and on to the next that waits; after the last one to the list."""
    onward, was_waiting = _queue(request, application).onward, application.state == State.SUBMITTED
    here = reverse("applications:application", args=[application.cohort.slug, application.pk])
    if not _try(request, act, done % {"person": application.person}) or not was_waiting:
        return redirect(f"{here}?{request.GET.urlencode()}" if request.GET else here)
    return redirect(onward or reverse("applications:screening", args=[application.cohort.slug]))


def _try(request, act, done):
    try:
        act(by=request.user.person, now=request.received_at)
    except Refusal as error:
        messages.error(request, error)
        return False
    messages.success(request, done)
    return True


@signed_in_or_back_to("applications:screening")
@require_POST
def pass_on(request, slug, pk):
    application = access.screened_application(request.user, slug, pk)
    done = _("Passed on. The mentors of the projects %(person)s chose are told, and can read it now.")
    return _screen(request, application, partial(application.pass_on, read=version_read(request)), done)


@signed_in_or_back_to("applications:screening")
@require_POST
def decline(request, slug, pk):
    application = access.screened_application(request.user, slug, pk)
    if "insert" in request.POST:
        return _page(request, application, decline_form=_with_snippet(request, application))
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, application, decline_form=form, status=422)
    act = partial(application.decline, form.cleaned_data["feedback"], read=version_read(request))
    return _screen(request, application, act, _("Declined. Your feedback is on its way to %(person)s."))


def _with_snippet(request, application):
    """The form with what was typed, and a snippet below it."""
    snippet = application.cohort.snippets.filter(pk=number(request.POST["insert"])).first()
    words = [request.POST.get("feedback", "").strip(), snippet.text if snippet else ""]
    return DeclineForm(initial={"feedback": "\n\n".join(filter(None, words))})


@signed_in_or_back_to("applications:screening")
@require_POST
def offer(request, slug, pk):
    application = access.screened_application(request.user, slug, pk)
    form = OfferForm(request.POST, application=application)
    if not form.is_valid():
        return _page(request, application, offer_form=form, status=422)
    act = partial(application.offer, form.cleaned_data["project"], form.cleaned_data["track"])
    return _decide(request, application, act, _("The offer is on its way to %(person)s."))


@signed_in_or_back_to("applications:screening")
@require_POST
def take_back(request, slug, pk, offer):
    offer = access.screened_offer(request.user, slug, pk, offer)
    done = _("The offer is taken back, and a letter tells %(person)s. The application is with the mentors again.")
    return _decide(request, offer.application, offer.take_back, done)


@signed_in_or_back_to("applications:screening")
@require_POST
def extend(request, slug, pk, offer):
    offer = access.screened_offer(request.user, slug, pk, offer)
    form = ExtendForm(request.POST)
    if not form.is_valid():
        return _page(request, offer.application, extend_form=form, status=422)
    act = partial(offer.extend, form.cleaned_data["last_day"])
    return _decide(request, offer.application, act, _("There is more time now, and a letter tells %(person)s."))
