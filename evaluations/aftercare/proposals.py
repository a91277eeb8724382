"""A mentee's form that is missing after the close: proposed for removal, forgiven or confirmed by an organizer."""

from django.db import transaction
from django.utils.translation import gettext as _

from amp_portal import arrival
from amp_portal.refusals import Refusal
from amp_portal.sweeps import sweep
from mentorship.models import Mentorship

from .. import duties
from ..models import Decision, Form, RemovalProposal, Round
from . import notices


@sweep("missed_forms")
def propose(now):
    """Record each mentee whose forms were not all in when their evaluation closed, unless somebody has decided."""
    rounds = Round.objects.with_window().with_results_to_release(now).filter(cohort__published_at__isnull=False)
    known = set(RemovalProposal.objects.filter(round__in=rounds).values_list("round", "mentorship"))
    known |= set(Decision.objects.filter(round__in=rounds).values_list("round", "mentorship"))
    owed = missing(duties.owed(rounds))
    missed = {(duty.round.pk, duty.mentorship.pk) for duty in owed if duty.round.has_closed(arrival.settled(now))}
    proposals = [
        RemovalProposal(round_id=round, mentorship_id=mentorship, proposed_at=now)
        for round, mentorship in sorted(missed - known)
    ]
    RemovalProposal.objects.bulk_create(proposals, batch_size=500, ignore_conflicts=True)
    return {"proposed": len(proposals)}


def missing(owed):
    """Of duties nobody has done, those of mentees."""
    return [duty for duty in owed if duty.form != Form.MENTOR_ON_MENTEE]


def missing_of(proposal):
    """What of the mentee's is still not there, as duties."""
    theirs = duties.of([proposal.round], Mentorship.objects.filter(pk=proposal.mentorship_id))
    return missing(duty for duty in theirs if not duty.is_done)


@transaction.atomic
def forgive(proposal, *, by, words, now):
    """The mentee stays, and hears that all is well. Raises Refusal."""
    _answer(proposal, RemovalProposal.Answer.FORGIVEN, by=by, now=now, reason="")
    notices.forgiven(proposal, words).queue(now)


@transaction.atomic
def confirm(proposal, *, by, reason, words, now):
    """The mentorship ends as not passed; ``words`` go into the mentee's letter. Raises Refusal."""
    mentorship = Mentorship.objects.select_related("mentee", "project", "cohort").get(pk=proposal.mentorship_id)
    mentorship.end_early(Mentorship.State.FAILED, by=by, now=now, reason=reason, words=words)
    _answer(proposal, RemovalProposal.Answer.CONFIRMED, by=by, now=now, reason=reason)


def _answer(proposal, answer, *, by, now, reason):
    proposal.refresh_from_db(from_queryset=RemovalProposal.objects.select_for_update())
    if not proposal.is_open:
        raise Refusal(_("Somebody has decided about this already."))
    if proposal.mentorship.project.mentors.filter(person=by, until=None).exists():
        raise Refusal(_("You mentor this project, so another organizer decides. You can invite one."))
    proposal.answer, proposal.answered_by, proposal.answered_at, proposal.reason = answer, by, now, reason
    proposal.save(update_fields=["answer", "answered_by", "answered_at", "reason"])
