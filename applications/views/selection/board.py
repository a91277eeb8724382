"""The selection board: the proposal beside what organizers decide, and what they try."""

from collections import Counter
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from amp_portal import charts
from amp_portal.refusals import Refusal
from cohorts import tabs

from ... import access, publishing
from ...forms.selection import DecideForm, PairForm
from ...matching import wording
from ...models import Publication, Selection
from ...refusals import DecidedElsewhere
from ...selection import board, feedback, proposal, rows
from . import attempt, page_of

HELD, OPEN = "held", "open"


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
    counts[HELD] = found.left_to_organizers().count()
    outcome = request.GET.get("outcome", "")
    choices = [(OPEN, _("not decided")), *Selection.Outcome.choices, (HELD, _("left to you"))]
    if outcome == HELD:
        found = found.left_to_organizers()
    elif outcome in dict(choices):
        found = found.filter(selection=None) if outcome == OPEN else found.filter(selection__outcome=outcome)
    context = page_of(request, found)
    total = sum(outcomes.values())
    context |= {
        "cohort": cohort,
        "proposal": made,
        "rows": rows.rows(cohort, context["page_obj"].object_list, made),
        "tabs": tabs.narrowing(choices, counts, request.GET, by="outcome", total=total),
        "outcome": outcome,
        "words": words,
        "total": total,
        "is_open": bool(counts.get(OPEN)),  # somebody has no decision yet
        "chart": _distribution(made.matching),
        "scored": len(made.by_score),
        "publication": publishing.of(cohort, Publication.Kind.RESULTS),
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
    attempt(
        request,
        lambda: board.take_over(cohort, by=request.user.person, now=request.received_at),
        _("The proposal is the decision now. Nobody is told before you publish the results."),
    )
    return redirect("applications:selection", slug)


@login_required
def decide(request, slug, pk):
    """One application: why the proposal says what it says, what is tried about it, and the decision."""
    application = access.selected_application(request.user, slug, pk)
    decision = _decision(application)
    form = DecideForm(request.POST or None, application=application, initial=_initial(application, decision))
    status = HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, application, form.cleaned_data)
        except DecidedElsewhere as error:
            messages.warning(request, error)
            decision, status = _decision(application), HTTPStatus.CONFLICT
            form.seen_now(decision.mark)
        except Refusal as error:
            messages.error(request, error)
            return redirect("applications:decide", slug, pk)
        else:
            messages.success(request, _("Saved. Nobody is told before you publish the results."))
            return redirect("applications:selection", slug)
    elif form.errors:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
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
        "publication": publishing.of(application.cohort, Publication.Kind.RESULTS),
    }
    return render(request, "applications/decide.html", context, status=status)


def _decision(application):
    return Selection.objects.filter(application=application).select_related("project", "decided_by").first()


def _save(request, application, chosen):
    return board.decide(
        application,
        chosen["outcome"],
        project=chosen["project"],
        position=chosen["position"],
        words=chosen["feedback"],
        seen=chosen["seen"],
        by=request.user.person,
        now=request.received_at,
    )


def _initial(application, decision):
    if decision is None:
        return {"feedback": feedback.compose([application.pk])[application.pk], "seen": ""}
    shown = {name: getattr(decision, name) for name in ("outcome", "project", "position", "feedback")}
    return {**shown, "seen": decision.mark}


@login_required
@require_POST
def adjust(request, slug, pk):
    """Lock or exclude a pair."""
    application = access.selected_application(request.user, slug, pk)
    form = PairForm(request.POST, application=application)
    if form.is_valid():
        attempt(
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
    attempt(request, lambda: board.drop(cohort, pk), _("The proposal is without it again."))
    return redirect("applications:selection", slug)
