"""Results leave the organizers' hands once: the round is released, its mentorships concluded, everybody is told."""

from collections import defaultdict

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amp_portal.outbox.letters import queue_all
from amp_portal.refusals import Refusal
from amp_portal.users.models import Person
from mentorship.models import Mentorship

from . import discrepancies, duties, notices
from .models import Certificate, Decision, Evaluation
from .stipends import ledger


def undecided(round):
    """Running mentorships without a decision in the round."""
    return Mentorship.objects.active().filter(cohort=round.cohort).exclude(decisions__round=round)


@transaction.atomic
def release(round, *, by, now):
    """Release the results: after the window, when every running mentorship has its decision, and once.

    Of the final, who passed completes the program and gets a certificate. Raises Refusal; then nothing has changed.
    """
    _lock_mentees(round)
    round.lock()
    if round.is_released:
        raise Refusal(_("The results are released already, nothing was sent again."))
    if not round.has_closed(now):
        raise Refusal(_("Results can be released once the evaluation has closed."))
    missing = undecided(round).count()
    if missing:
        raise Refusal(
            ngettext("One mentorship has no decision yet.", "%(count)s mentorships have no decision yet.", missing)
            % {"count": missing}
        )
    round.released_at, round.released_by = now, by
    round.save(update_fields=["released_at", "released_by"])
    decisions = list(_standing(round))
    if round.is_final:
        _conclude(decisions, by=by, now=now)
    queue_all(_letters(round, decisions), now)
    ledger.recalculate(round.cohort, now)
    return decisions


def _lock_mentees(round):
    """A place that ends locks its person, and people come first in the order of locks (DESIGN.md, Races)."""
    mentees = Mentorship.objects.active().filter(cohort=round.cohort).values("mentee")
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=mentees).order_by("pk").values_list("pk"))


def _standing(round):
    running = Mentorship.objects.active().filter(cohort=round.cohort).select_related("cohort")
    mentorships = {mentorship.pk: mentorship for mentorship in duties.with_people(running)}
    for decision in Decision.objects.filter(round=round, mentorship__in=mentorships).order_by("mentorship_id"):
        decision.round, decision.mentorship = round, mentorships[decision.mentorship_id]
        yield decision


def _conclude(decisions, *, by, now):
    """Complete or end each mentorship, and issue the certificates."""
    for decision in decisions:
        if decision.passed:
            decision.mentorship.complete(by=by, now=now)
        else:
            decision.mentorship.fail(by=by, now=now, reason=decision.reason)
    Certificate.objects.bulk_create(
        Certificate(mentorship=decision.mentorship, issued_at=now, holder_name=str(decision.mentorship.mentee))
        for decision in decisions
        if decision.passed
    )


def _letters(round, decisions):
    """To each mentee their result, to each mentor those of their mentees."""
    for_mentors = defaultdict(list)
    for decision in decisions:
        yield notices.result(decision)
        for row in decision.mentorship.project.current_mentors:
            for_mentors[row.person].append(decision)
    for mentor, theirs in for_mentors.items():
        yield notices.results_for_mentor(round, mentor, theirs)
    yield notices.released(round)


@transaction.atomic
def pass_unflagged(round, *, by, now):
    """Decide "pass" wherever the mentors say so and nothing asks for a second look. Returns how many. Raises Refusal.

    Mentorships that ``by`` mentors are left to another organizer.
    """
    round.lock()
    if round.is_released or not round.has_closed(now):
        raise Refusal(_("Results are decided after the evaluation has closed and before they are released."))
    answers = submitted_of(round)
    clear = [
        mentorship
        for mentorship, owed in _undecided_with_owed(round)
        if by not in [row.person for row in mentorship.project.current_mentors]
        and discrepancies.suggestion(answers[mentorship.pk])
        and not discrepancies.flags(answers[mentorship.pk], owed)
    ]
    Decision.objects.bulk_create(
        Decision(round=round, mentorship=mentorship, passed=True, decided_by=by, decided_at=now) for mentorship in clear
    )
    return len(clear)


def _undecided_with_owed(round):
    """Each undecided mentorship with its duties that nobody has done."""
    owed = {}
    for duty in duties.of([round], undecided(round)):
        _mentorship, missing = owed.setdefault(duty.mentorship.pk, (duty.mentorship, []))
        if not duty.is_done:
            missing.append(duty)
    return list(owed.values())


def submitted_of(round, mentorships=None):
    """``{mentorship pk: [submitted evaluations]}`` of a round, with the questions at hand, in two statements."""
    found = Evaluation.objects.submitted().filter(round=round)
    if mentorships is not None:
        found = found.filter(mentorship__in=mentorships)
    by_mentorship = defaultdict(list)
    for evaluation in found.select_related("author", "round").prefetch_related("round__questions"):
        by_mentorship[evaluation.mentorship_id].append(evaluation)
    return by_mentorship
