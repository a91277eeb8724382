"""One mentorship in one round: for its people the result, for organizers everything and the decision."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import reverse

from cohorts import queue
from mentorship.models import Mentorship

from .. import access, audience, discrepancies, duties, evidence, release
from ..forms import DecisionForm
from ..models import Certificate, Decision, Evaluation, FinalWork, Form, RemovalProposal, SupportPlan, in_place


@login_required
def result(request, round_pk, mentorship_pk):
    round, mentorship, reader = access.mentorship_in_round(request.user, round_pk, mentorship_pk)
    return show(request, round, mentorship, reader)


def show(request, round, mentorship, reader, decision_form=None):
    """The page; with ``decision_form`` after it did not validate."""
    evaluations = Evaluation.objects.about(round, mentorship).submitted()
    everything = duties.of([round], Mentorship.objects.filter(pk=mentorship.pk))
    context = {
        "round": round,
        "mentorship": mentorship,
        "reader": reader,
        "is_mentee": mentorship.mentee_id == reader.person_id,
        "sheets": _sheets(evaluations, reader),
        "duties": [(duty, request.user.person in duty.people) for duty in everything],
        "decision": _decision(round, mentorship, reader),
        "is_released": round.is_released,
        "work": FinalWork.objects.filter(mentorship=mentorship, submitted_at__isnull=False).first()
        if round.is_final
        else None,
        "certificate": Certificate.objects.newest().filter(mentorship=mentorship).first() if round.is_final else None,
        "leads": round.cohort.leads(),
        "can_answer": not round.has_closed(request.received_at),
    }
    if reader.organizes:
        context |= _to_decide(request, round, mentorship, context, decision_form)
    return render(request, "evaluations/result.html", context, status=422 if decision_form else 200)


def _sheets(evaluations, reader):
    """``(evaluation, answers this reader may see, whether they are the reader's own)``, without the empty ones."""
    read = [(evaluation, audience.readable_answers(evaluation, reader)) for evaluation in evaluations]
    return [(evaluation, answers, evaluation.author_id == reader.person_id) for evaluation, answers in read if answers]


def _decision(round, mentorship, reader):
    """Told to the mentorship's people when it is released."""
    decisions = Decision.objects.all() if reader.organizes else Decision.objects.told()
    return decisions.filter(round=round, mentorship=mentorship).select_related("decided_by").first()


def _to_decide(request, round, mentorship, context, form):
    owed = [duty for duty, _is_mine in context["duties"] if not duty.is_done]
    now = request.received_at
    can_decide = round.has_closed(now) and not context["is_released"] and mentorship.is_active
    known = evidence.gather(round, {mentorship: owed if round.has_closed(now) else []})[mentorship]
    suggested = discrepancies.suggestion(known.evaluations)
    return {
        "flags": discrepancies.flags(known),
        "suggested": suggested,
        "mentors_form": Form.MENTOR_ON_MENTEE,
        "can_stand_in": mentorship.is_active
        and not in_place.obstacle(round, mentorship, request.user.person, request.received_at),
        "proposal": RemovalProposal.objects.open().filter(round=round, mentorship=mentorship).first(),
        "plan": SupportPlan.objects.open().filter(round=round, mentorship=mentorship).first(),
        "can_decide": can_decide,
        "form": (form or DecisionForm(instance=context["decision"], suggested=suggested)) if can_decide else None,
        "queue": undecided(round, mentorship, now) if can_decide else None,
    }


def undecided(round, mentorship, now):
    """The mentorships that wait for a decision in a closed round, around this one."""
    return queue.around(
        release.undecided(round, now).order_by("mentee__name", "pk").values_list("pk", flat=True),
        mentorship.pk,
        lambda pk: reverse("evaluations:result", args=[round.pk, pk]),
    )
