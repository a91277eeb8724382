"""Letters about support plans and missed forms."""

from amp_portal.outbox.letters import Draft, letter
from cohorts.notices import of_cohort

from ..models import RemovalProposal, SupportPlan, contact_of


def _plan(message):
    plan = SupportPlan.objects.select_related("mentorship__cohort", "mentorship__project", "mentorship__mentee")
    plan = plan.get(pk=message.object_id)
    cohort = plan.mentorship.cohort
    is_mentee = message.person_id == plan.mentorship.mentee_id
    return {"plan": plan, "cohort": cohort, "is_mentee": is_mentee, "contact": contact_of(cohort)}


@letter("evaluations/mail/plan_shared", kind="care", context=_plan)
def plan_shared(plan, person):
    return Draft(key=f"support-plan/{plan.pk}/{person.pk}", to=person, about=plan, **of_cohort(plan.mentorship.cohort))


def _proposal(message):
    proposal = RemovalProposal.objects.select_related("round__cohort", "mentorship__project").get(pk=message.object_id)
    cohort = proposal.round.cohort
    return {"proposal": proposal, "cohort": cohort, "contact": contact_of(cohort)}


@letter("evaluations/mail/forgiven", kind="program", context=_proposal)
def forgiven(proposal, words):
    """``words``: an organizer's own, if any."""
    return Draft(
        key=f"forgiven/{proposal.pk}",
        to=proposal.mentorship.mentee,
        about=proposal,
        facts={"words": words},
        **of_cohort(proposal.round.cohort),
    )
