"""Receipts: what somebody handed in has arrived. The letters carry no answer."""

from amp_portal.outbox.letters import Draft, letter
from cohorts.notices import of_cohort


def _form(message):
    evaluation = message.about
    round = evaluation.round.of(evaluation.mentorship)
    return {"evaluation": evaluation, "round": round, "cohort": round.cohort, "mentorship": evaluation.mentorship}


@letter("evaluations/mail/form_received", kind="receipts", context=_form)
def form_received(evaluation):
    """Of each submission one, also where somebody submits again."""
    return Draft(
        key=f"form-received/{evaluation.pk}/{evaluation.submitted_at:%Y%m%dT%H%M%S}",
        to=evaluation.author,
        about=evaluation,
        **of_cohort(evaluation.round.cohort),
    )


def _work(message):
    work = message.about
    cohort = work.mentorship.cohort
    return {"mentorship": work.mentorship, "cohort": cohort, "round": cohort.rounds.get(kind="final")}


@letter("evaluations/mail/work_received", kind="receipts", context=_work)
def work_received(work):
    return Draft(
        key=f"work-received/{work.pk}/{work.submitted_at:%Y%m%dT%H%M%S}",
        to=work.mentorship.mentee,
        about=work,
        **of_cohort(work.mentorship.cohort),
    )
