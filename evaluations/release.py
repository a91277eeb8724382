"""Results leave the organizers' hands once: the round is released, its mentorships concluded, everybody is told.

The release itself is one moment: from then on decisions stand and people read their results. What follows from it, a
mentorship concluded, a letter, is a job (see ``amp_portal.jobs``) with one decision a step.
"""

from collections import defaultdict

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amp_portal import arrival, jobs
from amp_portal.outbox.letters import queue_all
from amp_portal.refusals import Refusal
from mentorship.models import Mentorship

from . import discrepancies, duties, evidence, notices
from .models import Decision, Release
from .recognition import issuing
from .stipends import ledger


def over(round, now):
    """Running mentorships for which the round has closed. One that was extended may have more time."""
    if not round.has_closed(now):
        return Mentorship.objects.none()
    return Mentorship.objects.active().filter(cohort=round.cohort).without_more_time(round.kind, now)


def with_more_time(round, now):
    """Running mentorships that were extended, and for which the round closes later."""
    return Mentorship.objects.active().filter(cohort=round.cohort).with_more_time(round.kind, now)


def undecided(round, now):
    """Running mentorships for which the round has closed, without a decision in it."""
    return over(round, now).exclude(decisions__round=round)


def _to_tell(round, now):
    """Decisions that a release would tell."""
    return round.decisions.filter(told_at=None, mentorship__in=over(round, now))


def awaits_release(round, now):
    """It has closed, and somebody waits for what was decided; or nobody ever took part in it."""
    if not round.has_closed(now):
        return False
    return _to_tell(round, now).exists() or not (round.is_released or with_more_time(round, now).exists())


@transaction.atomic
def start(round, *, by, now):
    """Release the results: after the window, when every running mentorship has its decision, and each once.

    A mentorship that was extended is left out while it has more time; its result is released by the same verb later.
    Returns the Release, which goes on in the background. Raises Refusal; then nothing has changed.
    """
    round.lock()
    if not round.has_closed(now):
        raise Refusal(_("Results can be released once the evaluation has closed."))
    missing = undecided(round, now).count()
    if missing:
        raise Refusal(
            ngettext("One mentorship has no decision yet.", "%(count)s mentorships have no decision yet.", missing)
            % {"count": missing}
        )
    to_tell = _to_tell(round, now)
    if not to_tell.exists():
        _refuse_to_tell_nobody(round, now)
    if round.releases.filter(finished_at=None).exists():
        raise Refusal(_("The results released before are still on their way. Please wait a moment."))
    if not round.is_released:
        round.released_at, round.released_by = now, by
        round.save(update_fields=["released_at", "released_by"])
    to_tell.update(told_at=now)
    return jobs.start(Release(round=round, started_by=by, started_at=now))


def _refuse_to_tell_nobody(round, now):
    if round.is_released:
        raise Refusal(_("The results are released already, nothing was sent again."))
    if with_more_time(round, now).exists():
        raise Refusal(_("Everybody has more time still: there is nothing to release yet."))


def _remaining(release):
    return Decision.objects.to_carry_out().filter(round=release.round_id)


def _carry_out(release, pk, now):
    """One decision, which nobody else touches any more. Of the final, it concludes the mentorship."""
    if not Decision.objects.filter(pk=pk, carried_out_at=None).update(carried_out_at=now):
        return False
    related = ("round__cohort", "mentorship__cohort", "mentorship__mentee")
    decision = Decision.objects.select_related(*related).get(pk=pk)
    if decision.round.is_final:
        _conclude(decision, by=release.started_by, now=now)
    notices.result(decision).queue(now)
    return True


def _conclude(decision, *, by, now):
    """Who passed completes the program, the others end kindly."""
    mentorship = decision.mentorship
    if decision.passed:
        mentorship.complete(by=by, now=now)
    else:
        mentorship.fail(by=by, now=now, reason=decision.reason)


def _finish(release, now):
    """Each mentor hears of all their mentees in one letter, the ledger of all together; certificates are next."""
    round = release.round
    queue_all([*_to_mentors(release), notices.released(round)], now)
    ledger.recalculate(round.cohort, now)
    if round.is_final:
        issuing.after_release(round.cohort, by=release.started_by, now=now)


def _to_mentors(release):
    round = release.round
    told = round.decisions.filter(told_at=release.started_at)
    decisions = {decision.mentorship_id: decision for decision in told}
    for_mentors = defaultdict(list)
    for mentorship in duties.with_people(Mentorship.objects.filter(pk__in=decisions)).order_by("pk"):
        for row in mentorship.project.current_mentors:
            for_mentors[row.person].append(decisions[mentorship.pk])
    return [notices.results_for_mentor(round, mentor, theirs) for mentor, theirs in for_mentors.items()]


jobs.register(Release, remaining=_remaining, step=_carry_out, finish=_finish)


@transaction.atomic
def pass_unflagged(round, *, by, now):
    """Decide "pass" wherever the mentors say so and nothing asks for a second look. Returns how many. Raises Refusal.

    Mentorships that ``by`` mentors are left to another organizer.
    """
    round.lock()
    if not round.has_closed(arrival.settled(now)):
        raise Refusal(_("Results are decided after the evaluation has closed and before they are released."))
    known = evidence.gather(round, _undecided_with_owed(round, now))
    clear = [
        mentorship
        for mentorship, found in known.items()
        if by not in [row.person for row in mentorship.project.current_mentors]
        and discrepancies.suggestion(found.evaluations)
        and not discrepancies.flags(found)
    ]
    Decision.objects.bulk_create(
        Decision(round=round, mentorship=mentorship, passed=True, decided_by=by, decided_at=now) for mentorship in clear
    )
    return len(clear)


def _undecided_with_owed(round, now):
    """``{undecided mentorship: its duties that nobody has done}``."""
    owed: dict = {}
    for duty in duties.of([round], undecided(round, now)):
        missing = owed.setdefault(duty.mentorship, [])
        if not duty.is_done:
            missing.append(duty)
    return owed
