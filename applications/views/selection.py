"""The selection board: the proposal beside what organizers decide, their trials, the letters, and publishing."""

from collections import Counter

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from amp_portal import charts
from amp_portal.refusals import Refusal
from cohorts import tabs

from .. import access, notices, publishing
from ..forms.selection import DecideForm, FeedbackForm, PairForm, SlotsForm
from ..matching import wording
from ..models import Adjustment, Publication, Selection, Version
from ..selection import board, feedback, proposal, rows

PER_PAGE = 25
RESULTS = Publication.Kind.RESULTS
HELD, OPEN = "held", "open"


def _page_of(request, found):
    query = request.GET.copy()
    query.pop("page", None)
    return {"page_obj": Paginator(found, PER_PAGE).get_page(request.GET.get("page")), "query": query.urlencode()}


def _try(request, act, done):
    try:
        act()
    except Refusal as error:
        messages.error(request, error)
        return False
    messages.success(request, done)
    return True


@login_required
def selection(request, slug):
    """Proposal and decision for everybody; ``?outcome=`` and ``?q=`` (a name) narrow it."""
    cohort = access.screened_cohort(request.user, slug)
    made = proposal.of(cohort)
    found, words = rows.on_board(cohort), request.GET.get("q", "").strip()
    if words:
        found = found.filter(person__name__icontains=words)
    outcomes = Counter(found.order_by().values_list("selection__outcome", flat=True))
    counts = {outcome or OPEN: count for outcome, count in outcomes.items()}
    counts[HELD] = found.exclude(selection__held="").exclude(selection=None).count()
    outcome = request.GET.get("outcome", "")
    choices = [(OPEN, _("not decided")), *Selection.Outcome.choices, (HELD, _("left to you"))]
    if outcome == HELD:
        found = found.exclude(selection__held="").exclude(selection=None)
    elif outcome in dict(choices):
        found = found.filter(selection=None) if outcome == OPEN else found.filter(selection__outcome=outcome)
    context = _page_of(request, found)
    total = sum(outcomes.values())
    context |= {
        "cohort": cohort,
        "proposal": made,
        "rows": rows.rows(cohort, context["page_obj"].object_list, made),
        "tabs": tabs.narrowing(choices, counts, request.GET, by="outcome", total=total),
        "outcome": outcome,
        "words": words,
        "total": total,
        "chart": _distribution(made.matching),
        "scored": len(made.by_score),
        "publication": publishing.of(cohort, RESULTS),
    }
    return render(request, "applications/selection.html", context)


def _distribution(matching):
    """How many get which choice, by the proposal."""
    if matching is None or not matching.distribution.total:
        return None
    numbers = matching.distribution
    labels = [str(label) for label in wording.ORDINALS[: len(numbers.by_choice)]]
    values = [*numbers.by_choice, numbers.without]
    placed = sum(numbers.by_choice)
    summary = ngettext(
        "%(placed)d of %(total)d person gets a place.", "%(placed)d of %(total)d people get a place.", numbers.total
    ) % {"placed": placed, "total": numbers.total}
    title = _("What the proposal gives people")
    return charts.bars("choices", title, [*labels, _("no place")], {_("people"): values}, summary=summary)


@login_required
@require_POST
def take_over(request, slug):
    cohort = access.screened_cohort(request.user, slug)
    _try(
        request,
        lambda: board.take_over(cohort, by=request.user.person, now=request.received_at),
        _("The proposal is the decision now. Nobody is told before you publish the results."),
    )
    return redirect("applications:selection", slug)


@login_required
def decide(request, slug, pk):
    """One application: why the proposal says what it says, what is tried about it, and the decision."""
    application = access.selected_application(request.user, slug, pk)
    decision = Selection.objects.filter(application=application).select_related("project").first()
    form = DecideForm(request.POST or None, application=application, initial=_initial(application, decision))
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        decided = _try(
            request,
            lambda: board.decide(
                application,
                chosen["outcome"],
                project=chosen["project"],
                position=chosen["position"],
                words=chosen["feedback"],
                by=request.user.person,
                now=request.received_at,
            ),
            _("Saved. Nobody is told before you publish the results."),
        )
        return redirect(
            "applications:selection" if decided else "applications:decide", *([slug] if decided else [slug, pk])
        )
    made = proposal.of(application.cohort)
    context = {
        "cohort": application.cohort,
        "application": application,
        "decision": decision,
        "form": form,
        "reasons": made.explain(application.pk),
        "choices": application.submitted_version.choices.select_related("project"),
        "tried": [one for one in made.adjustments if one.application_id == application.pk],
        "problems": made.problems,
        "publication": publishing.of(application.cohort, RESULTS),
    }
    return render(request, "applications/decide.html", context, status=422 if form.errors else 200)


def _initial(application, decision):
    if decision is None:
        return {"feedback": feedback.compose([application.pk])[application.pk]}
    return {name: getattr(decision, name) for name in ("outcome", "project", "position", "feedback")}


@login_required
@require_POST
def adjust(request, slug, pk):
    """Lock or exclude a pair."""
    application = access.selected_application(request.user, slug, pk)
    form = PairForm(request.POST, application=application)
    if form.is_valid():
        _try(
            request,
            lambda: board.adjust(
                application.cohort,
                form.cleaned_data["kind"],
                project=form.cleaned_data["project"],
                application=application,
                by=request.user.person,
                now=request.received_at,
            ),
            _("The proposal takes it into account."),
        )
    else:
        messages.error(request, _("Please choose one of the projects the applicant named."))
    return redirect("applications:decide", slug, pk)


@login_required
@require_POST
def drop(request, slug, pk):
    cohort = access.screened_cohort(request.user, slug)
    _try(request, lambda: board.drop(cohort, pk), _("The proposal is without it again."))
    return redirect("applications:selection", slug)


@login_required
def seats(request, slug):
    """The places of each project under the proposal, and trying other numbers of them."""
    cohort = access.screened_cohort(request.user, slug)
    form = SlotsForm(request.POST or None, cohort=cohort)
    if request.method == "POST" and form.is_valid():
        chosen = {**form.cleaned_data, "by": request.user.person, "now": request.received_at}
        _try(
            request,
            lambda: board.adjust(cohort, Adjustment.Kind.SLOTS, **chosen),
            _("The proposal takes it into account."),
        )
        return redirect("applications:seats", slug)
    made = proposal.of(cohort)
    found = (
        sorted(made.matching.seats.items(), key=lambda item: (made.titles[item[0].project], item[0].track))
        if made.matching
        else []
    )
    context = _page_of(request, found)
    tracks = dict(Version.Track.choices)
    context |= {
        "cohort": cohort,
        "proposal": made,
        "form": form,
        "seats": [
            (
                made.titles[seat.project],
                tracks[seat.track],
                outcome,
                wording.to_organizer(outcome),
                seat.project in made.by_score,
            )
            for seat, outcome in context["page_obj"].object_list
        ],
    }
    return render(request, "applications/seats.html", context, status=422 if form.errors else 200)


@login_required
def result_letters(request, slug):
    """Everything that would go out, to be read before it does. ``?pk=`` is the one whose feedback was typed."""
    cohort = access.screened_cohort(request.user, slug)
    decisions = Selection.objects.filter(application__cohort=cohort).select_related("application__person", "project")
    counts = Counter(decisions.order_by().values_list("outcome", flat=True))
    outcome = request.GET.get("outcome", "")
    if outcome in Selection.Outcome.values:
        decisions = decisions.filter(outcome=outcome)
    context = _page_of(request, decisions.order_by("application__person__name", "pk"))
    context |= {
        "cohort": cohort,
        "tabs": tabs.narrowing(Selection.Outcome.choices, counts, request.GET, by="outcome"),
        "publication": publishing.of(cohort, RESULTS),
    }
    return render(request, "applications/result_letters.html", context)


@login_required
def result_letter(request, slug, pk):
    """Change what one person will read."""
    decision = access.decision(request.user, slug, pk)
    form = FeedbackForm(request.POST or None, initial={"feedback": decision.feedback})
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["feedback"]
        _try(request, lambda: board.write(decision, words, now=request.received_at), _("Saved."))
        return redirect("applications:result-letter", slug, pk)
    context = {"cohort": decision.application.cohort, "decision": decision, "form": form}
    return render(request, "applications/result_letter.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def try_letter(request, slug, pk):
    """The letter, to the organizer who asks for it."""
    decision = access.decision(request.user, slug, pk)
    notices.declined_test(decision, request.user.person, request.received_at).queue(request.received_at)
    messages.success(request, _("It is on its way to you, and to nobody else."))
    return redirect("applications:result-letter", slug, pk)


@login_required
def publish_results(request, slug):
    """Asks first; then everybody is told in the background."""
    cohort = access.screened_cohort(request.user, slug)
    if publishing.of(cohort, RESULTS):
        return redirect("applications:publication", slug, RESULTS)
    if request.method == "POST":
        try:
            publishing.start(cohort, RESULTS, by=request.user.person, now=request.received_at)
        except Refusal as error:
            messages.error(request, error)
            return redirect("applications:publish-results", slug)
        return redirect("applications:publication", slug, RESULTS)
    decisions = Selection.objects.unpublished().filter(application__cohort=cohort)
    counts = Counter(decisions.values_list("outcome", flat=True))
    context = {
        "cohort": cohort,
        "problems": publishing.problems(cohort, RESULTS, request.received_at),
        "details": [f"{label}: {counts[value]}" for value, label in Selection.Outcome.choices],
    }
    return render(request, "applications/publish_results.html", context)
